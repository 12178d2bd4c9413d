//! Open enums.

use quote::quote;

use super::{Directions, Target, directions};
use crate::backend::rust::markdown::Doc;
use crate::backend::rust::names;
use crate::backend::rust::rust_source::RustSource;
use crate::backend::rust::view::doc_comments::wire_doc;
use crate::backend::rust::view::literals::wire;
use crate::model::{EnumValue, Scalar};

views! {
    /// An open enum.
    pub(super) struct EnumView {
        doc: RustSource,
        /// The `cfg` attribute of its features.
        cfg: RustSource,
        name: RustSource,
        values: Vec<EnumValueView>,
        /// `&str` or `i64`: what a value of this enum can be made from.
        from: RustSource,
        directions: Directions,
    }

    pub(super) struct EnumValueView {
        doc: RustSource,
        variant: RustSource,
        /// An expression of type `rt::Scalar`.
        wire: RustSource,
    }
}

pub(super) fn enum_view(target: Target<'_, '_>, values: &[EnumValue], cfg: RustSource) -> EnumView {
    let api = target.view.api;
    let integers = values.iter().all(|value| matches!(value.scalar, Scalar::Int(_)));
    EnumView {
        doc: Doc::default().text(&api.type_def(target.id).doc).code(),
        cfg,
        name: names::named_type(api, target.id).into(),
        values: values.iter().map(value_view).collect(),
        from: if integers { quote!(i64) } else { quote!(&str) }.into(),
        directions: directions(target),
    }
}

fn value_view(value: &EnumValue) -> EnumValueView {
    let variant = names::variant(&value.name);
    let doc = Doc::default().text(&value.doc).markdown(wire_doc(&value.scalar));
    EnumValueView {
        doc: doc.found_by(&variant, wire_text(&value.scalar)).code(),
        variant: variant.into(),
        wire: wire(&value.scalar).into(),
    }
}

/// The text of a value, which the docs can be searched for; `None` for a number.
fn wire_text(wire: &Scalar) -> Option<&str> {
    match wire {
        Scalar::Text(text) => Some(text),
        Scalar::Int(_) => None,
    }
}
