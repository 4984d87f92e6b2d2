//! Where the bucket is and who asks. Entry points: [`Address::read`], [`Account::find`].
//!
//! As with the other tools of AWS: the environment first (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, `AWS_ENDPOINT_URL_S3`), then
//! the profile (`AWS_PROFILE`) in `~/.aws/credentials` and `~/.aws/config`. A profile that takes on a role or signs in by browser is not read: `aws configure
//! export-credentials` gives its keys. Must never show a secret.

use crate::CouldNotRun;
use crate::words::{Lang, plain};
use aws_runtime::env_config::{file::EnvConfigFiles, section::EnvConfigSections, source};
use aws_smithy_runtime_api::client::identity::Identity;
use aws_types::os_shim_internal::{Env, Fs};

/// A bucket, or the part of it below a prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::publish) struct Address {
    /// Its name.
    pub(super) bucket: String,
    /// What every key begins with: empty, or ends in `/`.
    pub(super) prefix: String,
}

impl Address {
    /// Reads `s3://BUCKET/PREFIX`; nothing if it is not of this form, and so names a folder.
    ///
    /// # Errors
    /// If the name can't be one of a bucket.
    pub(in crate::publish) fn read(text: &str, lang: Lang) -> Result<Option<Self>, CouldNotRun> {
        let Some(rest) = text.strip_prefix("s3://") else {
            return Ok(None);
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b);
        if !(3..=63).contains(&bucket.len()) || !bucket.bytes().all(fits) {
            let text = plain(text);
            return Err(CouldNotRun::new(lang.pick(
                format!("{text} 不是桶的地址。请写成 s3://桶名 或 s3://桶名/前缀；桶名是 3 至 63 个小写字母、数字、点和横线。"),
                format!("{text} is no address of a bucket; write s3://BUCKET or s3://BUCKET/PREFIX; the name has 3 to 63 lower-case letters, digits, dots and hyphens"),
            )));
        }
        let mut prefix = prefix.trim_matches('/').to_owned();
        if !prefix.is_empty() {
            prefix.push('/');
        }
        let bucket = bucket.to_owned();
        Ok(Some(Self { bucket, prefix }))
    }
}

/// Who asks, and where.
#[derive(Debug)]
pub(super) struct Account {
    /// Key, secret and session token.
    pub(super) identity: Identity,
    /// Region, e.g. `cn-northwest-1`.
    pub(super) region: String,
    /// Another store than AWS's own.
    pub(super) endpoint: Option<String>,
}

impl Account {
    /// Finds the account in the environment and the profile.
    ///
    /// # Errors
    /// If there is none, or no region.
    pub(super) async fn find(lang: Lang) -> Result<Self, CouldNotRun> {
        Self::find_in(&Env::real(), &Fs::real(), lang).await
    }

    async fn find_in(env: &Env, fs: &Fs, lang: Lang) -> Result<Self, CouldNotRun> {
        let profile = profile(env, fs, lang).await?;
        let set = |name: &str| env.get(name).ok().filter(|value| !value.is_empty());
        let in_profile = |name: &str| profile.get(name).map(str::to_owned);
        let keys = match (set("AWS_ACCESS_KEY_ID"), set("AWS_SECRET_ACCESS_KEY")) {
            (Some(key), Some(secret)) => Some((key, secret, set("AWS_SESSION_TOKEN"))),
            (None, _) | (_, None) => in_profile("aws_access_key_id")
                .zip(in_profile("aws_secret_access_key"))
                .map(|(key, secret)| (key, secret, in_profile("aws_session_token"))),
        };
        let (key, secret, token) = keys.ok_or_else(|| no_credentials(&profile, lang))?;
        let region = set("AWS_REGION").or_else(|| set("AWS_DEFAULT_REGION"));
        let region = region.or_else(|| in_profile("region"));
        let endpoint = set("AWS_ENDPOINT_URL_S3").or_else(|| set("AWS_ENDPOINT_URL"));
        Ok(Self {
            identity: functions::client::credentials(key, secret, token).into(),
            region: region.ok_or_else(|| no_region(lang))?,
            endpoint: endpoint.or_else(|| in_profile("endpoint_url")),
        })
    }
}

