//! Lists in pages: the part of some rows that a call asks for, in the form of its style.

use serde_json::{Map, Value};

use super::values::Values;
use crate::model::{Envelope, Paging};
use crate::wire::values::text;

/// How many rows a page has where neither the call nor the description says.
const USUAL_SIZE: usize = 10;

/// The page that a call asks for, as the members of an answer beside its code.
pub(super) fn page(
    envelope: &Envelope,
    paging: &Paging,
    rows: &[Value],
    values: &Values,
) -> Map<String, Value> {
    let asked = Asked::new(paging, values);
    let first = asked.number.saturating_sub(1).saturating_mul(asked.size);
    let shown = rows.iter().skip(first).take(asked.size).cloned().collect();
    let mut said = counters(paging, &asked, rows.len());
    let data = envelope.data.clone().unwrap_or_default();
    match &paging.rows {
        None => {
            said.insert(data, Value::Array(shown));
            said
        }
        Some(name) => {
            said.insert(name.clone(), Value::Array(shown));
            [(data, Value::Object(said))].into_iter().collect()
        }
    }
}

/// Which page, from 1, and how large.
struct Asked {
    number: usize,
    size: usize,
}

impl Asked {
    fn new(paging: &Paging, values: &Values) -> Self {
        let number = |name: &str| text(values.at(paging.place, name)?).parse::<usize>().ok();
        let usual = paging.default_size.and_then(|size| usize::try_from(size).ok());
        let size = paging.size.as_deref().and_then(number).or(usual).unwrap_or(USUAL_SIZE);
        Self { number: number(&paging.page).unwrap_or(1).max(1), size: size.max(1) }
    }
}

fn counters(paging: &Paging, asked: &Asked, rows: usize) -> Map<String, Value> {
    let said = [
        (&paging.number, asked.number),
        (&paging.total, rows),
        (&paging.pages, rows.div_ceil(asked.size)),
    ];
    said.into_iter().filter_map(|(name, count)| Some((name.clone()?, Value::from(count)))).collect()
}
