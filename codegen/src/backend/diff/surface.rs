//! The surface of a client: its public Rust items, by path.
//!
//! It is read from the generated code. A change breaks callers if an item of the old surface is missing or different in the
//! new one.
//!
//! | key | signature |
//! |---|---|
//! | `things::Get::language` | `fn(self, &str) -> Self` |
//! | `things::Part` | `struct` |
//! | `things::Part.name` | `Option<String>` |
//! | `things::Part: Default` | |
//! | `literal things::GetRequest` | `{ a: String, b: i64 }`; only where callers can write one |
//! | `match things::GetError` | `{ NotFound, Unlisted }`; only where a `match` needs no `_` |
//! | `things::GetError::NotFound` | |
//!
//! Signatures hold full paths, such as `things::Part`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, ImplItem, Item, Meta, ReturnType, Token, UseTree, Visibility};

use super::rename;
use crate::diagnostics::{Diagnostic, messages};
use crate::output::FileSet;

/// The public items of a client.
#[derive(Debug, Clone, Default)]
pub(super) struct Surface {
    items: BTreeMap<String, String>,
}

/// A file, and the meaning of paths in it.
struct File<'a> {
    /// Module through which callers reach its items.
    module: Vec<String>,
    /// Its own module.
    here: Vec<String>,
    items: &'a [Item],
    /// Imported items of other files: name to full path.
    imports: BTreeMap<String, String>,
}

impl Surface {
    /// Reads the surface of generated code. A file that cannot be parsed is an error: without its items, everything in it
    /// would seem to be removed.
    pub(super) fn of(client: &FileSet) -> Result<Self, Box<Diagnostic>> {
        let is_read = |path: &str| path.ends_with(".rs") && path != "api.rs";
        let parsed = client.files().filter(|(path, _)| is_read(path)).map(parsed);
        let parsed: Vec<(&str, syn::File)> = parsed.collect::<Result<_, _>>()?;
        let files: Vec<File<'_>> = parsed.iter().map(|(path, file)| seen(path, file)).collect();
        let known = files.iter().flat_map(declared).collect();
        let mut surface = Self::default();
        for file in &files {
            let mut reader = Reader { file, known: &known, items: &mut surface.items };
            file.items.iter().for_each(|item| reader.item(item));
        }
        Ok(surface)
    }

    /// Returns the surface with old names in place of new ones.
    pub(super) fn renamed(&self, renames: &rename::Renames) -> Self {
        let both = |(key, signature): (&String, &String)| {
            (rename::renamed(key, renames), rename::renamed(signature, renames))
        };
        Self { items: self.items.iter().map(both).collect() }
    }

    /// Returns the signature of an item, if the item exists.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.items.get(key).map(String::as_str)
    }

    /// Iterates over path and signature of each item.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.items.iter().map(|(key, signature)| (key.as_str(), signature.as_str()))
    }
}

fn parsed<'a>((path, text): (&'a str, &str)) -> Result<(&'a str, syn::File), Box<Diagnostic>> {
    let file = syn::parse_file(text).map_err(|error| {
        Box::new(messages::internal_error(
            path,
            &format!("the generated file is not Rust: {error}"),
        ))
    });
    Ok((path, file?))
}

/// `client.rs` and `codes.rs` are private modules whose items the root exports. The items of an endpoint's file
/// are exported by its group.
fn seen<'a>(path: &str, file: &'a syn::File) -> File<'a> {
    let stem = path.trim_end_matches(".rs").trim_end_matches("mod").trim_end_matches('/');
    let here: Vec<String> =
        stem.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let module = match here.as_slice() {
        [one] if one == "client" || one == "codes" => Vec::new(),
        [group, _] => vec![group.clone()],
        other => other.to_vec(),
    };
    let mut seen = File { module, here, items: &file.items, imports: BTreeMap::new() };
    for item in seen.items {
        if let (Item::Use(item), Some(path)) = (item, imported(item)) {
            let name = path.rsplit("::").next().unwrap_or_default().to_owned();
            if matches!(item.vis, Visibility::Inherited) {
                let found = seen.absolute(&path);
                seen.imports.insert(name, found);
            }
        }
    }
    seen
}

