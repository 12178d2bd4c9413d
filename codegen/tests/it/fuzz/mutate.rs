//! Mutations of descriptions: of bytes, of YAML structure in lines and braces, of files.
//!
//! Structure is found by indentation and brackets instead of a parser, so that a text which an
//! earlier mutation has broken can be mutated further.

use std::ops::Range;

use fastrand::Rng;

use super::seeds::Seeds;
use crate::support::files::Files;

/// Maximum size of a text after a mutation.
const LARGEST: usize = 64 * 1024;

/// Returns the input of these two numbers, which determine it.
pub(crate) fn input(seeds: &Seeds, seed: u64, number: u64) -> Files {
    let mut rng = Rng::with_seed(seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut files = pick(&mut rng, &seeds.descriptions).clone();
    for _ in 0..=rng.usize(..6) {
        match rng.u8(..12) {
            0 => change_files(&mut rng, seeds, &mut files),
            1..=3 => change_text(&mut rng, seeds, &mut files, change_bytes),
            _ => change_text(&mut rng, seeds, &mut files, change_structure),
        }
    }
    files
}

fn pick<'a, T>(rng: &mut Rng, among: &'a [T]) -> &'a T {
    &among[rng.usize(..among.len())]
}

/// Returns a position in a text, including its end.
fn place(rng: &mut Rng, text: &[u8]) -> usize {
    rng.usize(..=text.len())
}

fn part(rng: &mut Rng, text: &[u8]) -> Range<usize> {
    let start = place(rng, text);
    start..(start + rng.usize(..40)).min(text.len())
}

type Change = fn(&mut Rng, &Seeds, &mut Vec<u8>);

fn change_text(rng: &mut Rng, seeds: &Seeds, files: &mut Files, change: Change) {
    let index = rng.usize(..files.len().max(1));
    if let Some(text) = files.values_mut().nth(index) {
        change(rng, seeds, text);
        text.truncate(LARGEST);
    }
}

// Files

const PATHS: [&str; 12] = [
    "api.yaml",
    "things/get.yaml",
    "things/type.yaml",
    "things/a b.yaml",
    "things/.yaml",
    ".yaml",
    "a/b/c.yaml",
    "../x/y.yaml",
    "例/子.yaml",
    "match/self.yaml",
    "things/new.yml",
    "/",
];

fn change_files(rng: &mut Rng, seeds: &Seeds, files: &mut Files) {
    let others = pick(rng, &seeds.descriptions);
    let Some((other_path, other_text)) = others.iter().nth(rng.usize(..others.len().max(1))) else {
        return;
    };
    let paths: Vec<String> = files.keys().cloned().collect();
    let path = if paths.is_empty() { "api.yaml" } else { pick(rng, &paths).as_str() };
    match rng.u8(..5) {
        0 => drop(files.remove(path)),
        1 => drop(files.insert(other_path.clone(), other_text.clone())),
        2 => drop(files.insert(path.to_owned(), other_text.clone())),
        3 => drop(files.insert((*pick(rng, &PATHS)).to_owned(), other_text.clone())),
        _ => {
            let text = files.remove(path).unwrap_or_default();
            files.insert((*pick(rng, &PATHS)).to_owned(), text);
        }
    }
}

// Bytes

const BYTES: [&[u8]; 24] = [
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xe2\x80\xa8",
    b"\xc2\x85",
    b"\r",
    b"\r\n",
    b"\t",
    b"\x1b[31m",
    b"\x7f",
    b"'",
    b"\"",
    b"\\",
    b"{{",
    b"*/",
    b"---\n",
    b"...\n",
    b"%YAML 1.1\n",
    b"? ",
    b"!!binary ",
    b"<<: ",
    b"| \n",
];

fn change_bytes(rng: &mut Rng, seeds: &Seeds, text: &mut Vec<u8>) {
    let at = place(rng, text);
    let part = part(rng, text);
    match rng.u8(..9) {
        0 => drop(text.splice(at..at, pick(rng, &BYTES).iter().copied())),
        1 => drop(text.drain(part)),
        2 => {
            let copied = text[part].to_vec();
            text.splice(at..at, copied);
        }
        3 if at < text.len() => text[at] ^= 1 << rng.u8(..8),
        4 if at < text.len() => text[at] = rng.u8(..),
        5 => text.truncate(at),
        6 => splice(rng, seeds, text),
        7 => *text = replaced(text, b"\n", b"\r\n"),
        _ => drop(text.splice(0..0, *b"\xef\xbb\xbf")),
    }
}

