//! Signed requests to one bucket, tried again while trying may help.
//!
//! Entry points: [`Client::send`], [`Client::get`], [`Client::list`]. Signature and HTTP are the SDK's own crates, which the store brings; of S3 itself only five
//! requests are needed. Must never put a key or a signature into an error.

use super::account::{Account, Address};
use super::listing::{self, Page};
use super::refusal::Refusal;
use crate::clock;
use crate::publish::journal::Entry;
use aws_sigv4::http_request::{
    PayloadChecksumKind, PercentEncodingMode, SignableBody, SignableRequest, SigningSettings,
    UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::HttpConnector;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::{sleep, timeout};

/// Attempts at one request, with pauses of 0.2, 0.4, 0.8, 1.6, 3.2 and 6.4 s between them: 12.6 s outlast a bucket that asks for less (503) while it spreads its load.
const ATTEMPTS: u32 = 7;
const FIRST_PAUSE: Duration = Duration::from_millis(200);

/// How long an answer may take: half a minute, and the time the body takes on a line of 50 KB/s.
const ANSWER: Duration = Duration::from_secs(30);
const SLOWEST_LINE: u64 = 50_000;

/// What stands for itself in a key; everything else is written in percent (the rule of the signature).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
const PLAIN_IN_PATHS: &AsciiSet = &PLAIN.remove(b'/');

/// A request.
#[derive(Debug)]
pub(super) struct Ask {
    method: &'static str,
    /// Path below the prefix; nothing for the bucket itself.
    path: Option<String>,
    query: String,
    /// Headers beside those of the signature.
    pub(super) headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

impl Ask {
    /// A request about a file.
    pub(super) fn new(method: &'static str, path: String) -> Self {
        Self {
            method,
            path: Some(path),
            query: String::new(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// The request that writes a file; the bucket refuses it if it was damaged on the way.
    pub(super) fn put(path: String, body: Vec<u8>) -> Self {
        let md5 = aws_smithy_types::base64::encode(super::md5(&body));
        Self {
            body,
            headers: vec![("content-md5", md5)],
            ..Self::new("PUT", path)
        }
    }
}

/// A good answer.
#[derive(Debug)]
pub(super) struct Answer {
    response: HttpResponse,
    /// The body.
    pub(super) bytes: Vec<u8>,
}

/// One bucket, seen from below its prefix.
#[derive(Debug)]
pub(super) struct Client {
    http: Connector,
    account: Account,
    address: Address,
    /// Address of the bucket, without a slash at its end.
    root: String,
}

impl Client {
    /// Sends nothing yet.
    pub(super) fn new(account: Account, address: Address) -> Self {
        let http = Connector::builder().tls_provider(Provider::Rustls(CryptoMode::Ring));
        Self {
            http: http.build(),
            root: root(&account, &address.bucket),
            account,
            address,
        }
    }

    /// Where it publishes to; names the journal too.
    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.root, self.address.prefix)
    }

    /// The region it asks in.
    pub(super) fn region(&self) -> &str {
        &self.account.region
    }

    /// The bucket.
    pub(super) fn bucket(&self) -> &str {
        &self.address.bucket
    }

    /// A small file; nothing if it is not there.
    pub(super) async fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Refusal> {
        match self.send(&Ask::new("GET", path.into())).await {
            Ok(answer) => Ok(Some(answer.bytes)),
            Err(Refusal::Said { code, .. }) if code == "NoSuchKey" => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Whether a file carries this header.
    pub(super) async fn is_marked(
        &self,
        path: &str,
        (name, value): (&str, &str),
    ) -> Result<bool, Refusal> {
        let answer = self.send(&Ask::new("HEAD", path.into())).await?;
        Ok(answer.response.headers().get(name) == Some(value))
    }

    /// Every file below the prefix; their times are not those of built files and stand as 0.
    pub(super) async fn list(&self) -> Result<BTreeMap<String, Entry>, Refusal> {
        let mut found = BTreeMap::new();
        let mut next = None;
        loop {
            let mut ask = Ask::new("GET", String::new());
            ask.path = None;
            ask.query = listing_query(&self.address.prefix, next.as_deref());
            let answer = self.send(&ask).await?;
            let page = listing::read(&String::from_utf8_lossy(&answer.bytes));
            let Page { files, more } = page.ok_or_else(|| Refusal::Unreadable("ListObjectsV2"))?;
            for (key, entry) in files {
                let path = key.strip_prefix(&self.address.prefix).unwrap_or(&key);
                found.insert(path.to_owned(), entry);
            }
            next = more;
            if next.is_none() {
                return Ok(found);
            }
        }
    }

    /// Sends a request, again if it fails in a way that passes.
    pub(super) async fn send(&self, ask: &Ask) -> Result<Answer, Refusal> {
        let mut pause = FIRST_PAUSE;
        for _ in 1..ATTEMPTS {
            match self.attempt(ask).await {
                Err(refusal) if refusal.may_pass() => sleep(pause).await,
                settled => return settled,
            }
            pause *= 2;
        }
        self.attempt(ask).await
    }

    async fn attempt(&self, ask: &Ask) -> Result<Answer, Refusal> {
        let request = self.signed(ask).map_err(Refusal::Unsendable)?;
        let line = Duration::from_secs(ask.body.len() as u64 / SLOWEST_LINE);
        let answer = timeout(ANSWER + line, self.exchange(request)).await;
        let (response, bytes) = answer.map_err(|_| Refusal::Silent("timeout".into()))??;
        if response.status().is_success() {
            return Ok(Answer { response, bytes });
        }
        let code = listing::code(&String::from_utf8_lossy(&bytes));
        let region = response.headers().get("x-amz-bucket-region");
        Err(Refusal::Said {
            status: response.status().as_u16(),
            code: code.unwrap_or_default(),
            region: region.map(str::to_owned),
        })
    }

    async fn exchange(&self, request: HttpRequest) -> Result<(HttpResponse, Vec<u8>), Refusal> {
        let silent = |fault: &dyn std::error::Error| Refusal::Silent(innermost(fault));
        let answer = self.http.call(request).await;
        let mut response = answer.map_err(|fault| silent(&fault))?;
        let body = ByteStream::new(response.take_body()).collect().await;
        let bytes = body.map_err(|fault| silent(&fault))?.to_vec();
        Ok((response, bytes))
    }

    fn signed(&self, ask: &Ask) -> Result<HttpRequest, Box<dyn std::error::Error + Send + Sync>> {
        let uri = self.uri(ask);
        let identity = &self.account.identity;
        let mut settings = SigningSettings::default();
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.payload_checksum_kind = PayloadChecksumKind::XAmzSha256;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let params = v4::SigningParams::builder()
            .identity(identity)
            .region(&self.account.region)
            .name("s3")
            .time(clock::system())
            .settings(settings)
            .build()?
            .into();
        let headers = ask
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()));
        let body = SignableBody::Bytes(&ask.body);
        let signable = SignableRequest::new(ask.method, &uri, headers, body)?;
        let (instructions, _) = sign(signable, &params)?.into_parts();
        let mut request = HttpRequest::new(SdkBody::from(ask.body.clone()));
        request.set_method(ask.method)?;
        request.set_uri(uri)?;
        for (name, value) in &ask.headers {
            request.headers_mut().try_insert(*name, value.clone())?;
        }
        for (name, value) in instructions.headers() {
            request
                .headers_mut()
                .try_insert(name.to_owned(), value.to_owned())?;
        }
        Ok(request)
    }

    fn uri(&self, ask: &Ask) -> String {
        let key = ask.path.as_ref().map_or_else(String::new, |path| {
            let key = format!("{}{path}", self.address.prefix);
            utf8_percent_encode(&key, PLAIN_IN_PATHS).to_string()
        });
        let mark = if ask.query.is_empty() { "" } else { "?" };
        format!("{}/{key}{mark}{}", self.root, ask.query)
    }
}

/// Where a bucket is: at AWS by its name, unless a dot in it would not fit the certificate; elsewhere below the endpoint, unless that names the bucket itself.
fn root(account: &Account, bucket: &str) -> String {
    let Some(endpoint) = &account.endpoint else {
        let region = &account.region;
        let china = if region.starts_with("cn-") { ".cn" } else { "" };
        return if bucket.contains('.') {
            format!("https://s3.{region}.amazonaws.com{china}/{bucket}")
        } else {
            format!("https://{bucket}.s3.{region}.amazonaws.com{china}")
        };
    };
    let endpoint = endpoint.trim_end_matches('/');
    let host = endpoint
        .split_once("://")
        .map_or(endpoint, |(_, host)| host);
    if host
        .strip_prefix(bucket)
        .is_some_and(|rest| rest.starts_with('.'))
    {
        endpoint.to_owned()
    } else {
        format!("{endpoint}/{bucket}")
    }
}

fn listing_query(prefix: &str, next: Option<&str>) -> String {
    let prefix = utf8_percent_encode(prefix, PLAIN);
    let next = next.map_or_else(String::new, |next| {
        format!("continuation-token={}&", utf8_percent_encode(next, PLAIN))
    });
    // In the order of their names, as the signature wants them.
    format!("{next}list-type=2&prefix={prefix}")
}

/// What lies at the bottom of a fault: its upper layers only say that something failed.
fn innermost(fault: &dyn std::error::Error) -> String {
    let mut fault = fault;
    while let Some(deeper) = fault.source() {
        fault = deeper;
    }
    fault.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(region: &str, endpoint: Option<&str>, to: &str) -> Client {
        let key = functions::client::credentials("AKEXAMPLE".into(), "hunter2".into(), None);
        let account = Account {
            identity: key.into(),
            region: region.into(),
            endpoint: endpoint.map(Into::into),
        };
        let address = Address::read(to, crate::words::Lang::Zh).unwrap().unwrap();
        Client::new(account, address)
    }

    #[test]
    fn a_bucket_is_where_its_region_or_endpoint_says() {
        let at = [
            (
                ("eu-west-1", None, "s3://yichang"),
                "https://yichang.s3.eu-west-1.amazonaws.com/一",
            ),
            (
                ("cn-north-1", None, "s3://www.yichang/a"),
                "https://s3.cn-north-1.amazonaws.com.cn/www.yichang/a/一",
            ),
            (
                ("x", Some("http://127.0.0.1:9/"), "s3://yichang"),
                "http://127.0.0.1:9/yichang/一",
            ),
            (
                ("x", Some("https://yichang.oss.example.cn"), "s3://yichang"),
                "https://yichang.oss.example.cn/一",
            ),
        ];
        for ((region, endpoint, to), expected) in at {
            let ask = Ask::new("GET", "一".into());
            let expected = expected.replace('一', "%E4%B8%80");
            assert_eq!(client(region, endpoint, to).uri(&ask), expected);
        }
    }

    #[test]
    fn a_request_is_signed_and_shows_no_secret() {
        let client = client("cn-north-1", None, "s3://yichang");
        let ask = Ask::put("index.html".into(), b"page".to_vec());
        let request = client.signed(&ask).unwrap();
        let header = |name| request.headers().get(name).unwrap_or_default();
        assert!(header("authorization").contains("/cn-north-1/s3/aws4_request"));
        assert!(header("authorization").contains("content-md5"));
        assert_eq!(header("x-amz-content-sha256").len(), 64);
        assert!(!format!("{client:?}{ask:?}{request:?}").contains("hunter2"));
    }
}
