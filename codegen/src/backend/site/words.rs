//! The site's own words, in both languages: one table, of which every template gets one column.

use std::collections::BTreeMap;

/// A language of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// Both, in the order in which they are offered.
    pub(super) const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// The folder of its pages.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// What browsers call it.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-Hans",
        }
    }

    /// What its readers call it.
    pub(super) fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Zh => "中文",
        }
    }

    /// The other one.
    pub(super) fn other(self) -> Self {
        match self {
            Self::En => Self::Zh,
            Self::Zh => Self::En,
        }
    }

    /// The word of the table with this name.
    pub(super) fn word(self, name: &str) -> &'static str {
        let at = WORDS.binary_search_by_key(&name, |(known, _, _)| known);
        let (_, en, zh) = at.map_or(("", "", ""), |at| WORDS[at]);
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }

    /// The same with a text in place of its `{}`.
    pub(super) fn say(self, name: &str, what: impl std::fmt::Display) -> String {
        self.word(name).replacen("{}", &what.to_string(), 1)
    }

    /// All words, for templates.
    pub(super) fn words(self) -> BTreeMap<&'static str, &'static str> {
        let column = |(name, en, zh): &(&'static str, &'static str, &'static str)| {
            let word = match self {
                Self::En => en,
                Self::Zh => zh,
            };
            (*name, *word)
        };
        WORDS.iter().map(column).collect()
    }
}

