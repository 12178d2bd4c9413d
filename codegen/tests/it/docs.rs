//! Sites are valid: every page is well-formed HTML, every link has a target, both languages have the same pages, and texts
//! of a description are displayed literally.
//!
//! The compiler verifies links before it writes; these tests verify them independently with an HTML parser.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use endpointc::model::Api;
use endpointc::site;
use endpointc::{FileSet, Overrides, Sink, Sources, diagnostics, source};
use scraper::{Html, Selector};

use crate::cases;
use crate::support::{case, hostile};

/// Maximum size of a page.
const MOST_BYTES: usize = 100_000;

#[test]
fn every_description_has_a_site_without_a_broken_link() {
    for (name, made) in described() {
        for (path, page) in &made.pages {
            assert_eq!(page.errors, Vec::<String>::new(), "{name} {path}");
            page.links.iter().for_each(|link| check_link(name, &made.pages, path, link));
        }
    }
}

#[test]
fn both_languages_have_the_same_pages_and_anchors() {
    for (name, made) in described() {
        let of = |lang: &str| {
            let of_lang = made.pages.iter().filter_map(|(path, page)| {
                Some((path.strip_prefix(lang)?.strip_prefix('/')?, &page.ids))
            });
            of_lang.collect::<BTreeMap<_, _>>()
        };
        assert!(!of("en").is_empty(), "{name}");
        assert_eq!(of("en"), of("zh"), "{name}");
    }
}

#[test]
fn a_site_is_the_same_each_time() {
    for (name, made) in described() {
        assert!(site(&made.api) == made.site, "{name}");
    }
}

#[test]
fn no_page_is_heavy_and_none_asks_for_anything_from_elsewhere() {
    for (name, made) in described() {
        let texts = made.site.files().filter(|(path, _)| path.ends_with(".html"));
        texts.for_each(|(path, text)| assert!(text.len() < MOST_BYTES, "{name} {path}"));
        for (path, page) in &made.pages {
            let is_own = |loaded: &&String| !loaded.contains(':') && !loaded.starts_with('/');
            assert!(page.loaded.iter().all(|one| is_own(&one)), "{name} {path}: {:?}", page.loaded);
            assert_eq!(page.inline, 0, "{name} {path}: a script or a style in the page");
        }
    }
}

#[test]
fn every_endpoint_type_and_code_of_the_api_has_its_place() {
    let Made { api, pages, .. } = &described()[SPEC];
    let page = |path: String| pages.get(&path).unwrap_or_else(|| panic!("there is no {path}"));
    for endpoint in api.endpoints() {
        let page = page(format!("zh/{}/{}.html", endpoint.group, endpoint.name));
        for parameter in endpoint.parameters.iter().filter(|parameter| !parameter.spread) {
            let anchor = format!("param-{}", parameter.wire_name);
            assert!(page.ids.contains(&anchor), "{}: {anchor}", endpoint.full_name());
        }
        for error in &endpoint.errors {
            assert!(
                page.ids.contains(&format!("error-{}", error.code)),
                "{}",
                endpoint.full_name()
            );
        }
    }
    let codes = page("en/errors.html".to_owned());
    for error in api.codes() {
        assert!(codes.ids.contains(&error.code.to_string()), "{}", error.code);
    }
    for def in &api.types {
        page(format!("en/types/{}.html", def.name));
    }
}

/// The page of an endpoint with most features has all sections.
#[test]
fn an_endpoint_is_told_whole() {
    let Made { site, .. } = &described()[SPEC];
    let text = |path: &str| {
        let (_, text) = site.files().find(|(found, _)| *found == path).expect("it is there");
        let (page, main) = (Html::parse_document(text), selector("main"));
        let main = page.select(&main).next().expect("there is one");
        main.text().collect::<String>()
    };
    let (en, zh) = (text("en/messages/data_history.html"), text("zh/messages/data_history.html"));
    for part in [
        "GET /v2/quecdatastorage/r1/openapi/device/data/history",
        "client.messages().data_history(device)",
        "DeviceRef::key(product_key, device_key)",
        "DeviceRef::key(\"PK0001\", \"DK00001\")",
        ".send_blocking()?",
        "curl 'https://",
        "productKey=PK0001&deviceKey=DK00001",
        "beginDateTimp",
        ".begin(Timestamp)",
        "\"dmData\": ",
        "NotAuthorizedForProduct",
    ] {
        assert!(en.contains(part) && zh.contains(part), "`{part}` is missing in\n{en}");
    }
    assert!(en.contains("page spells the time range") && zh.contains("时间范围参数的拼写为"));
}

