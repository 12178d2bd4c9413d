//! Trees of generated descriptions, printed as YAML.

use std::collections::BTreeMap;

use endpointc::Sources;

/// YAML value with ordered and unordered maps.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Yaml {
    /// A number, a boolean or `null`, written as it is.
    Plain(String),
    /// Text, quoted unless it is a plain word.
    Text(String),
    List(Vec<Yaml>),
    /// Keys in insignificant order.
    Map(Vec<(String, Yaml)>),
    /// Keys in significant order: fields, parameters, values.
    Ordered(Vec<(String, Yaml)>),
}

/// Description as trees by path.
pub(crate) type Files = BTreeMap<String, Yaml>;

pub(crate) fn text(text: impl Into<String>) -> Yaml {
    Yaml::Text(text.into())
}

pub(crate) fn plain(value: impl ToString) -> Yaml {
    Yaml::Plain(value.to_string())
}

pub(crate) fn list(items: impl IntoIterator<Item = Yaml>) -> Yaml {
    Yaml::List(items.into_iter().collect())
}

pub(crate) fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Yaml)>) -> Yaml {
    Yaml::Map(owned(entries))
}

pub(crate) fn ordered<K: Into<String>>(entries: impl IntoIterator<Item = (K, Yaml)>) -> Yaml {
    Yaml::Ordered(owned(entries))
}

fn owned<K: Into<String>>(entries: impl IntoIterator<Item = (K, Yaml)>) -> Vec<(String, Yaml)> {
    entries.into_iter().map(|(key, value)| (key.into(), value)).collect()
}

/// Returns the files as text.
pub(crate) fn sources(files: &Files) -> Sources {
    let print = |(path, tree): (&String, &Yaml)| (path.clone(), tree.print());
    Sources::new("spec", files.iter().map(print))
}

impl Yaml {
    /// Writes the first three levels in lines and deeper ones in braces.
    pub(crate) fn print(&self) -> String {
        let mut out = String::new();
        self.block(0, &mut out);
        out
    }

    fn block(&self, depth: usize, out: &mut String) {
        match self {
            Self::Map(entries) | Self::Ordered(entries) if depth < 3 && !entries.is_empty() => {
                for (key, value) in entries {
                    out.push_str(&"  ".repeat(depth));
                    out.push_str(&scalar(key));
                    out.push(':');
                    let opens = matches!(value, Self::Map(inside) | Self::Ordered(inside) if !inside.is_empty());
                    if opens && depth < 2 {
                        out.push('\n');
                        value.block(depth + 1, out);
                    } else {
                        out.push(' ');
                        value.flow(out);
                        out.push('\n');
                    }
                }
            }
            _ => {
                self.flow(out);
                out.push('\n');
            }
        }
    }

    fn flow(&self, out: &mut String) {
        match self {
            Self::Plain(value) => out.push_str(value),
            Self::Text(value) => out.push_str(&scalar(value)),
            Self::List(items) => {
                out.push('[');
                for item in items {
                    item.flow(out);
                    out.push_str(", ");
                }
                out.push(']');
            }
            Self::Map(entries) | Self::Ordered(entries) => {
                out.push_str("{ ");
                for (key, value) in entries {
                    out.push_str(&scalar(key));
                    out.push_str(": ");
                    value.flow(out);
                    out.push_str(", ");
                }
                out.push('}');
            }
        }
    }
}

/// Returns a text as a plain word if YAML reads it as a string, or else in quotes.
fn scalar(text: &str) -> String {
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !["null", "true", "false"].contains(&text.to_ascii_lowercase().as_str());
    if is_word { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            // Characters that YAML may fold, reject or treat as a line break.
            '\u{10ffff}' => out.push_str("\\U0010ffff"),
            _ if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') =>
            {
                out.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            _ => out.push(c),
        }
    }
    out + "\""
}