/// Name, English, Chinese; sorted by name.
const WORDS: &[(&str, &str, &str)] = &[
    ("all_codes", "All codes", "全部错误码"),
    ("all_of_group", "all {}", "全部 {} 个"),
    ("also_known", "In Rust", "Rust 名称"),
    ("answer", "Answer", "响应"),
    ("any_json", "any JSON", "任意 JSON"),
    ("async", "Rust", "Rust"),
    ("at_least_characters", "At least {} characters", "至少 {} 个字符"),
    ("at_least_items", "At least {} items", "至少 {} 项"),
    ("at_least_one_item", "At least one item", "至少一项"),
    ("at_most_characters", "At most {} characters", "至多 {} 个字符"),
    ("at_most_items", "At most {} items", "至多 {} 项"),
    (
        "batch_note",
        "A batch: each item has gone well or is an error of this endpoint, told by its `{}`.",
        "批量结果：每一项成功与否由其 `{}` 单独说明。",
    ),
    ("blocking", "Rust, blocking", "Rust（阻塞）"),
    ("boolean", "boolean", "布尔"),
    ("brackets_list", "Sent as `{}[]=a&{}[]=b`", "以 `{}[]=a&{}[]=b` 形式发送"),
    ("code", "Code", "错误码"),
    ("code_of", "The outcome stands in `{}`", "结果码位于 `{}`"),
    ("codes", "Error codes", "错误码"),
    (
        "codes_hint",
        "Every code that the API explains: what it means, what helps against it, and which endpoints list it.",
        "API 说明的全部错误码：含义、处理办法，以及列出该错误码的接口。",
    ),
    ("codes_of_api", "error codes", "个错误码"),
    ("comma_list", "Sent as `a,b` in one value", "以 `a,b` 形式合并发送"),
    ("constant", "constant", "固定值"),
    ("constant_note", "Always sent as", "始终发送"),
    ("copied", "Copied", "已复制"),
    ("copy", "Copy", "复制"),
    ("default", "Default", "默认值"),
    ("deprecated", "Deprecated", "已弃用"),
    ("described_by", "Made from the description of the API by", "由 API 描述生成，工具："),
    ("documented_at", "Vendor's page", "厂商文档"),
    ("either", "either", "方式一"),
    ("endpoints", "Endpoints", "接口"),
    ("endpoints_of_api", "endpoints", "个接口"),
    ("entry_code", "code", "错误码"),
    ("entry_endpoint", "endpoint", "接口"),
    ("entry_field", "field", "字段"),
    ("entry_group", "group", "分组"),
    ("entry_parameter", "parameter", "参数"),
    ("entry_quirk", "quirk", "差异"),
    ("entry_type", "type", "类型"),
    ("entry_value", "value", "取值"),
    ("envelope", "Every answer is wrapped", "响应结构"),
    ("error_of_request", "Refused: {}", "失败：{}"),
    ("errors", "Errors", "错误"),
    (
        "errors_intro",
        "A refusal is an `Err` although it comes with HTTP 200; `error.case()` tells which.",
        "即使 HTTP 状态为 200，失败也会返回 `Err`；用 `error.case()` 区分。",
    ),
    ("example", "Example", "示例"),
    ("examples", "Examples", "示例"),
    ("field", "Field", "字段"),
    ("fields", "Fields", "字段"),
    ("filter_by_kind", "Filter by kind", "按类别筛选"),
    ("first_call", "First call", "第一次调用"),
    ("float", "number", "小数"),
    ("group", "Group", "分组"),
    ("groups", "Groups", "分组"),
    (
        "hand_written",
        "Written by hand, where the description ends: in Rust it is `{}`.",
        "由程序手工实现，Rust 类型为 `{}`。",
    ),
    ("home", "Home", "首页"),
    ("how_to_sign_in", "How to sign in", "如何登录"),
    ("in_body", "body", "请求体"),
    ("in_form", "form", "表单"),
    ("in_header", "header", "请求头"),
    ("in_path", "path", "路径"),
    ("in_query", "query", "查询"),
    ("integer", "integer", "整数"),
    ("joined_by", "in one text, joined by {}", "合为一个文本，以 {} 分隔"),
    ("json_text_of", "text with JSON of {}", "JSON 文本：{}"),
    ("kind_bad_input", "wrong input", "输入有误"),
    ("kind_conflict", "conflict", "状态冲突"),
    ("kind_device", "device", "设备"),
    ("kind_not_found", "not found", "不存在"),
    ("kind_permission", "permission", "权限"),
    ("kind_quota", "quota", "配额"),
    ("kind_refused", "refused", "拒绝"),
    ("kind_server", "server", "服务端"),
    ("kind_sign_in", "sign-in", "登录"),
    ("language", "Language", "语言"),
    ("limits", "Limits", "限制"),
    ("list_of", "list of {}", "{} 列表"),
    ("listed_by_none", "No endpoint lists it.", "暂无接口列出此错误码。"),
    ("main_content", "Skip to the content", "跳到正文"),
    ("map_of", "map of {}", "{} 映射"),
    ("matches", "Matches", "须匹配"),
    ("meaning", "Meaning", "含义"),
    ("menu", "Menu", "菜单"),
    ("message_in", "the server's text in `{}`", "服务端文本位于 `{}`"),
    ("name", "Name", "名称"),
    ("navigation", "Contents", "目录"),
    ("next_codes", "Codes from {} on", "错误码 {} 起"),
    ("no_errors", "No error of its own is documented.", "未列出错误。"),
    ("no_parameters", "It takes no parameters.", "无参数。"),
    ("no_result", "Nothing but the outcome.", "仅返回执行结果。"),
    (
        "no_script",
        "Search and the theme switch need JavaScript; everything else works without.",
        "搜索与主题切换需要 JavaScript，其余内容不受影响。",
    ),
    ("no_token", "No sign-in: the call carries no token.", "无需登录：该请求不携带 token。"),
    ("no_token_short", "no sign-in", "无需登录"),
    ("not_empty", "Not empty", "不能为空"),
    ("not_less", "At least {}", "不小于 {}"),
    ("not_more", "At most {}", "不大于 {}"),
    (
        "not_repeated",
        "Not repeated by itself: sending it twice may do more than once.",
        "不会自动重发：重复发送可能重复生效。",
    ),
    ("nullable", "may be null", "可为 null"),
    ("one_of", "One of these ways", "以下方式任选其一"),
    ("only_in", "only in {}", "仅有{}"),
    (
        "open_enum",
        "Other values may come; they are kept as they are.",
        "可能出现其他取值，将原样保留。",
    ),
    ("optional", "optional", "可选"),
    ("or", "or", "或"),
    ("other_theme", "Light or dark", "切换明暗主题"),
    (
        "paging_note",
        "Comes in pages: `.rows()` gives all rows, `.pages()` all pages, each asked for when it is needed.",
        "分页返回：`.rows()` 逐行取回全部数据，`.pages()` 逐页取回，按需请求。",
    ),
    ("paging_short", "in pages", "分页"),
    ("parameter", "Parameter", "参数"),
    ("parameters", "Parameters", "参数"),
    ("payload_beside", "the payload stands beside it", "数据与结果码并列"),
    ("payload_in", "the payload in `{}`", "数据位于 `{}`"),
    ("quirks", "Quirks", "文档与实际的差异"),
    (
        "quirks_intro",
        "Where the vendor's page and the wire differ. The wire is right, and described here.",
        "厂商文档与实际接口不一致之处；本文以实际接口为准。",
    ),
    ("remedy", "What helps", "处理办法"),
    ("renewed_on", "A refused token shows as", "token 被拒绝时的标志"),
    ("request", "Request", "请求"),
    ("required", "required", "必填"),
    ("result", "Result", "返回结果"),
    ("retry", "Try again?", "可重试"),
    ("retry_no", "no", "否"),
    ("retry_yes", "yes, later", "是，稍后"),
    (
        "safe_to_repeat",
        "Safe to repeat: tried again after failures that may pass.",
        "可安全重发：遇到暂时性失败会自动重试。",
    ),
    ("sample", "Call it", "调用示例"),
    ("search", "Search", "搜索"),
    ("search_empty", "Nothing was found.", "没有找到。"),
    ("search_failed", "The index could not be loaded.", "索引加载失败。"),
    ("search_hint", "Endpoints, parameters, codes, texts", "接口、参数、错误码、文本"),
    ("search_more", "{} more", "还有 {} 条"),
    ("secret", "secret", "保密"),
    ("secret_text", "secret string", "保密字符串"),
    ("served_at", "Where it is served", "服务地址"),
    (
        "shape_tells",
        "Its shape tells which of these it is; they are tried in this order.",
        "由数据形态判断，按以下顺序尝试。",
    ),
    ("sign_in_none", "No call needs a token.", "所有请求均无需 token。"),
    (
        "sign_in_text",
        "Calls carry a token in the header `{}`. The client gets it by itself and renews it before it ends.",
        "请求在 `{}` 请求头中携带 token，由客户端自动获取并在到期前续期。",
    ),
    ("sign_in_without", "These calls carry none:", "以下请求无需 token："),
    ("since", "Since", "始于"),
    ("spread", "sent together", "一并发送"),
    ("status", "HTTP status", "HTTP 状态"),
    ("string", "string", "字符串"),
    ("success", "Success", "成功"),
    ("success_codes", "success is {}", "成功为 {}"),
    ("tag_tells", "The field `{}` tells which of these it is.", "由字段 `{}` 决定是以下哪一种。"),
    ("timestamp", "timestamp in milliseconds", "毫秒时间戳"),
    ("type", "Type", "类型"),
    ("types", "Types", "类型"),
    (
        "types_hint",
        "Every type with a name that a call takes or gives.",
        "请求与返回中所有具名类型。",
    ),
    ("types_of_all", "Used by several", "公共类型"),
    ("types_of_api", "types", "个类型"),
    ("undocumented", "The vendor does not document it.", "厂商文档未说明。"),
    ("unsigned", "integer, not negative", "非负整数"),
    ("used_by", "Used by", "使用者"),
    ("used_by_none", "Nothing uses it.", "暂无使用。"),
    ("used_in_result", "result", "返回结果"),
    ("value", "Value", "取值"),
    ("values", "Values", "取值"),
    ("ways", "Ways", "可选方式"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_sorted_and_there_in_both_languages() {
        assert!(WORDS.is_sorted_by(|one, other| one.0 < other.0));
        for (name, en, zh) in WORDS {
            assert!(!en.is_empty() && !zh.is_empty(), "{name}");
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{name}");
        }
    }
}