/// Joins the beginning of one text and the end of another.
fn splice(rng: &mut Rng, seeds: &Seeds, text: &mut Vec<u8>) {
    let others = pick(rng, &seeds.descriptions);
    let Some(other) = others.values().nth(rng.usize(..others.len().max(1))) else { return };
    text.truncate(place(rng, text));
    text.extend(&other[place(rng, other)..]);
}

fn replaced(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.windows(from.len()).position(|window| window == from) {
        out.extend(&rest[..at]);
        out.extend(to);
        rest = &rest[at + from.len()..];
    }
    out.extend(rest);
    out
}

// Structure

/// Values with a special meaning in YAML, JSON or Rust.
const VALUES: [&str; 60] = [
    "",
    "~",
    "null",
    "true",
    "no",
    "0",
    "-0",
    "-1",
    "1.5",
    "1e999",
    "-1e-999",
    ".inf",
    ".nan",
    "0x7f",
    "0o17",
    "1_000",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999999999999",
    "''",
    "\"\"",
    "\" \"",
    "\"\\0\"",
    "\"\\U0010ffff\"",
    "\"\\ud800\"",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "[,]",
    "{a}",
    "{? a}",
    "{: a}",
    "[string]",
    "{ map: json }",
    "{ joined: { joined: int } }",
    "{ json_text: { json_text: string } }",
    "{ fields: {} }",
    "{ enum: {} }",
    "{ enum: { 1: a, \"1\": b } }",
    "{ one_of: { a: {} } }",
    "{ union: { shapes: { a: int, b: int } } }",
    "{ union: { tag: t, types: { A: json } } }",
    "{ const: [1, { a: null }] }",
    "{ fields: { self: { type: int, name: type } } }",
    "self",
    "Self",
    "_",
    "类型",
    "\u{202e}x",
    "*a",
    "&a x",
    "&a [*a]",
    "!!int x",
    "! x",
    "<<",
];

fn change_structure(rng: &mut Rng, seeds: &Seeds, text: &mut Vec<u8>) {
    let entries = entries(text);
    if entries.is_empty() {
        return;
    }
    let (one, other) = (pick(rng, &entries).clone(), pick(rng, &entries).clone());
    match rng.u8(..14) {
        0 => drop(text.drain(one)),
        1 => {
            let copied = text[one.clone()].to_vec();
            let times = if rng.u8(..20) == 0 { rng.usize(..200) } else { 1 };
            text.splice(one.end..one.end, copied.repeat(times));
        }
        2 => swap(text, one, other),
        3 => {
            let copied = text[one].to_vec();
            text.splice(other.start..other.start, copied);
        }
        4 => borrow_entry(rng, seeds, text, one),
        5 => replace_key(rng, seeds, text, &one),
        6 => insert_key(rng, seeds, text, &one),
        7 => nest(rng, text, &one),
        8 => alias(rng, text, &one, &other),
        9 => indent(rng, text, &one),
        10 => bomb(rng, text),
        _ => replace_value(rng, seeds, text, &one),
    }
}

/// Returns the ranges of entries, each a key with its value: a line with its deeper indented lines,
/// or text between commas in braces.
fn entries(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = block_entries(text);
    found.extend(flow_entries(text));
    found
}

fn block_entries(text: &[u8]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        let depth = line.iter().take_while(|byte| **byte == b' ').count();
        if !line.trim_ascii().is_empty() {
            while open.last().is_some_and(|(above, _)| *above >= depth) {
                open.pop().into_iter().for_each(|(_, index)| found[index].end = start);
            }
            open.push((depth, found.len()));
            found.push(start..text.len());
        }
        start += line.len();
    }
    found
}

fn flow_entries(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'{' | b'[' => open.push(at + 1),
            b',' | b'}' | b']' => {
                if let Some(start) = open.last_mut() {
                    found.push(*start..at);
                    *start = at + 1;
                }
                if *byte != b',' {
                    open.pop();
                }
            }
            _ => {}
        }
    }
    found
}

fn swap(text: &mut Vec<u8>, one: Range<usize>, other: Range<usize>) {
    let (first, last) = if one.start <= other.start { (one, other) } else { (other, one) };
    if first.end > last.start {
        return;
    }
    let swapped = [&text[last.clone()], &text[first.end..last.start], &text[first.clone()]];
    let swapped = swapped.concat();
    text.splice(first.start..last.end, swapped);
}

/// Replaces an entry with one of another description.
fn borrow_entry(rng: &mut Rng, seeds: &Seeds, text: &mut Vec<u8>, one: Range<usize>) {
    let others = pick(rng, &seeds.descriptions);
    let Some(other) = others.values().nth(rng.usize(..others.len().max(1))) else { return };
    let entries = entries(other);
    if !entries.is_empty() {
        text.splice(one, other[pick(rng, &entries).clone()].iter().copied());
    }
}

