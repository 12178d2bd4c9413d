//! An unlisted code cannot be matched on, so that listing it later changes no `match`: only the error carries it.

use quectel_openapi::thing_model::ExportTslError;

fn main() {}

fn matches_its_number(case: ExportTslError) -> bool {
    matches!(case, ExportTslError::Unlisted(99999))
}
