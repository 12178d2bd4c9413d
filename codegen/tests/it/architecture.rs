//! Module structure, checked in the source: no import cycles, and layers import only those below them.
//!
//! Tests are excluded. Modules of one folder are compared: `a` imports `b` if any file below `a` names anything below `b`.
//! Items of a folder's own `mod.rs` are shared by the modules in it and form no module of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, UseTree};

/// Path of a module or of an item, from the root of its crate.
type ModulePath = Vec<String>;

/// The modules of a crate, each with the paths that it names.
struct Crate {
    modules: BTreeMap<ModulePath, BTreeSet<ModulePath>>,
    /// Items that the root re-exports, by name.
    exported: BTreeMap<String, ModulePath>,
}

#[test]
fn modules_of_the_compiler_have_no_import_circles() {
    none(&Crate::read("codegen/src").circles());
}

#[test]
fn modules_of_the_runtime_have_no_import_circles() {
    none(&Crate::read("runtime/src").circles());
}

#[test]
fn modules_of_the_client_have_no_import_circles() {
    none(&Crate::read("src").circles());
}

#[test]
fn layers_know_only_those_below_them() {
    let compiler = Crate::read("codegen/src");
    for (layer, known) in LAYERS {
        let imported = compiler.imported_by(&[layer]);
        let unknown = imported.iter().filter(|one| !known.contains(&one.as_str()));
        none(&unknown.map(|one| format!("{layer} -> {one}")).collect::<Vec<_>>());
    }
}

#[test]
fn back_ends_know_no_other_back_end_but_rust_names() {
    let compiler = Crate::read("codegen/src");
    let mut found = Vec::new();
    for (module, named) in &compiler.modules {
        let [backend, own, ..] = module.as_slice() else { continue };
        let others = named.iter().filter(|path| {
            backend == "backend"
                && path.first() == Some(backend)
                && path.get(1).is_some_and(|other| other != own)
                && !path.starts_with(&RUST_NAMES.map(str::to_owned))
        });
        found.extend(others.map(|other| format!("{} -> {}", module.join("::"), other.join("::"))));
    }
    none(&found);
}

#[test]
fn only_the_build_script_calls_the_pipeline() {
    let compiler = Crate::read("codegen/src");
    let callers = compiler.modules.iter().filter(|(module, named)| {
        let is_root = module.is_empty() || module[0] == "build_script";
        !is_root && named.iter().any(|path| path.is_empty())
    });
    none(&callers.map(|(module, _)| module.join("::")).collect::<Vec<_>>());
}

#[test]
fn model_and_resolve_hold_no_word_of_rust() {
    for folder in ["codegen/src/model", "codegen/src/resolve"] {
        for file in rust_files(&repository().join(folder)) {
            let text = fs::read_to_string(&file).expect("a source file");
            let code = without_tests(syn::parse_file(&text).expect("it is Rust").items);
            let code = code.into_iter().map(ToTokens::into_token_stream).collect::<TokenStream>();
            let found = rust_words(&code);
            assert!(found.is_empty(), "{}: {found:?}", file.display());
        }
    }
}

/// Accepted cycle: the parser of nested values is recursive across three files.
const RECURSIVE: &str = "decode::reader";

/// Modules that each layer may import.
const LAYERS: [(&str, &[&str]); 6] = [
    ("source", &[]),
    ("diagnostics", &["progress", "source"]),
    ("model", &["source"]),
    ("syntax", &["diagnostics", "model", "parallel", "source"]),
    ("wire", &["model"]),
    ("resolve", &["diagnostics", "model", "source", "syntax", "wire"]),
];

/// The one module of the Rust back end that other back ends may read.
const RUST_NAMES: [&str; 3] = ["backend", "rust", "names"];

/// Crates, keywords and terms of Rust that are irrelevant for a description.
const RUST_WORDS: [&str; 10] = [
    "Rust",
    "cargo",
    "crate_name",
    "impl",
    "keyword",
    "proc_macro2",
    "quote",
    "rustc",
    "struct",
    "syn",
];

