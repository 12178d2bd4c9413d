//! Outputs in `tests/emit`, compiled like a user's: as a module in a crate of edition 2024.

/// Modules of the outputs of these cases.
macro_rules! outputs {
    ($($case:ident)*) => {
        $(pub mod $case { include!(concat!("../../emit/", stringify!($case), "/output/mod.rs")); })*
    };
}

outputs! {
    auth batches by_hand catalogue choices constants defaults deprecated enums envelopes error_sets
    examples exhaustive features fields forms headers hostile inline_types joined json_text limits
    lists maps methods minimal paging paths recursion requests scalars secrets servers spread texts
    timestamps undocumented unions_by_shape unions_by_tag
}
