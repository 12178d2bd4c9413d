//! Pages of lists, in the form of a paging style.

use ordered_json::{Map, Value};

use super::values::Values;
use crate::model::{Envelope, Paging};
use crate::wire::values::text;

/// The number of rows of a page if neither the call nor the description sets it.
const USUAL_SIZE: usize = 10;

/// Returns the page that a call asks for, as members of the answer beside its code.
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

/// Number, from 1, and size of a page.
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