#[track_caller]
fn none(found: &[String]) {
    assert!(found.is_empty(), "{found:#?}");
}

impl Crate {
    fn read(folder: &str) -> Self {
        let root = repository().join(folder);
        let mut found = Self { modules: BTreeMap::new(), exported: BTreeMap::new() };
        let (mut files, mut tests) = (Vec::new(), BTreeSet::new());
        for path in rust_files(&root) {
            let module = module_of(path.strip_prefix(&root).expect("a file below the folder"));
            let is_binary = module.first().is_some_and(|first| first == "main" || first == "cli");
            if !is_binary {
                let text = fs::read_to_string(&path).expect("a source file");
                let items = syn::parse_file(&text).expect("it is Rust").items;
                tests.extend(test_modules(&items).map(|name| [&*module, &[name]].concat()));
                files.push((module, without_tests(items)));
            }
        }
        files.retain(|(module, _)| !tests.contains(module));
        found.modules.extend(files.iter().map(|(module, _)| (module.clone(), BTreeSet::new())));
        assert!(files.len() > 3, "{folder} holds no crate");
        for (module, items) in &files {
            if module.is_empty() {
                found.exported = exports(items);
            }
        }
        for (module, items) in files {
            let code = items.into_iter().map(ToTokens::into_token_stream).collect();
            let mut named = BTreeSet::new();
            paths(code, &module, &mut named);
            let resolved = named.into_iter().map(|path| found.module_named(path)).collect();
            found.modules.insert(module, resolved);
        }
        found
    }

    /// Returns the innermost module of an item's path.
    fn module_named(&self, mut path: ModulePath) -> ModulePath {
        if let Some(exported) = path.first().and_then(|first| self.exported.get(first)) {
            path = exported.iter().chain(&path[1..]).cloned().collect();
        }
        while !self.modules.contains_key(&path) {
            path.pop();
        }
        path
    }

    /// Returns the sibling modules that a module or anything in it imports.
    fn imported_by(&self, module: &[&str]) -> BTreeSet<String> {
        let module: ModulePath = module.iter().map(|name| (*name).to_owned()).collect();
        let (own, folder) = module.split_last().expect("a module that is not the root");
        let inside = self.modules.iter().filter(|(path, _)| path.starts_with(&module));
        let named = inside.flat_map(|(_, named)| named);
        let beside = named.filter(|path| path.starts_with(folder));
        beside
            .filter_map(|path| path.get(folder.len()))
            .filter(|name| *name != own)
            .cloned()
            .collect()
    }

    /// Returns the import cycles by folder: `backend: diff -> site -> diff`.
    fn circles(&self) -> Vec<String> {
        let mut folders: BTreeMap<&[String], BTreeSet<&String>> = BTreeMap::new();
        for module in self.modules.keys() {
            for (index, name) in module.iter().enumerate() {
                folders.entry(&module[..index]).or_default().insert(name);
            }
        }
        let mut circles = Vec::new();
        for (folder, names) in folders {
            let edges = |name: &String| {
                let path: Vec<&str> = folder.iter().chain([name]).map(String::as_str).collect();
                self.imported_by(&path)
            };
            let graph = names.iter().map(|name| ((*name).clone(), edges(name))).collect();
            let found = circle(&graph).filter(|_| folder.join("::") != RECURSIVE);
            let found = found.map(|names| names.join(" -> "));
            circles.extend(found.map(|circle| format!("{}: {circle}", folder.join("::"))));
        }
        circles
    }
}

/// Returns a cycle of a graph, if there is one.
fn circle(graph: &BTreeMap<String, BTreeSet<String>>) -> Option<Vec<String>> {
    let mut left = graph.clone();
    // A module that imports none of the remaining ones is not part of a cycle.
    while let Some(free) = left
        .iter()
        .find(|(_, named)| !named.iter().any(|name| left.contains_key(name)))
        .map(|(name, _)| name.clone())
    {
        left.remove(&free);
    }
    let mut path = vec![left.keys().next()?.clone()];
    loop {
        let named = &left[path.last()?];
        let next = named.iter().find(|name| left.contains_key(*name))?.clone();
        if let Some(start) = path.iter().position(|name| *name == next) {
            path.drain(..start);
            path.push(next);
            return Some(path);
        }
        path.push(next);
    }
}