/// Returns the ranges of an entry's key and value.
fn sides(text: &[u8], entry: &Range<usize>) -> Option<(Range<usize>, Range<usize>)> {
    let inside = &text[entry.clone()];
    let colon = inside.iter().position(|byte| *byte == b':')?;
    let key = inside.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let end = inside.iter().position(|byte| *byte == b'\n').unwrap_or(inside.len()).max(colon + 1);
    let at = entry.start;
    Some((at + key.min(colon)..at + colon, at + colon + 1..at + end))
}

fn replace_key(rng: &mut Rng, seeds: &Seeds, text: &mut Vec<u8>, one: &Range<usize>) {
    if let Some((key, _)) = sides(text, one) {
        text.splice(key, word(rng, &seeds.keys));
    }
}

fn replace_value(rng: &mut Rng, seeds: &Seeds, text: &mut Vec<u8>, one: &Range<usize>) {
    let Some((_, value)) = sides(text, one) else { return };
    let new = match rng.u8(..10) {
        0 => b"x".repeat(rng.usize(..12_000)),
        1 => long(rng),
        2..=5 => pick(rng, &VALUES).as_bytes().to_vec(),
        _ => word(rng, &seeds.values),
    };
    text.splice(value, [b" ".to_vec(), new].concat());
}

fn insert_key(rng: &mut Rng, seeds: &Seeds, text: &mut Vec<u8>, one: &Range<usize>) {
    let Some((key, value)) = sides(text, one) else { return };
    let begin = [&text[one.start..key.start], &word(rng, &seeds.keys)].concat();
    let new = [begin, b": ".to_vec(), word(rng, &seeds.values)].concat();
    let is_block = one.end > value.end;
    text.splice(
        one.start..one.start,
        [new, if is_block { b"\n".to_vec() } else { b",".to_vec() }].concat(),
    );
}

fn word(rng: &mut Rng, words: &[String]) -> Vec<u8> {
    pick(rng, words).clone().into_bytes()
}

/// Returns a short text repeated many times.
fn long(rng: &mut Rng) -> Vec<u8> {
    let times = rng.usize(..3000);
    let piece = pick(rng, &["[", "{a: ", "- ", "\"", "&x ", "! ", "'", "[x],", "中", "a_", "\\"]);
    piece.repeat(times).into_bytes()
}

/// Wraps a value in one or many levels of nesting.
fn nest(rng: &mut Rng, text: &mut Vec<u8>, one: &Range<usize>) {
    let Some((_, value)) = sides(text, one) else { return };
    let (open, close) = *pick(
        rng,
        &[
            ("[", "]"),
            ("{ map: ", "}"),
            ("{ type: ", "}"),
            ("{ json_text: ", "}"),
            ("{ fields: { a: ", "}}"),
            ("{ one_of: { a: { b: ", "}}}"),
        ],
    );
    let times = if rng.bool() { 1 } else { rng.usize(..80) };
    let inside = text[value.clone()].to_vec();
    let new = [open.repeat(times).as_bytes(), &inside, close.repeat(times).as_bytes()].concat();
    text.splice(value, [b" ".to_vec(), new].concat());
}

/// Replaces a value with an alias of another.
fn alias(rng: &mut Rng, text: &mut Vec<u8>, one: &Range<usize>, other: &Range<usize>) {
    let (Some((_, one)), Some((_, other))) = (sides(text, one), sides(text, other)) else { return };
    let (first, last) = if one.start < other.start { (one, other) } else { (other, one) };
    if first.end <= last.start {
        text.splice(last, *b" *z");
        text.splice(first.start..first.start, *b" &z ");
    } else if rng.bool() {
        text.splice(first, *b" &z [*z]");
    }
}

fn indent(rng: &mut Rng, text: &mut Vec<u8>, one: &Range<usize>) {
    if rng.bool() {
        text.splice(one.start..one.start, b" ".repeat(rng.usize(1..6)));
    } else if text[one.clone()].starts_with(b" ") {
        text.remove(one.start);
    }
}

/// Inserts aliases of aliases.
fn bomb(rng: &mut Rng, text: &mut Vec<u8>) {
    text.extend(b"\nquirks:\n  - &q0 [x, x, x, x, x, x]\n");
    for level in 1..rng.usize(2..12) {
        let below = level - 1;
        let line = format!("  - &q{level} [*q{below}, *q{below}, *q{below}, *q{below}]\n");
        text.extend(line.into_bytes());
    }
}
