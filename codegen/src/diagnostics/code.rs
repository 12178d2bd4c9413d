//! The codes of diagnostics.

use std::fmt;

use super::Severity;

/// Declares the codes and the functions that map them, from one table.
macro_rules! codes {
    ($($severity:ident { $($variant:ident = $text:literal,)* })*) => {
        /// The stable identifier of a kind of diagnostic. It reads well after "allow".
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(
                #[doc = concat!("`", $text, "`")]
                $variant,
            )*)*
        }

        impl Code {
            /// All codes: errors first, each part sorted by name.
            pub const ALL: &[Self] = &[$($(Self::$variant,)*)*];

            /// The code as it is written: `unknown-key`.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$variant => $text,)*)*
                }
            }

            /// The severity of every diagnostic with this code.
            pub const fn severity(self) -> Severity {
                match self {
                    $($(Self::$variant => Severity::$severity,)*)*
                }
            }

            /// The page that explains the code, in Markdown.
            pub(super) const fn page(self) -> &'static str {
                match self {
                    $($(Self::$variant => include_str!(concat!("explain/", $text, ".md")),)*)*
                }
            }
        }
    };
}

codes! {
    Error {
        AmbiguousUnion = "ambiguous-union",
        BadAuthExample = "bad-auth-example",
        BadConstant = "bad-constant",
        BadErrorCode = "bad-error-code",
        BadHeader = "bad-header",
        BadJoinedItem = "bad-joined-item",
        BadName = "bad-name",
        BadPaging = "bad-paging",
        BadParameterType = "bad-parameter-type",
        BadPath = "bad-path",
        BadPattern = "bad-pattern",
        BadRustName = "bad-rust-name",
        BadRustPath = "bad-rust-path",
        BadSample = "bad-sample",
        BadSeparator = "bad-separator",
        BadShape = "bad-shape",
        BadSpread = "bad-spread",
        BadStatus = "bad-status",
        BadTemplate = "bad-template",
        BadUrl = "bad-url",
        BodyOnGet = "body-on-get",
        BudgetExceeded = "budget-exceeded",
        ConflictingCodeName = "conflicting-code-name",
        ConflictingConstant = "conflicting-constant",
        ConflictingLimits = "conflicting-limits",
        DuplicateCode = "duplicate-code",
        DuplicateEnvelopeField = "duplicate-envelope-field",
        DuplicateErrorName = "duplicate-error-name",
        DuplicateInlineType = "duplicate-inline-type",
        DuplicateKey = "duplicate-key",
        DuplicateParameter = "duplicate-parameter",
        DuplicateRoute = "duplicate-route",
        DuplicateType = "duplicate-type",
        ExampleMismatch = "example-mismatch",
        ExampleMissingField = "example-missing-field",
        ExampleMissingParameter = "example-missing-parameter",
        ExampleUnknownParameter = "example-unknown-parameter",
        ExampleUnlistedCode = "example-unlisted-code",
        FileTooLarge = "file-too-large",
        InfiniteType = "infinite-type",
        InternalError = "internal-error",
        ItemWithoutFields = "item-without-fields",
        MismatchedConstant = "mismatched-constant",
        MismatchedDefault = "mismatched-default",
        MismatchedLimit = "mismatched-limit",
        MismatchedList = "mismatched-list",
        MismatchedPayload = "mismatched-payload",
        MisplacedFile = "misplaced-file",
        MissingApiFile = "missing-api-file",
        MissingCodeField = "missing-code-field",
        MissingEnvelope = "missing-envelope",
        MissingErrorName = "missing-error-name",
        MissingItemField = "missing-item-field",
        MissingKey = "missing-key",
        MissingRoute = "missing-route",
        MissingSuccessCodes = "missing-success-codes",
        MissingType = "missing-type",
        MultipleBodies = "multiple-bodies",
        MultipleRoutes = "multiple-routes",
        MultipleTypes = "multiple-types",
        NameCollision = "name-collision",
        NegativeCount = "negative-count",
        NotAWarning = "not-a-warning",
        NotUtf8 = "not-utf8",
        OneOfInResult = "one-of-in-result",
        OptionalPathParameter = "optional-path-parameter",
        RedundantNullable = "redundant-nullable",
        RequiredWithDefault = "required-with-default",
        ReservedGroup = "reserved-group",
        ReservedHeader = "reserved-header",
        ReservedType = "reserved-type",
        SecretNotText = "secret-not-text",
        SuccessAsError = "success-as-error",
        UnknownGroup = "unknown-group",
        UnknownKey = "unknown-key",
        UnknownKeyword = "unknown-keyword",
        UnknownName = "unknown-name",
        UnknownVersion = "unknown-version",
        UnknownWarning = "unknown-warning",
        UnlistedValue = "unlisted-value",
        UnusedPathParameter = "unused-path-parameter",
        VariantWithoutFields = "variant-without-fields",
        WrongKind = "wrong-kind",
        YamlSyntax = "yaml-syntax",
    }
    Warning {
        ConflictingCodeDocs = "conflicting-code-docs",
        ExampleUndeclaredField = "example-undeclared-field",
        MissingTranslation = "missing-translation",
        MixedEnum = "mixed-enum",
        UndocumentedCode = "undocumented-code",
        UndocumentedParameter = "undocumented-parameter",
        UnusedAllow = "unused-allow",
        UnusedEnvelope = "unused-envelope",
        UnusedErrorSet = "unused-error-set",
        UnusedGroup = "unused-group",
        UnusedPaging = "unused-paging",
        UnusedType = "unused-type",
    }
}

impl Code {
    /// Finds the code that is written like this.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// Returns true if files can suppress the code with `allow`.
    pub fn can_be_allowed(self) -> bool {
        self.severity() == Severity::Warning && self != Self::UnusedAllow
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_and_parse() {
        let key = |code: &Code| (code.severity() == Severity::Warning, code.as_str());
        assert!(Code::ALL.is_sorted_by_key(key));
        assert!(Code::ALL.iter().all(|code| Code::parse(code.as_str()) == Some(*code)));
        assert_eq!(Code::parse("no-such-code"), None);
    }
}
