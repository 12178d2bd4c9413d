//! Sentences of our own about types and fields, where a schema has no keyword for a fact.

use super::text::{Prose, code, inline};
use crate::model::{BatchItem, Field, LocalizedText, Type};

/// The documentation of a field, with facts that its schema cannot express.
pub(super) fn field_prose(field: &Field) -> Prose {
    let mut prose = type_prose(Prose::of(&field.doc), &field.ty);
    if let Some(why) = &field.deprecated {
        prose = deprecated(prose, why);
    }
    if field.undocumented { undocumented(prose) } else { prose }
}

/// Adds facts that the schema of a type has no keyword for.
pub(super) fn type_prose(prose: Prose, ty: &Type) -> Prose {
    match ty {
        Type::Timestamp => prose.and("Epoch milliseconds.", "毫秒时间戳。"),
        Type::JsonString(_) => {
            prose.and("LocalizedText that holds JSON.", "内容为 JSON 的字符串。")
        }
        Type::Delimited(_, by) => {
            let by = code(&by.to_string());
            prose.and(
                format!("A list in one text, with {by} between the items."),
                format!("以 {by} 分隔的列表字符串。"),
            )
        }
        _ => prose,
    }
}

/// Adds the reason for a deprecation.
pub(super) fn deprecated(prose: Prose, why: &LocalizedText) -> Prose {
    let (en, zh) = inline(why);
    prose.and(format!("Deprecated: {en}"), format!("已弃用：{zh}"))
}

/// Adds a note that the vendor does not document it.
pub(super) fn undocumented(prose: Prose) -> Prose {
    prose.and("The vendor does not document it.", "厂商文档未说明。")
}

pub(super) fn item_prose(prose: Prose, item: &BatchItem) -> Prose {
    let (code, success) = (code(&item.code), codes(&item.success));
    prose.and(
        format!("Each item has an outcome of its own: it failed unless {code} is {}.", success.0),
        format!("每一项的结果相互独立：{code} 为 {} 表示该项成功，否则失败。", success.1),
    )
}

/// Codes joined by `or`, in both languages.
pub(super) fn codes(codes: &[i64]) -> (String, String) {
    let shown: Vec<String> = codes.iter().map(|one| code(&one.to_string())).collect();
    (shown.join(" or "), shown.join(" 或 "))
}