/// Returns the path of a `use` of a single item of the client.
fn imported(item: &Item) -> Option<String> {
    let Item::Use(item) = item else { return None };
    let mut path = Vec::new();
    let mut tree = &item.tree;
    loop {
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.to_string());
                tree = &part.tree;
            }
            UseTree::Name(last) => {
                path.push(last.ident.to_string());
                return path.first().is_some_and(|first| first == "super").then(|| path.join("::"));
            }
            UseTree::Rename(_) | UseTree::Glob(_) | UseTree::Group(_) => return None,
        }
    }
}

/// Returns the full paths of the types that a file declares.
fn declared<'a>(file: &'a File<'_>) -> impl Iterator<Item = String> + 'a {
    file.items.iter().filter_map(|item| match item {
        Item::Struct(item) => Some(file.inside(&item.ident.to_string())),
        Item::Enum(item) => Some(file.inside(&item.ident.to_string())),
        _ => None,
    })
}

impl File<'_> {
    fn inside(&self, name: &str) -> String {
        let mut path = self.module.clone();
        path.push(name.to_owned());
        path.join("::")
    }

    /// Resolves a path that begins with `super`.
    fn absolute(&self, path: &str) -> String {
        let mut at = self.here.clone();
        for part in path.split("::") {
            match part {
                "super" => drop(at.pop()),
                other => at.push(other.trim_start_matches("r#").to_owned()),
            }
        }
        at.join("::")
    }
}

/// Adds the items of one file to the surface.
struct Reader<'a> {
    file: &'a File<'a>,
    known: &'a BTreeSet<String>,
    items: &'a mut BTreeMap<String, String>,
}

