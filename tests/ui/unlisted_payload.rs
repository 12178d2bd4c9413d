//! What an unlisted code holds cannot be matched on, so that listing it later changes no `match`.

use quectel_openapi::UnlistedCode;
use quectel_openapi::thing_model::ExportTslError;

fn main() {}

fn matches_its_number(case: ExportTslError) -> bool {
    matches!(case, ExportTslError::Unlisted(99999))
}

fn matches_its_inside(case: ExportTslError) -> bool {
    matches!(case, ExportTslError::Unlisted(UnlistedCode(99999)))
}