/// Returns all paths that begin with `crate`, `self` or `super`, from the root of the crate.
fn paths(code: TokenStream, module: &[String], found: &mut BTreeSet<ModulePath>) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let mut index = 0;
    while index < tokens.len() {
        if let TokenTree::Group(group) = &tokens[index] {
            paths(group.stream(), module, found);
        }
        let start = match &tokens[index] {
            TokenTree::Ident(word) if !is_inside_path(&tokens, index) => {
                start(&word.to_string(), module)
            }
            _ => None,
        };
        index += 1;
        if let Some(start) = start {
            index = rest_of_path(&tokens, index, start, module, found);
        }
    }
}

/// Returns the module in which a path begins.
fn start(word: &str, module: &[String]) -> Option<ModulePath> {
    match word {
        "crate" => Some(Vec::new()),
        "self" => Some(module.to_vec()),
        "super" => Some(module.split_last().map(|(_, parent)| parent.to_vec()).unwrap_or_default()),
        _ => None,
    }
}

/// Returns true if a word continues a path, is a visibility (`pub(in crate::a)`), or belongs to a macro (`$crate`).
fn is_inside_path(tokens: &[TokenTree], index: usize) -> bool {
    let before = index.checked_sub(1).map(|before| tokens[before].to_string());
    before.is_some_and(|before| [":", "in", "$"].contains(&before.as_str()))
}

/// Follows a path from its first `::` through the braces of imports. Returns the index after it.
fn rest_of_path(
    tokens: &[TokenTree],
    mut index: usize,
    mut path: ModulePath,
    module: &[String],
    found: &mut BTreeSet<ModulePath>,
) -> usize {
    let is_colon = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(one)) if one.as_char() == ':');
    let mut is_path = false;
    while is_colon(tokens.get(index)) && is_colon(tokens.get(index + 1)) {
        is_path = true;
        match tokens.get(index + 2) {
            Some(TokenTree::Ident(word)) if *word == "super" => drop(path.pop()),
            Some(TokenTree::Ident(word)) => path.push(word.to_string()),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                branches(group.stream(), &path, module, found);
                return index + 3;
            }
            _ => {}
        }
        index += 3;
    }
    if is_path {
        found.insert(path);
    }
    index
}

/// Returns the paths in the braces of an import.
fn branches(
    code: TokenStream,
    path: &[String],
    module: &[String],
    found: &mut BTreeSet<ModulePath>,
) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let is_comma =
        |token: &TokenTree| matches!(token, TokenTree::Punct(one) if one.as_char() == ',');
    for branch in tokens.split(is_comma) {
        let Some(TokenTree::Ident(first)) = branch.first() else { continue };
        let mut here = path.to_vec();
        if *first != "self" {
            here.push(first.to_string());
        }
        found.insert(here.clone());
        rest_of_path(branch, 1, here, module, found);
    }
}

/// Names that the root of a crate re-exports, with the paths that they stand for.
fn exports(items: &[Item]) -> BTreeMap<String, ModulePath> {
    let mut exported = BTreeMap::new();
    for item in items {
        if let Item::Use(one) = item {
            export(&one.tree, Vec::new(), &mut exported);
        }
    }
    exported
}

fn export(tree: &UseTree, mut path: ModulePath, exported: &mut BTreeMap<String, ModulePath>) {
    match tree {
        UseTree::Path(one) => {
            if one.ident != "crate" && one.ident != "self" {
                path.push(one.ident.to_string());
            }
            export(&one.tree, path, exported);
        }
        UseTree::Name(one) if one.ident == "self" => {
            exported.extend(path.last().cloned().map(|name| (name, path)));
        }
        UseTree::Name(one) => {
            path.push(one.ident.to_string());
            exported.insert(one.ident.to_string(), path);
        }
        UseTree::Rename(one) => {
            path.push(one.ident.to_string());
            exported.insert(one.rename.to_string(), path);
        }
        UseTree::Group(group) => {
            group.items.iter().for_each(|tree| export(tree, path.clone(), exported));
        }
        UseTree::Glob(_) => {}
    }
}