impl Reader<'_> {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Struct(item) if is_public(&item.vis) => self.structure(item),
            Item::Enum(item) if is_public(&item.vis) => self.enumeration(item),
            Item::Impl(item) => self.implementation(item),
            Item::Macro(item) => self.serde(&item.mac),
            _ => {}
        }
    }

    fn structure(&mut self, item: &syn::ItemStruct) {
        let path = self.file.inside(&item.ident.to_string());
        self.derives(&path, &item.attrs);
        let public = || item.fields.iter().filter(|field| is_public(&field.vis));
        for field in public() {
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            self.insert(format!("{path}.{name}"), self.written(field.ty.to_token_stream()));
        }
        let is_open = has(&item.attrs, "non_exhaustive");
        if !is_open && public().count() == item.fields.len() {
            self.insert(format!("literal {path}"), self.fields(&item.fields));
        }
        self.insert(path, "struct".to_owned());
    }

    fn enumeration(&mut self, item: &syn::ItemEnum) {
        let path = self.file.inside(&item.ident.to_string());
        self.derives(&path, &item.attrs);
        for variant in &item.variants {
            self.insert(format!("{path}::{}", variant.ident), self.fields(&variant.fields));
        }
        if !has(&item.attrs, "non_exhaustive") {
            let mut names: Vec<String> =
                item.variants.iter().map(|variant| variant.ident.to_string()).collect();
            names.sort();
            self.insert(format!("match {path}"), format!("{{ {} }}", names.join(", ")));
        }
        self.insert(path, "enum".to_owned());
    }

    fn derives(&mut self, path: &str, attributes: &[Attribute]) {
        for attribute in attributes.iter().filter(|one| one.path().is_ident("derive")) {
            let traits = Punctuated::<syn::Path, Token![,]>::parse_terminated;
            let traits = attribute.parse_args_with(traits).unwrap_or_default();
            for one in &traits {
                self.insert(format!("{path}: {}", last(one)), String::new());
            }
        }
    }

    /// Traits of the runtime are internal to generated code.
    fn implementation(&mut self, item: &syn::ItemImpl) {
        let path = self.written(item.self_ty.to_token_stream());
        let Some((of, _)) = &item.trait_ else {
            item.items.iter().for_each(|item| self.method(&path, item));
            return;
        };
        if of.segments.first().is_some_and(|first| first.ident == "rt") {
            return;
        }
        let types = item.items.iter().filter_map(|item| match item {
            ImplItem::Type(ty) => Some(format!("{} = {}", ty.ident, self.written_type(&ty.ty))),
            _ => None,
        });
        let types: Vec<String> = types.collect();
        self.insert(format!("{path}: {}", last(of)), types.join(", "));
    }

    fn method(&mut self, path: &str, item: &ImplItem) {
        let ImplItem::Fn(method) = item else { return };
        if !is_public(&method.vis) {
            return;
        }
        let arguments = method.sig.inputs.iter().map(|one| match one {
            syn::FnArg::Receiver(this) => receiver(this),
            syn::FnArg::Typed(argument) => self.written_type(&argument.ty),
        });
        let arguments = arguments.collect::<Vec<_>>().join(", ");
        let returned = match &method.sig.output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, ty) => format!(" -> {}", self.written_type(ty)),
        };
        self.insert(format!("{path}::{}", method.sig.ident), format!("fn({arguments}){returned}"));
    }

    /// `rt::impl_serde!(A, B);`
    fn serde(&mut self, item: &syn::Macro) {
        if item.path.segments.last().is_none_or(|last| last.ident != "impl_serde") {
            return;
        }
        for name in item.tokens.clone() {
            if let TokenTree::Ident(name) = name {
                let path = self.file.inside(&name.to_string());
                self.insert(format!("{path}: Serialize"), String::new());
                self.insert(format!("{path}: Deserialize"), String::new());
            }
        }
    }

    /// `(i64)` or `{ a: String }`. Named fields are sorted, because their order has no effect on callers.
    fn fields(&self, fields: &Fields) -> String {
        let mut written: Vec<String> = fields
            .iter()
            .map(|field| match &field.ident {
                Some(name) => format!("{name}: {}", self.written_type(&field.ty)),
                None => self.written_type(&field.ty),
            })
            .collect();
        match fields {
            Fields::Unit => String::new(),
            Fields::Unnamed(_) => format!("({})", written.join(", ")),
            Fields::Named(_) => {
                written.sort();
                format!("{{ {} }}", written.join(", "))
            }
        }
    }

    fn insert(&mut self, key: String, signature: String) {
        self.items.insert(key, signature);
    }

    fn written_type(&self, ty: &syn::Type) -> String {
        self.written(ty.to_token_stream())
    }

    /// Prints tokens with full paths to items of the client.
    fn written(&self, tokens: TokenStream) -> String {
        let mut text = String::new();
        self.write(tokens, &mut text);
        rename::mapped(&text, |path| self.resolved(path))
    }

    fn write(&self, tokens: TokenStream, text: &mut String) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = delimiters(group.delimiter());
                    text.push_str(open);
                    self.write(group.stream(), text);
                    text.push_str(close);
                }
                TokenTree::Punct(mark) if mark.as_char() == ',' => text.push_str(", "),
                TokenTree::Punct(mark) => text.push(mark.as_char()),
                TokenTree::Ident(_) | TokenTree::Literal(_) => {
                    let word = token.to_string();
                    if text.ends_with(|last: char| last.is_alphanumeric() || last == '_') {
                        text.push(' ');
                    }
                    text.push_str(&word);
                }
            }
        }
    }

    fn resolved(&self, path: &str) -> String {
        let own = self.file.inside(path);
        match self.file.imports.get(path) {
            Some(imported) => imported.clone(),
            None if path.starts_with("super::") => self.file.absolute(path),
            None if self.known.contains(&own) => own,
            None => path.to_owned(),
        }
    }
}

/// A `mut` receiver has no effect on callers.
fn receiver(this: &syn::Receiver) -> String {
    let is_reference = this.to_token_stream().to_string().starts_with('&');
    if is_reference { "&self" } else { "self" }.to_owned()
}

fn delimiters(delimiter: Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        Delimiter::Parenthesis => ("(", ")"),
        Delimiter::Brace => ("{", "}"),
        Delimiter::Bracket => ("[", "]"),
        Delimiter::None => ("", ""),
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|one| matches!(&one.meta, Meta::Path(path) if path.is_ident(name)))
}

/// Returns the last part of a path, with its arguments: `From<&str>`.
fn last(path: &syn::Path) -> String {
    let last = path.segments.last().map(|last| last.to_token_stream().to_string());
    last.unwrap_or_default().replace(' ', "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::CLIENT;

    #[test]
    fn a_file_that_is_not_rust_is_an_error() {
        let mut client = FileSet::new(&CLIENT);
        client.insert("things/get.rs", "pub struct Get;".to_owned(), None);
        assert!(Surface::of(&client).expect("it is Rust").get("things::Get").is_some());
        client.insert("things/get.rs", "pub struct".to_owned(), None);
        let error = Surface::of(&client).expect_err("it is not Rust");
        assert!(
            error.headline.contains("things/get.rs")
                || error.help.is_some_and(|help| help.contains("things/get.rs"))
        );
    }
}