async fn profile(env: &Env, fs: &Fs, lang: Lang) -> Result<EnvConfigSections, CouldNotRun> {
    let broken = |file: String| {
        CouldNotRun::new(lang.pick(
            format!("读不了 AWS 的配置文件：{file}"),
            format!("cannot read AWS's configuration: {file}"),
        ))
    };
    let loaded = source::load(env, fs, &EnvConfigFiles::default()).await;
    let loaded = loaded.map_err(|fault| broken(plain(&fault.to_string())))?;
    EnvConfigSections::parse(loaded).map_err(|fault| broken(plain(&fault.to_string())))
}

fn no_credentials(profile: &EnvConfigSections, lang: Lang) -> CouldNotRun {
    let name = plain(profile.selected_profile());
    CouldNotRun::new(lang.pick(
        format!(
            "没有找到访问密钥：环境变量里没有 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY，~/.aws 的配置档“{name}”里也没有。\
             可运行 aws configure；用角色或单点登录的，先运行 eval \"$(aws configure export-credentials --format env)\"，再发布。"
        ),
        format!(
            "no access key was found: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set, and the profile {name:?} in ~/.aws has none. \
             Run `aws configure`; for a role or single sign-on run eval \"$(aws configure export-credentials --format env)\" first."
        ),
    ))
}

fn no_region(lang: Lang) -> CouldNotRun {
    CouldNotRun::new(lang.pick(
        "不知道桶在哪个区域。请设置环境变量 AWS_REGION，例如 cn-northwest-1（宁夏）、cn-north-1（北京）。",
        "the bucket's region is not known; set AWS_REGION, for example to cn-northwest-1",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: &str = "[default]\naws_access_key_id = AKEXAMPLE\naws_secret_access_key = hunter2\n[profile other]\n";

    fn find(set: &[(&str, &str)], config: &str) -> Result<Account, String> {
        let runtime = crate::store::runtime().unwrap();
        let set: Vec<_> = set.iter().chain(&[("HOME", "/home/li")]).copied().collect();
        let fs = Fs::from_slice(&[("/home/li/.aws/config", config)]);
        let env = Env::from_slice(&set);
        let found = Account::find_in(&env, &fs, Lang::Zh);
        runtime.block_on(found).map_err(|CouldNotRun(words)| words)
    }

    #[test]
    fn an_address_is_a_bucket_with_a_prefix_or_a_folder() {
        let read = |text| Address::read(text, Lang::Zh);
        let address = |bucket: &str, prefix: &str| {
            let (bucket, prefix) = (bucket.into(), prefix.into());
            Some(Address { bucket, prefix })
        };
        assert_eq!(read("s3://yichang").unwrap(), address("yichang", ""));
        assert_eq!(
            read("s3://yichang/a/b/").unwrap(),
            address("yichang", "a/b/")
        );
        assert_eq!(read("/srv/www").unwrap(), None);
        assert!(read("s3://宜昌").is_err() && read("s3://").is_err());
    }

    #[test]
    fn the_environment_comes_before_the_profile() {
        let region = [("AWS_REGION", "cn-north-1")];
        assert_eq!(find(&region, KEYS).unwrap().region, "cn-north-1");
        let with = format!("{KEYS}[default]\nregion = cn-northwest-1\nendpoint_url = http://x\n");
        let found = find(&[], &with).unwrap();
        assert_eq!(found.region, "cn-northwest-1");
        assert_eq!(found.endpoint.as_deref(), Some("http://x"));
        let keys = [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")];
        assert!(find(&[keys[0], keys[1], region[0]], "").is_ok());
    }

    #[test]
    fn what_is_missing_is_named_with_a_remedy_and_no_secret() {
        let words = find(&[("AWS_PROFILE", "other")], KEYS).unwrap_err();
        assert!(
            words.contains("“other”") && words.contains("aws configure"),
            "{words}"
        );
        let words = find(&[], KEYS).unwrap_err();
        assert!(
            words.contains("AWS_REGION") && !words.contains("hunter2"),
            "{words}"
        );
        assert!(!format!("{:?}", find(&[("AWS_REGION", "x")], KEYS)).contains("hunter2"));
    }
}
