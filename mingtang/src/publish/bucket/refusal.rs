//! What goes wrong with a bucket, and what to do about it. Entry points: [`Refusal`], [`explain`].

use super::client::Client;
use crate::CouldNotRun;
use crate::words::{Lang, cause, plain};
use std::io;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub(super) enum Refusal {
    /// What the system said of a file here.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// No answer.
    #[error("no answer: {0}")]
    Silent(String),
    /// An answer that is none of S3.
    #[error("an answer that cannot be read: {0}")]
    Unreadable(&'static str),
    /// The bucket refused.
    #[error("{status} {code}")]
    Said {
        /// Status of HTTP.
        status: u16,
        /// Code of S3, such as `AccessDenied`; empty if there was none.
        code: String,
        /// The region the bucket is in, where it is another.
        region: Option<String>,
    },
    /// The request can't be made, as with an endpoint that is no address.
    #[error("{0}")]
    Unsendable(Box<dyn std::error::Error + Send + Sync>),
    /// The bucket holds what this command did not put there.
    #[error("foreign files")]
    Foreign,
    /// Somebody else published at the same time.
    #[error("published by another meanwhile")]
    Meanwhile,
}

impl Refusal {
    /// Whether trying again may help.
    pub(super) fn may_pass(&self) -> bool {
        match self {
            Self::Silent(_) => true,
            Self::Said { status, code, .. } => {
                *status >= 500 || *status == 429 || code == "RequestTimeout" || code == "BadDigest"
            }
            Self::Io(_)
            | Self::Unreadable(_)
            | Self::Unsendable(_)
            | Self::Foreign
            | Self::Meanwhile => false,
        }
    }
}

/// Says it with a remedy.
pub(super) fn explain(refusal: &Refusal, client: &Client, lang: Lang) -> CouldNotRun {
    let place = plain(&client.name());
    let (zh, en) = match refusal {
        Refusal::Foreign => (
            "里面有不是明堂发布的文件。请换一个空桶，或加一个空的前缀（s3://桶名/前缀）。".into(),
            "it holds files that were not published by this command; choose an empty bucket or prefix".into(),
        ),
        Refusal::Meanwhile => (
            "同时有另一次发布，结果可能混在一起。请确认没有别人在发布，再运行一次。".into(),
            "somebody else published at the same time; make sure that nobody does and run again".into(),
        ),
        Refusal::Io(fault) => (
            format!("{}。改好后再运行一次，会接着做。", cause(fault, Lang::Zh)),
            format!("{}; run again to go on", cause(fault, Lang::En)),
        ),
        Refusal::Silent(fault) => (
            format!("连不上（{}）。请检查网络和地址，再运行一次，会接着做。", plain(fault)),
            format!("no answer ({}); check network and address, and run again to go on", plain(fault)),
        ),
        Refusal::Unreadable(_) => (
            "答复看不懂，对方不像是 S3。请检查 AWS_ENDPOINT_URL_S3。".into(),
            "the answer cannot be read; is it S3? Check AWS_ENDPOINT_URL_S3".into(),
        ),
        Refusal::Unsendable(_) => (
            "地址不对。请检查 AWS_ENDPOINT_URL_S3，它应当是 https://主机名。".into(),
            "this is no address; check AWS_ENDPOINT_URL_S3".into(),
        ),
        Refusal::Said { status, code, region } => said(client, (*status, code), region.as_deref()),
    };
    CouldNotRun::new(lang.pick(
        format!("没有发布完（{place}）：{zh}"),
        format!("not all was published ({place}): {en}"),
    ))
}

/// What the bucket said, and a remedy for each cause that is known.
fn said(client: &Client, (status, code): (u16, &str), region: Option<&str>) -> (String, String) {
    let (bucket, ours) = (plain(client.bucket()), plain(client.region()));
    let (zh, en): (String, String) = match (status, code) {
        (_, "NoSuchBucket") => (
            format!("没有名为 {bucket} 的桶。请检查桶名和区域（现在是 {ours}），或先建一个：aws s3 mb s3://{bucket}"),
            format!("there is no bucket {bucket}; check its name and region ({ours}), or make it: aws s3 mb s3://{bucket}"),
        ),
        (_, "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "InvalidClientTokenId") => (
            "访问密钥不对。请检查 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY（或 ~/.aws/credentials）是不是这个账号、这个区域的；中国区的账号是单独的。".into(),
            "the access key is wrong; check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; accounts of the China regions are separate".into(),
        ),
        (_, "ExpiredToken" | "InvalidToken") => (
            "临时密钥过期了。请重新登录取得密钥，再运行一次，会接着做。".into(),
            "the temporary key has expired; sign in anew and run again to go on".into(),
        ),
        (_, "RequestTimeTooSkewed") => (
            "这台机器的时钟不准，请先校准（如 timedatectl set-ntp true）。".into(),
            "this machine's clock is wrong; set it".into(),
        ),
        (301 | 307, _) | (400, "AuthorizationHeaderMalformed" | "IllegalLocationConstraintException") => {
            let other = plain(region.unwrap_or("?"));
            (
                format!("桶在另一个区域（{other}，现在用的是 {ours}）。请设置 AWS_REGION。"),
                format!("the bucket is in another region ({other}, not {ours}); set AWS_REGION"),
            )
        }
        (401 | 403, _) => (
            format!("没有权限。请给这个密钥的角色加上 docs/operate.md“发布到对象存储”一节的策略：对 {bucket} 的 s3:ListBucket、s3:GetObject、s3:PutObject、s3:DeleteObject。"),
            format!("not permitted; give the key's role the policy of docs/operate.md: s3:ListBucket, s3:GetObject, s3:PutObject, s3:DeleteObject on {bucket}"),
        ),
        (429 | 500.., _) => (
            "对方一再答复“忙”或出错。已发布的保持有效；请过几分钟再运行一次，会接着做。".into(),
            "it is busy or failing; what was published stands; run again in some minutes to go on".into(),
        ),
        (_, _) => (
            "对方拒绝了。改好后再运行一次，会接着做。".into(),
            "it was refused; run again to go on".into(),
        ),
    };
    let told = plain(&format!("{status} {code}"));
    (format!("{zh}（{told}）"), format!("{en} ({told})"))
}