/// A text without a translation is displayed in the other language, with its `lang` and a note.
#[test]
fn a_text_without_translation_is_marked() {
    let site = small("summary: Get a thing.\nget: /things\n");
    let zh = file(&site, "zh/things/get.html");
    assert!(zh.contains("<h1><span lang=\"en\">Get a thing</span></h1>"), "{zh}");
    assert!(zh.contains("仅有English"), "{zh}");
    assert!(file(&site, "en/things/get.html").contains("<h1>Get a thing</h1>"));
}

#[test]
fn hostile_texts_stand_there_and_do_nothing() {
    for text in hostile::texts().iter().map(String::as_str).chain(EVIL) {
        let quoted = quoted(text);
        let site = small(&format!(
            "summary: {quoted}\ndoc: {quoted}\nget: /things\nsource: {quoted}\nsince: {quoted}\ndeprecated: {quoted}\n\
             query:\n  key: {{ type: Colour, doc: {quoted} }}\n  text: {{ type: string, default: {quoted} }}\n\
             returns: Thing\nerrors:\n  7: {{ name: seven, doc: {quoted}, remedy: {quoted} }}\n\
             types:\n  Colour: {{ doc: {quoted}, enum: {{ red: {{ name: red, doc: {quoted} }} }} }}\n  \
             Thing: {{ doc: {quoted}, fields: {{ name: {{ type: string, doc: {quoted}, deprecated: {quoted} }} }} }}\n\
             examples:\n  - response: {{ code: 0, msg: {quoted}, data: {{ name: {quoted} }} }}\nquirks: [{quoted}]\n"
        ));
        for (path, page) in pages(&site) {
            assert_eq!(page.errors, Vec::<String>::new(), "{path}: {text:?}");
            page.links.iter().for_each(|link| check_scheme(link));
            let is_own = |one: &String| one.contains("assets/") || one.ends_with(".html");
            assert!(page.loaded.iter().all(is_own), "{path}: {text:?}: {:?}", page.loaded);
            assert_eq!((page.inline, page.handlers), (0, 0), "{path}: {text:?}");
        }
        check_index(file(&site, "assets/search-index.js"));
    }
}

/// Quotes any text for YAML.
fn quoted(text: &str) -> String {
    let is_itself = |c: char| (c == ' ' || c.is_ascii_graphic()) && c != '"' && c != '\\';
    let shown = |c: char| {
        if is_itself(c) { c.to_string() } else { format!("\\U{:08X}", u32::from(c)) }
    };
    format!("\"{}\"", text.chars().map(shown).collect::<String>())
}

const EVIL: [&str; 6] = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "</script></title></textarea><!--",
    "data:text/html,<script>alert(1)</script>",
];

/// Checks that a link is relative or uses HTTP.
#[track_caller]
fn check_scheme(link: &str) {
    let scheme = link.split_once(':').map(|(scheme, _)| scheme);
    assert!(matches!(scheme, None | Some("http" | "https")) || link.starts_with('#'), "{link}");
}

/// The search index is one assignment of JSON and contains no end of a script.
fn check_index(script: &str) {
    let value = script.split_once("window.endpointcIndex = ").expect("it is assigned").1;
    let value = value.trim_end().strip_suffix(';').expect("a statement");
    assert!(!value.contains('<'));
    serde_json::from_str::<serde_json::Value>(value).expect("it is JSON");
}

// On disk

