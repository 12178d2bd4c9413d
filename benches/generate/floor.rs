//! Lower bound of time for a generator that prints Rust with syn and prettyplease, measured with our output.
//!
//! `floor print FOLDER THREADS` parses and prints every file below a folder, and writes nothing. `floor strip FOLDER`
//! reduces every file to its types and the signatures of their methods: the same public API without behaviour.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use syn::{Block, File, ImplItem, ImplItemFn, Item, ReturnType, Type, Visibility, parse_quote};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[1..] {
        ["print", folder, threads] => print(folder.as_ref(), threads.parse().unwrap()),
        ["strip", folder] => strip(folder.as_ref()),
        _ => Err(io::Error::other("floor print FOLDER THREADS, or floor strip FOLDER")),
    }
}

fn print(folder: &Path, threads: usize) -> io::Result<()> {
    let mut texts = Vec::new();
    for path in sources(folder)? {
        texts.push(fs::read_to_string(path)?);
    }
    let next = AtomicUsize::new(0);
    let bytes = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let printed = prettyplease::unparse(&syn::parse_file(text).unwrap());
                    bytes.fetch_add(printed.len(), Ordering::Relaxed);
                }
            });
        }
    });
    println!("{}", bytes.into_inner());
    Ok(())
}

fn strip(folder: &Path) -> io::Result<()> {
    for path in sources(folder)? {
        let file = stripped(syn::parse_file(&fs::read_to_string(&path)?).unwrap());
        fs::write(&path, prettyplease::unparse(&file))?;
    }
    Ok(())
}

fn stripped(mut file: File) -> File {
    file.items.retain_mut(|item| match item {
        Item::Struct(_) | Item::Enum(_) | Item::Type(_) | Item::Mod(_) | Item::Use(_) | Item::Trait(_) => true,
        Item::Impl(implementation) if implementation.trait_.is_none() => {
            empty(&mut implementation.items);
            true
        }
        _ => false,
    });
    file.items.retain(|item| !matches!(item, Item::Mod(module) if module.ident == "tests"));
    file
}

/// Keeps public functions with empty bodies, except for those whose body determines the return type.
fn empty(items: &mut Vec<ImplItem>) {
    items.retain_mut(|item| match item {
        ImplItem::Fn(function) if is_public(function) && !returns_what_its_body_says(function) => {
            function.block = nothing();
            function.sig.constness = None;
            true
        }
        _ => false,
    });
}

fn is_public(function: &ImplItemFn) -> bool {
    matches!(function.vis, Visibility::Public(_))
}

fn returns_what_its_body_says(function: &ImplItemFn) -> bool {
    matches!(&function.sig.output, ReturnType::Type(_, found) if matches!(**found, Type::ImplTrait(_)))
}

fn nothing() -> Block {
    parse_quote!({ loop {} })
}

/// Returns all Rust files below a folder, sorted by name.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
