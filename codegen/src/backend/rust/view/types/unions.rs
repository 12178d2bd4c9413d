//! Unions: one of several types.

use proc_macro2::Literal;
use quote::quote;

use super::{Directions, Target, directions};
use crate::backend::rust::markdown::{Doc, code_span};
use crate::backend::rust::names::{self, types};
use crate::backend::rust::rust_source::RustSource;
use crate::backend::rust::view::literals::wire;
use crate::model::{Scalar, Union, Variant};

views! {
    /// One of several types.
    pub(super) struct UnionView {
        doc: RustSource,
        /// The `cfg` attribute of its features.
        cfg: RustSource,
        name: RustSource,
        /// An expression of type `Option<&'static str>`.
        tag: RustSource,
        is_tagged: bool,
        variants: Vec<VariantView>,
        directions: Directions,
    }

    pub(super) struct VariantView {
        doc: RustSource,
        variant: RustSource,
        ty: RustSource,
        /// A pattern of type `rt::Scalar`, or of its position.
        pattern: RustSource,
    }
}

pub(super) fn union_view(target: Target<'_, '_>, union: &Union, cfg: RustSource) -> UnionView {
    let (api, tag) = (target.view.api, &union.tag);
    let variant = |one| variant_view(target, union, one);
    UnionView {
        doc: Doc::default().text(&api.type_def(target.id).doc).code(),
        cfg,
        name: names::named_type(api, target.id).into(),
        tag: tag.as_ref().map_or_else(|| quote!(None), |tag| quote!(Some(#tag))).into(),
        is_tagged: tag.is_some(),
        variants: union.variants.iter().enumerate().map(variant).collect(),
        directions: directions(target),
    }
}

fn variant_view(
    target: Target<'_, '_>,
    union: &Union,
    (index, variant): (usize, &Variant),
) -> VariantView {
    let (api, index) = (target.view.api, Literal::usize_unsuffixed(index));
    let owned = types::owned(api, &variant.ty);
    let boxed = types::needs_box(api, target.id, &variant.ty);
    VariantView {
        doc: variant_doc(union, variant).code(),
        variant: names::variant(&variant.name).into(),
        ty: if boxed { quote!(Box<#owned>) } else { owned }.into(),
        pattern: variant.tag.as_ref().map_or_else(|| quote!(#index), wire).into(),
    }
}

fn variant_doc(union: &Union, variant: &Variant) -> Doc {
    match (&union.tag, &variant.tag) {
        (Some(tag), Some(Scalar::Text(text))) => {
            let (tag, text) = (code_span(tag), code_span(text));
            Doc::default().markdown(format!("Used if {tag} is {text}."))
        }
        (Some(tag), Some(Scalar::Int(number))) => {
            Doc::default().markdown(format!("Used if {} is {number}.", code_span(tag)))
        }
        _ => Doc::default().markdown("Recognized by its shape."),
    }
}
