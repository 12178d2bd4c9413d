//! Messages of the compiler, without what changes when other files do: lines of files that are not the case, and folders
//! of this machine.

use std::collections::BTreeMap;

use serde_json::Value;

/// The errors that cargo has printed as JSON, by the target that they are about.
pub(crate) fn of_targets(said: &str) -> BTreeMap<String, String> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in said.lines() {
        let line: Value = serde_json::from_str(line).expect("it is JSON");
        let message = &line["message"];
        // The last one only counts the others.
        let has_place = message["spans"].as_array().is_some_and(|spans| !spans.is_empty());
        if message["level"] == "error" && has_place {
            let target = line["target"]["name"].as_str().expect("it has a name").to_owned();
            let text = message["rendered"].as_str().expect("it has a text");
            found.entry(target).or_default().push(steady(text));
        }
    }
    found.into_iter().map(|(target, errors)| (target, errors.join("\n"))).collect()
}

/// An error with numbers of lines only where they are those of the case.
fn steady(rendered: &str) -> String {
    let old = rendered.lines().find_map(|line| line.find("--> ")).expect("it has a place");
    let (mut lines, mut of_case) = (Vec::new(), true);
    for line in rendered.lines() {
        let Some((gutter, rest)) =
            line.split_at_checked(old).filter(|(gutter, _)| is_gutter(gutter))
        else {
            of_case = true;
            lines.push((None, line.to_owned()));
            continue;
        };
        let is_place = rest.starts_with("--> ") || rest.starts_with("::: ");
        if is_place {
            of_case = rest.contains("tests/ui/");
        }
        let number = if of_case { gutter.trim() } else { "" };
        let rest = if is_place { place(rest, of_case) } else { rest.to_owned() };
        lines.push((Some(number), rest));
    }
    let width = lines.iter().filter_map(|(number, _)| number.map(str::len)).max().unwrap_or(0);
    let print = |(number, rest): (Option<&str>, String)| match number {
        Some(number) => format!("{number:>width$}{rest}").trim_end().to_owned() + "\n",
        None => rest + "\n",
    };
    lines.into_iter().map(print).collect::<String>().trim_end().to_owned() + "\n"
}

/// Recognizes the columns of line numbers.
fn is_gutter(text: &str) -> bool {
    text.bytes().all(|byte| byte == b' ' || byte.is_ascii_digit())
}

fn place(rest: &str, of_case: bool) -> String {
    let (arrow, path) = rest.split_at(4);
    let path = path.strip_prefix(concat!(env!("CARGO_MANIFEST_DIR"), "/")).unwrap_or(path);
    let path = match path.split_once("/library/") {
        Some((_, library)) => format!("$RUST/{library}"),
        None => path.to_owned(),
    };
    let numbered = || path.rsplitn(3, ':').last().unwrap_or(&path).to_owned();
    format!("{arrow}{}", if of_case { path.clone() } else { numbered() })
}