#[test]
fn a_second_run_writes_nothing_and_what_is_no_longer_made_goes() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let get = "summary: Get\nget: /things\n";
    let first = small(get).write(folder.path()).expect("it is written");
    assert!(first.changed.contains(&"zh/things/get.html".to_owned()));
    let second = small(get).write(folder.path()).expect("nothing is to do");
    assert!(second.changed.is_empty() && second.removed.is_empty());
    fs::write(folder.path().join("en/mine.html"), "<p>mine").expect("written");
    let other = made(&[("things/get.yaml", "-"), ("things/find.yaml", get)]);
    let third = other.write(folder.path()).expect("it is written");
    assert!(third.removed.contains(&"en/things/get.html".to_owned()), "{third:?}");
    assert!(folder.path().join("en/mine.html").exists(), "it is not ours");
}

#[test]
fn a_file_of_someone_else_is_not_overwritten() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    fs::write(folder.path().join("index.html"), "<p>mine").expect("written");
    let error = small("summary: Get\nget: /things\n").write(folder.path());
    assert!(error.expect_err("it is in the way").to_string().contains("index.html"));
    assert!(!folder.path().join("en").exists(), "a run that fails changes nothing");
}

// Custom templates

#[test]
fn a_template_stands_in_place_of_ours() {
    let site = with_template("group.html.j2", "<!doctype html><title>t</title><p>{{ body.call }}");
    let site = site.expect("it can be rendered");
    assert!(file(&site, "en/things.html").ends_with("<p>client.things()"));
    let site = with_template("assets/style.css", "p { color: red }").expect("it is copied");
    assert!(file(&site, "assets/style.css").ends_with("p { color: red }"));
}

#[test]
fn what_a_template_does_wrong_is_told() {
    let said = |name, text| with_template(name, text).map(drop).expect_err("it cannot be used");
    let broken = said("group.html.j2", "<a href=\"nowhere.html\">x</a>");
    assert!(broken.contains("error[bad-template]"), "{broken}");
    assert!(broken.contains("`en/things.html` links to `nowhere.html`: there is no such page"));
    let undefined = said("type.html.j2", "one\n{{ body.nothing }}");
    assert!(undefined.contains("docs/type.html.j2:2: undefined value"), "{undefined}");
    let unknown = said("grup.html.j2", "");
    assert!(unknown.contains("did you mean `docs/group.html.j2`?"), "{unknown}");
}

fn with_template(name: &str, text: &str) -> Result<FileSet, String> {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path = folder.path().join("docs").join(name);
    fs::create_dir_all(path.parent().expect("it has one")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
    let overrides = endpointc::read_templates(folder.path()).map_err(|error| error.to_string())?;
    let (sources, _) = case::compile(case::files(WITH_TYPE, "# "));
    let mut sink = Sink::default();
    let site = site::site(&api(&sources), &overrides, &mut sink);
    site.map_err(|_| diagnostics::render(&sources, &sink.sorted(), false))
}

const WITH_TYPE: &str = "# things/get.yaml\nsummary: Get\nget: /things\nreturns: Thing\n\
                         types: { Thing: { fields: { name: string } } }\n";

// Tested sites

/// Description with its site.
struct Made {
    api: Api,
    site: FileSet,
    pages: BTreeMap<String, Page>,
}

/// The API of this repository.
const SPEC: &str = "spec";

/// Sites of this repository's API, the example consumer, and every small description, by name. They are generated once for
/// several tests.
fn described() -> &'static BTreeMap<String, Made> {
    static DESCRIBED: OnceLock<BTreeMap<String, Made>> = OnceLock::new();
    DESCRIBED.get_or_init(|| {
        let of_folder = |folder: &Path| source::read(folder).expect("it can be read");
        let folders = [SPEC, "examples/consumer/spec"];
        let large = folders.map(|path| (path.to_owned(), of_folder(&root().join(path))));
        let cases = cases::entries(&cases::folder("emit"));
        let cases = cases.iter().map(|case| (cases::name(case), of_folder(&case.join("spec"))));
        let explained = endpointc::diagnostics::explain::diagnostics();
        let explained = explained
            .filter(|one| !one.right.is_empty())
            .map(|one| (one.code.to_string(), case::compile(case::files(one.right, "# ")).0));
        let made = |(name, sources): (String, Sources)| {
            let api = api(&sources);
            let site = site(&api);
            (name, Made { pages: pages(&site), site, api })
        };
        large.into_iter().chain(cases).chain(explained).map(made).collect()
    })
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn api(sources: &Sources) -> Api {
    let mut sink = Sink::default();
    let api = endpointc::describe(sources, &mut sink);
    api.unwrap_or_else(|_| panic!("{}", diagnostics::render(sources, &sink.sorted(), false)))
}

fn site(api: &Api) -> FileSet {
    let mut sink = Sink::default();
    let site = site::site(api, &Overrides::default(), &mut sink);
    site.unwrap_or_else(|_| panic!("{:?}", sink.sorted()))
}

/// Returns the site of a description with one endpoint.
fn small(get: &str) -> FileSet {
    made(&[("things/get.yaml", get)])
}

fn made(files: &[(&str, &str)]) -> FileSet {
    let text: String = files.iter().map(|(path, text)| format!("# {path}\n{text}\n")).collect();
    let (sources, sink) = case::compile(case::files(&text, "# "));
    assert_eq!(sink.errors(), 0, "{}", diagnostics::render(&sources, &sink.sorted(), false));
    site(&api(&sources))
}

fn file<'a>(site: &'a FileSet, path: &str) -> &'a str {
    site.files().find(|(found, _)| *found == path).map_or("", |(_, text)| text)
}