/// Words of Rust in identifiers and texts.
fn rust_words(code: &TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    for token in code.clone() {
        match token {
            TokenTree::Group(group) => found.extend(rust_words(&group.stream())),
            TokenTree::Ident(word)
                if ["syn", "quote", "proc_macro2"].contains(&&*word.to_string()) =>
            {
                found.push(word.to_string());
            }
            TokenTree::Literal(text) => {
                let text = text.to_string();
                let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                let words = words.filter(|word| RUST_WORDS.contains(word));
                found.extend(words.map(|word| format!("{word} in {text}")));
            }
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
    }
    found
}

fn without_tests(items: Vec<Item>) -> Vec<Item> {
    items.into_iter().filter(|item| !attributes(item).iter().any(is_test)).collect()
}

/// Names of modules in files of their own that are compiled for tests only.
fn test_modules(items: &[Item]) -> impl Iterator<Item = String> {
    let tests = items.iter().filter(|item| attributes(item).iter().any(is_test));
    tests.filter_map(|item| match item {
        Item::Mod(module) => Some(module.ident.to_string()),
        _ => None,
    })
}

fn is_test(attribute: &Attribute) -> bool {
    let text = attribute.to_token_stream().to_string();
    text.replace(' ', "").contains("cfg(test)")
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(one) => &one.attrs,
        Item::Enum(one) => &one.attrs,
        Item::Fn(one) => &one.attrs,
        Item::Impl(one) => &one.attrs,
        Item::Macro(one) => &one.attrs,
        Item::Mod(one) => &one.attrs,
        Item::Static(one) => &one.attrs,
        Item::Struct(one) => &one.attrs,
        Item::Trait(one) => &one.attrs,
        Item::Type(one) => &one.attrs,
        Item::Use(one) => &one.attrs,
        _ => &[],
    }
}

/// `a/b.rs` and `a/b/mod.rs` are `a::b`.
fn module_of(path: &Path) -> ModulePath {
    let path = path.with_extension("");
    let mut module: ModulePath =
        path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if module.last().is_some_and(|last| ["lib", "mod"].contains(&last.as_str())) {
        module.pop();
    }
    module
}

/// Returns all Rust files below a folder, except for tests.
fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of source files") {
        let path = entry.expect("an entry of the folder").path();
        let is_test = path.file_stem().is_some_and(|name| name == "tests");
        if path.is_dir() && !is_test {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_test {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn a_circle_is_found() {
    let graph = |edges: &[(&str, &[&str])]| {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        edges.iter().map(|(name, named)| ((*name).to_owned(), owned(named))).collect()
    };
    let found = circle(&graph(&[("a", &["b"]), ("b", &["c", "d"]), ("c", &["b"]), ("d", &[])]));
    assert_eq!(found, Some(vec!["b".to_owned(), "c".to_owned(), "b".to_owned()]));
    assert_eq!(circle(&graph(&[("a", &["b", "c"]), ("b", &["c"]), ("c", &[])])), None);
}

#[test]
fn paths_are_read_from_imports_and_from_expressions() {
    let code = "use crate::a::{self, b::C}; use super::d; fn f() { crate::e::f(self::g::h); pub(in crate::x) }";
    let mut found = BTreeSet::new();
    let module = ["m".to_owned(), "n".to_owned()];
    paths(code.parse().expect("tokens"), &module, &mut found);
    let found: Vec<String> = found.iter().map(|path| path.join("::")).collect();
    assert_eq!(found, ["a", "a::b", "a::b::C", "e::f", "m::d", "m::n::g::h"]);
}
