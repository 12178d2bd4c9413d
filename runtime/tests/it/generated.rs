//! Code in the generator's format. It guards the API for generated code against incompatible changes.

use std::sync::Arc;
use std::time::Duration;

use endpointc_runtime::codegen as rt;

use crate::support::{API, ENVELOPE, Fake, GetError, header};

#[derive(Debug, Clone)]
pub(crate) struct Client {
    core: rt::Core,
}

impl Client {
    fn builder(url: String) -> ClientBuilder {
        ClientBuilder { inner: rt::Builder::new(&API, url) }
    }

    fn export_tsl(&self, product_key: &str) -> ExportTsl {
        ExportTsl::new(&self.core, product_key)
    }
}

#[derive(Debug)]
pub(crate) struct ClientBuilder {
    inner: rt::Builder,
}

impl ClientBuilder {
    fn transport(mut self, transport: impl endpointc_runtime::Transport) -> Self {
        self.inner.transport(Arc::new(transport));
        self
    }

    fn authenticator(mut self, authenticator: impl endpointc_runtime::Authenticator) -> Self {
        self.inner.authenticator(Arc::new(authenticator));
        self
    }

    fn timeout(mut self, timeout: Duration) -> Self {
        self.inner.timeout(timeout);
        self
    }

    fn on_drift(
        mut self,
        listener: impl Fn(&endpointc_runtime::Drift) + Send + Sync + 'static,
    ) -> Self {
        self.inner.on_drift(Arc::new(listener));
        self
    }

    fn build(self) -> Result<Client, endpointc_runtime::Error> {
        Ok(Client { core: self.inner.build()? })
    }
}

#[derive(Debug, Clone)]
#[must_use = "a call does nothing until it is awaited or sent"]
pub(crate) struct ExportTsl {
    call: rt::Call,
}

impl ExportTsl {
    fn new(core: &rt::Core, product_key: &str) -> Self {
        let mut call = rt::Call::new(core, &ENDPOINT);
        call.set(0, product_key.to_owned());
        Self { call }
    }

    fn language(mut self, language: Language) -> Self {
        self.call.set(1, language);
        self
    }

    fn send(self) -> rt::CallFuture<Tsl, GetError> {
        self.call.send()
    }
}

impl IntoFuture for ExportTsl {
    type Output = Result<Tsl, rt::CallError<GetError>>;
    type IntoFuture = rt::CallFuture<Tsl, GetError>;

    fn into_future(self) -> Self::IntoFuture {
        self.send()
    }
}

static ENDPOINT: rt::Endpoint = rt::Endpoint {
    api: &API,
    name: "thing_model.export_tsl",
    method: rt::Method::Get,
    path: &[rt::PathPart::Text("/v2/tsl")],
    parameters: &[
        rt::Parameter {
            location: rt::ParameterLocation::Query,
            wire_name: "productKey",
            ..rt::Parameter::REQUIRED
        },
        rt::Parameter {
            location: rt::ParameterLocation::Query,
            wire_name: "language",
            ..rt::Parameter::OPTIONAL
        },
    ],
    paging: None,
    envelope: &ENVELOPE,
    authenticated: true,
    idempotent: true,
    codes: &[],
};

#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub(crate) struct Tsl {
    pub(crate) language: Option<Language>,
    pub(crate) properties: Vec<String>,
}

impl rt::Decode for Tsl {
    fn destination(&mut self) -> rt::Destination<'_> {
        rt::Destination::Object(self)
    }
}

impl rt::Object for Tsl {
    fn keys(&self) -> &'static rt::Keys {
        &rt::Keys { names: &["language", "properties"], required: &[] }
    }

    fn at(&mut self, index: usize) -> &mut dyn rt::Decode {
        match index {
            0 => &mut self.language,
            _ => &mut self.properties,
        }
    }
}

impl rt::Encode for Tsl {
    fn as_value(&self) -> rt::ValueRef<'_> {
        rt::ValueRef::Object(self)
    }
}

impl rt::Members for Tsl {
    fn names(&self) -> &'static [&'static str] {
        &["language", "properties"]
    }

    fn get(&self, index: usize) -> &dyn rt::Encode {
        match index {
            0 => &self.language,
            _ => &self.properties,
        }
    }
}

impl rt::serde::Serialize for Tsl {
    fn serialize<S: rt::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        rt::serialize(self, serializer)
    }
}

impl<'de> rt::serde::Deserialize<'de> for Tsl {
    fn deserialize<D: rt::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        rt::deserialize(deserializer)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub(crate) enum Language {
    #[default]
    Chinese,
    English,
    Unlisted(rt::Unlisted),
}

impl rt::OpenEnum for Language {
    const SCALARS: &'static [rt::Scalar<'static>] =
        &[rt::Scalar::Text("CN"), rt::Scalar::Text("EN")];
    const VALUES: &'static [Self] = &[Self::Chinese, Self::English];

    fn unlisted(value: rt::Unlisted) -> Self {
        Self::Unlisted(value)
    }

    fn scalar(&self) -> rt::Scalar<'_> {
        match self {
            Self::Chinese => rt::Scalar::Text("CN"),
            Self::English => rt::Scalar::Text("EN"),
            Self::Unlisted(value) => value.scalar(),
        }
    }
}

impl rt::Decode for Language {
    fn destination(&mut self) -> rt::Destination<'_> {
        rt::Destination::Enum(self)
    }
}

impl rt::Encode for Language {
    fn as_value(&self) -> rt::ValueRef<'_> {
        rt::OpenEnum::scalar(self).into()
    }
}

#[tokio::test]
async fn a_generated_client_calls_signs_in_and_decodes() {
    let fake = Fake::answering(200, r#"{"code":200,"data":{"language":"FR","properties":["a"]}}"#);
    let client = Client::builder("https://host".to_owned())
        .transport(fake.clone())
        .authenticator(crate::support::FakeAuthenticator::new(|_| {
            Ok(endpointc_runtime::Token::new("t"))
        }))
        .timeout(Duration::from_secs(1))
        .on_drift(|drift| assert_eq!(drift.path, "$.data.language"))
        .build()
        .unwrap();
    let tsl = client.export_tsl("p 1").language(Language::English).await.unwrap();
    assert_eq!(tsl.language, Some(Language::Unlisted("FR".into())));
    assert_eq!(fake.last().url, "https://host/v2/tsl?productKey=p%201&language=EN");
    assert_eq!(header(&fake.last(), "authorization"), Some("t"));
}

#[test]
fn a_generated_type_goes_through_serde_and_back() {
    let text = r#"{"language":"EN","properties":["a","b"]}"#;
    let tsl: Tsl = rt::serde_json::from_str(text).unwrap();
    assert_eq!(tsl.language, Some(Language::English));
    assert_eq!(rt::serde_json::to_string(&tsl).unwrap(), text);
    assert_eq!(rt::serde_json::to_string(&Tsl::default()).unwrap(), r#"{"properties":[]}"#);
}