// Reading HTML

/// Page as a browser parses it.
struct Page {
    errors: Vec<String>,
    ids: BTreeSet<String>,
    links: Vec<String>,
    /// URLs of loaded resources.
    loaded: Vec<String>,
    /// Number of inline scripts and styles.
    inline: usize,
    /// Number of event handler attributes.
    handlers: usize,
}

fn pages(site: &FileSet) -> BTreeMap<String, Page> {
    let files = site.files().filter(|(path, _)| path.ends_with(".html"));
    let page = |text: &str| {
        let page = Html::parse_document(text);
        let links = ["href", "src"].map(|name| values(&page, &format!("[{name}]"), name));
        let loaded = [("script", "src"), ("link", "href"), ("img", "src")];
        let loaded = loaded.map(|(what, name)| values(&page, what, name));
        Page {
            loaded: loaded.into_iter().flatten().collect(),
            inline: count(&page, "script:not([src]), style, [style], iframe, object"),
            handlers: handlers(&page),
            ids: values(&page, "[id]", "id").into_iter().collect(),
            links: links.into_iter().flatten().collect(),
            errors: page.errors.iter().map(ToString::to_string).collect(),
        }
    };
    files.map(|(path, text)| (path.to_owned(), page(text))).collect()
}

fn selector(text: &str) -> Selector {
    Selector::parse(text).expect("it is one")
}

fn values(page: &Html, select: &str, attribute: &str) -> Vec<String> {
    let selector = selector(select);
    let found = page.select(&selector).filter_map(|one| one.value().attr(attribute));
    found.map(str::to_owned).collect()
}

fn handlers(page: &Html) -> usize {
    let everything = selector("*");
    let attributes = page.select(&everything).flat_map(|one| one.value().attrs());
    attributes.filter(|(name, _)| name.starts_with("on")).count()
}

fn count(page: &Html, select: &str) -> usize {
    page.select(&selector(select)).count()
}

#[track_caller]
fn check_link(name: &str, pages: &BTreeMap<String, Page>, from: &str, link: &str) {
    if link.starts_with("https://") || link.starts_with("http://") {
        return;
    }
    let base = Path::new("/").join(from);
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let folder = base.parent().expect("it is in one");
    let joined = if path.is_empty() { base.clone() } else { folder.join(path) };
    let mut target = PathBuf::new();
    for part in joined.components() {
        match part {
            std::path::Component::ParentDir => assert!(target.pop(), "{name} {from}: {link}"),
            other => target.push(other),
        }
    }
    let target = target.display().to_string().trim_start_matches('/').to_owned();
    let is_asset = target.starts_with("assets/");
    let found = pages.get(&target);
    assert!(found.is_some() || is_asset, "{name} {from}: {link}");
    if let (Some(page), false) = (found, anchor.is_empty()) {
        assert!(page.ids.contains(anchor), "{name} {from}: {link}");
    }
}
