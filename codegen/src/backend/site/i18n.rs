//! The site's own words, in both languages: one table, from which code and templates take the column of their language.

use serde::Serialize;

/// A language of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// Both languages, in the order in which they are offered.
    pub(super) const ALL: [Self; 2] = [Self::En, Self::Zh];

    /// Returns the folder of the pages.
    pub(super) fn folder(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// Returns the language tag (BCP 47).
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh-Hans",
        }
    }

    /// Returns the name of the language in itself.
    pub(super) fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Zh => "中文",
        }
    }

    /// Returns the other language.
    pub(super) fn other(self) -> Self {
        match self {
            Self::En => Self::Zh,
            Self::Zh => Self::En,
        }
    }

    /// Returns the words of the language.
    pub(super) fn words(self) -> &'static Words {
        match self {
            Self::En => &EN,
            Self::Zh => &ZH,
        }
    }
}

/// Fills the `{}` of a phrase.
pub(super) fn fill(phrase: &str, value: impl std::fmt::Display) -> String {
    phrase.replacen("{}", &value.to_string(), 1)
}

/// Declares the words by name, English and Chinese.
macro_rules! words {
    ($($name:ident: $en:literal, $zh:literal;)*) => {
        /// Words of one language. An unknown name does not compile here, and is an undefined value in a template.
        #[derive(Serialize)]
        pub(super) struct Words {
            $(pub(super) $name: &'static str,)*
        }

        static EN: Words = Words { $($name: $en,)* };
        static ZH: Words = Words { $($name: $zh,)* };

        /// The whole table, for tests: name, English, Chinese.
        #[cfg(test)]
        pub(super) const TABLE: &[(&str, &str, &str)] = &[$((stringify!($name), $en, $zh),)*];
    };
}

words! {
    all_codes: "All codes", "全部错误码";
    all_of_group: "all {}", "全部 {} 个";
    also_known: "Name in Rust", "Rust 名称";
    alternatives: "Alternatives", "可选方式";
    any_json: "any JSON", "任意 JSON";
    at_least_characters: "At least {} characters", "至少 {} 个字符";
    at_least_items: "At least {} items", "至少 {} 项";
    at_least_one_item: "At least one item", "至少一项";
    at_most_characters: "At most {} characters", "至多 {} 个字符";
    at_most_items: "At most {} items", "至多 {} 项";
    authentication: "Authentication", "鉴权";
    base_urls: "Base URLs", "服务地址";
    batch_note: "A batch: `{}` reports for each item success or an error of this endpoint.", "批量结果：每一项的 `{}` 表示该项成功或失败。";
    boolean: "boolean", "布尔";
    brackets_list: "Sent as `{}[]=a&{}[]=b`", "以 `{}[]=a&{}[]=b` 形式发送";
    close_paren: ")", "）";
    code: "Code", "错误码";
    code_of: "Result code in `{}`", "结果码位于 `{}`";
    codes: "Error codes", "错误码";
    codes_hint: "All error codes of the API, with their meaning, remedy and endpoints.", "API 的全部错误码：含义、处理办法，以及列出该错误码的接口。";
    codes_of_api: "error codes", "个错误码";
    colon: ": ", "：";
    comma: ", ", "、";
    comma_list: "Sent as one value, `a,b`", "以 `a,b` 形式合并发送";
    constant: "constant", "固定值";
    constant_note: "Always sent as", "始终发送";
    copied: "Copied", "已复制";
    copy: "Copy", "复制";
    data_type: "Type", "类型";
    default: "Default", "默认值";
    deprecated: "Deprecated", "已弃用";
    described_by: "Generated from the description of the API by", "由 API 描述生成，工具为";
    documented_at: "Vendor documentation", "厂商文档";
    either: "either", "方式一";
    endpoints: "Endpoints", "接口";
    endpoints_of_api: "endpoints", "个接口";
    entry_code: "code", "错误码";
    entry_endpoint: "endpoint", "接口";
    entry_field: "field", "字段";
    entry_group: "group", "分组";
    entry_parameter: "parameter", "参数";
    entry_quirk: "quirk", "差异";
    entry_type: "type", "类型";
    entry_value: "value", "取值";
    envelope: "Envelope", "响应结构";
    error_of_request: "Error: {}", "失败：{}";
    errors: "Errors", "错误";
    errors_intro: "An error is returned as `Err`, even with HTTP status 200; `error.case()` returns the error of this endpoint.", "即使 HTTP 状态为 200，失败也会返回 `Err`；用 `error.case()` 区分。";
    example: "Example", "示例";
    examples: "Examples", "示例";
    field: "Field", "字段";
    fields: "Fields", "字段";
    filter_by_kind: "Filter by kind", "按类别筛选";
    first_call: "First call", "第一次调用";
    float: "number", "数字";
    group: "Group", "分组";
    groups: "Groups", "分组";
    hand_written: "Hand-written Rust type `{}`.", "手工实现的 Rust 类型 `{}`。";
    home: "Home", "首页";
    idempotent: "Idempotent: retried automatically after transient failures.", "可安全重试：遇到暂时性失败会自动重试。";
    in_body: "body", "请求体";
    in_form: "form", "表单";
    in_header: "header", "请求头";
    in_path: "path", "路径";
    in_query: "query", "查询";
    integer: "integer", "整数";
    joined_by: "in one string, separated by {}", "合为一个字符串，以 {} 分隔";
    json_text_of: "JSON string: {}", "JSON 字符串：{}";
    kind_bad_input: "invalid input", "输入有误";
    kind_conflict: "conflict", "状态冲突";
    kind_device: "device", "设备";
    kind_not_found: "not found", "不存在";
    kind_permission: "permission", "权限";
    kind_quota: "quota", "配额";
    kind_refused: "refused", "拒绝";
    kind_server: "server", "服务端";
    kind_sign_in: "sign-in", "登录";
    language: "Language", "语言";
    limits: "Limits", "限制";
    list_of: "list of {}", "{} 列表";
    listed_by_none: "No endpoint lists this code.", "暂无接口列出此错误码。";
    main_content: "Skip to content", "跳到正文";
    map_of: "map of {}", "{} 映射";
    matches: "Matches", "须匹配";
    meaning: "Meaning", "含义";
    menu: "Menu", "菜单";
    message_in: "message in `{}`", "消息位于 `{}`";
    name: "Name", "名称";
    navigation: "Contents", "目录";
    next_codes: "Codes from {}", "错误码 {} 起";
    no_errors: "No errors are listed.", "未列出错误。";
    no_parameters: "No parameters.", "无参数。";
    no_result: "No data returned.", "不返回数据。";
    no_script: "Search and the theme switch require JavaScript; all other content works without it.", "搜索与主题切换需要 JavaScript，其余内容不受影响。";
    no_token: "No authentication: the request carries no token.", "无需鉴权：该请求不携带 token。";
    no_token_short: "no authentication", "无需鉴权";
    not_empty: "Not empty", "不能为空";
    not_idempotent: "Not retried automatically: not idempotent.", "不会自动重试：重复请求可能重复生效。";
    not_less: "At least {}", "不小于 {}";
    not_more: "At most {}", "不大于 {}";
    nullable: "may be null", "可为 null";
    one_of: "One of these alternatives", "以下方式任选其一";
    only_in: "only in {}", "仅有{}";
    open_enum: "Other values are possible and are kept unchanged.", "可能出现其他取值，将原样保留。";
    open_paren: " (", "（";
    optional: "optional", "可选";
    or: "or", "或";
    other_theme: "Light or dark theme", "切换明暗主题";
    paging_note: "Paginated: `.rows()` returns all rows and `.pages()` all pages; pages are requested on demand.", "分页返回：`.rows()` 逐行取回全部数据，`.pages()` 逐页取回，按需请求。";
    paging_short: "paginated", "分页";
    parameter: "Parameter", "参数";
    parameters: "Parameters", "参数";
    payload_beside: "payload next to the code", "数据与结果码并列";
    payload_in: "payload in `{}`", "数据位于 `{}`";
    quirks: "Quirks", "文档差异";
    quirks_intro: "Differences within the vendor's documentation, such as between parameter table and examples, and how this description resolves them.", "厂商文档内部的差异，例如参数表与示例不一致之处，以及此处的处理方式。";
    remedy: "Remedy", "处理办法";
    renewed_on: "Token rejected", "token 被拒绝的标志";
    request: "Request", "请求";
    required: "required", "必填";
    response: "Response", "响应";
    result: "Result", "返回结果";
    retry: "Retry", "可重试";
    retry_no: "no", "否";
    retry_yes: "yes, later", "是，稍后";
    rust_async: "Rust", "Rust";
    rust_blocking: "Rust, blocking", "Rust（阻塞）";
    search: "Search", "搜索";
    search_empty: "No results.", "没有找到。";
    search_failed: "The index could not be loaded.", "索引加载失败。";
    search_hint: "Endpoints, parameters, codes, texts", "接口、参数、错误码、文本";
    search_more: "{} more", "还有 {} 条";
    secret: "secret", "保密";
    secret_text: "secret string", "保密字符串";
    selected_by_shape: "The shape of the value selects the type; the types are tried in this order.", "由数据形态判断，按以下顺序尝试。";
    selected_by_tag: "The field `{}` selects the type.", "由字段 `{}` 决定是以下哪一种。";
    semicolon: "; ", "；";
    sign_in_none: "No endpoint requires a token.", "所有请求均无需 token。";
    sign_in_text: "Requests carry a token in the header `{}`. The client obtains it automatically and renews it before it expires.", "请求在 `{}` 请求头中携带 token，由客户端自动获取，并在到期前刷新。";
    sign_in_without: "Endpoints without a token", "以下请求无需 token";
    since: "Since", "始于";
    spread: "sent as separate parameters", "作为独立参数发送";
    status: "HTTP status", "HTTP 状态";
    string: "string", "字符串";
    success: "Success", "成功";
    success_codes: "success: {}", "成功：{}";
    timestamp: "timestamp in milliseconds", "毫秒时间戳";
    types: "Types", "类型";
    types_hint: "All named types of requests and responses.", "请求与响应中的所有具名类型。";
    types_of_all: "Shared types", "公共类型";
    types_of_api: "types", "个类型";
    undocumented: "Not documented by the vendor.", "厂商未说明。";
    unsigned: "non-negative integer", "非负整数";
    usage: "Usage", "调用示例";
    used_by: "Used by", "被引用于";
    used_by_none: "Not used.", "未被引用。";
    used_in_result: "result", "返回结果";
    value: "Value", "取值";
    values: "Values", "取值";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_in_both_languages() {
        assert!(TABLE.is_sorted_by(|one, other| one.0 < other.0));
        for (name, en, zh) in TABLE {
            assert!(!en.is_empty() && !zh.is_empty(), "{name}");
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{name}");
        }
    }

    /// Chinese words are natural and use full-width punctuation.
    #[test]
    fn chinese_words_have_no_half_width_punctuation_and_no_avoided_word() {
        let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        let mark = |c: char| ":;,()!?".contains(c);
        let touches = |text: &str| {
            text.chars()
                .zip(text.chars().skip(1))
                .any(|(one, next)| (chinese(one) && mark(next)) || (mark(one) && chinese(next)))
        };
        assert!(touches("参数:") && touches("(参数") && !touches("参数：（全部）"));
        for (name, _, zh) in TABLE {
            assert!(!zh.split('`').step_by(2).any(touches), "{name}: {zh}");
            for avoided in ["使用者", "重发", "续期", "命令", "停用", "令牌", "应答", "实际"]
            {
                assert!(!zh.contains(avoided), "{name}: {zh}");
            }
        }
    }
}
