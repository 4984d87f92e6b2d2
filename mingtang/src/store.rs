//! The store as the command reaches it: a data folder on this machine, or tables behind an endpoint.
//!
//! Entry point: [`open`]. A data folder may be in use by `mingtang serve` at the same time: each write waits for the other's, and conditions are judged by
//! the engine inside the write, so that neither overwrites the other.

use crate::cli::StorePlace;
use crate::words::{Lang, plain};
use crate::{CouldNotRun, due};
use functions::AppState;
use functions::client::{self, Remote};
use functions::cloud::{self, Settings, SettingsFault};
use functions::domain::Fault;
use functions::domain::desk::Desk;
use functions::doors::SystemEntropy;
use functions::secrets::contact::{ContactKey, DeskKey};
use functions::store::dynamo::DynamoStore;
use functions::transport::log::Silent;
use governance::cases::{ActorRole, ClockPlan, Clocks};
use governance::dates::Moment;
use governance::deadlines::DeadlineRules;
use governance::labelled::Labelled;
use std::path::Path;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// Names of the settings of a store that is not on this machine.
mod setting {
    pub(super) const ENDPOINT: &str = "AWS_ENDPOINT_URL_DYNAMODB";
    pub(super) const REGION: &str = "AWS_REGION";
    pub(super) const KEY: &str = "AWS_ACCESS_KEY_ID";
    pub(super) const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
    pub(super) const TOKEN: &str = "AWS_SESSION_TOKEN";
    pub(super) const PREFIX: &str = "MINGTANG_TABLE_PREFIX";
    pub(super) const CONTACT_KEY: &str = "MINGTANG_CONTACT_KEY";
    pub(super) const DESK_KEY: &str = "MINGTANG_DESK_KEY";
    pub(super) const ROLE: &str = "MINGTANG_ROLE";
}

/// What the tables' names begin with, unless a deployment says otherwise.
const PREFIX: &str = "mingtang-";

/// An open store with what the desk decides with.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The store.
    pub(crate) store: DynamoStore,
    /// Due dates.
    pub(crate) clocks: Clocks,
    sealing: ContactKey,
}

impl Opened {
    /// What the desk decides with at this moment.
    pub(crate) fn desk(&self, now: Moment) -> Desk<'_> {
        Desk {
            now,
            clocks: &self.clocks,
            contact_key: &self.sealing,
            entropy: &SystemEntropy,
        }
    }
}

/// Opens the store at this place. `content` may add years to the working calendar.
///
/// # Errors
/// If it is not there, or a setting is missing; the message says what to do.
pub(crate) async fn open(
    place: &StorePlace,
    content: &Path,
    lang: Lang,
) -> Result<Opened, CouldNotRun> {
    let clocks = clocks(content, lang)?;
    let (store, sealing) = if is_remote(place) {
        remote(lang)?
    } else {
        local(&place.data, lang).await?
    };
    Ok(Opened {
        store,
        clocks,
        sealing,
    })
}

/// The clocks that cases run by: the built-in rules, and the working calendar with the years of the content folder.
///
/// # Errors
/// If a year file cannot be read.
pub(crate) fn clocks(content: &Path, lang: Lang) -> Result<Clocks, CouldNotRun> {
    let calendar = due::calendar(content, lang)?;
    let rules = DeadlineRules::built_in().map_err(|fault| CouldNotRun::new(fault.to_string()))?;
    Clocks::new(calendar, &rules, &ClockPlan::default())
        .map_err(|fault| CouldNotRun::new(fault.to_string()))
}

/// The key that opens contacts: from the data folder, from a file, or from the setting.
///
/// # Errors
/// If there is none here; only the staff desk has it.
pub(crate) fn desk_key(
    place: &StorePlace,
    file: Option<&Path>,
    lang: Lang,
) -> Result<DeskKey, CouldNotRun> {
    let given = match file {
        Some(file) => crate::files::read_text(file).ok(),
        None => get(setting::DESK_KEY),
    };
    let key = match (given, file) {
        (Some(text), _) => DeskKey::from_hex(text.trim()),
        (None, None) if !is_remote(place) => functions::local::desk_key(&place.data).ok(),
        (None, _) => None,
    };
    key.ok_or_else(|| {
        CouldNotRun::new(lang.pick(
            "这里没有能打开联系方式的私钥(desk.key)。只有办理台保管它;请用 --key 指明文件。",
            "the private key that opens contacts (desk.key) is not here; only the desk has it; name its file with --key",
        ))
    })
}

/// A runtime for one command: the store's answers are waited for one after another.
///
/// # Errors
/// If the system gives no threads.
pub(crate) fn runtime() -> Result<Runtime, CouldNotRun> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(|fault| CouldNotRun::new(fault.to_string()))
}

/// Says that the store did not do it.
pub(crate) fn failed(place: &StorePlace, fault: &Fault, lang: Lang) -> CouldNotRun {
    let (place, fault) = (whereabouts(place), plain(&fault.to_string()));
    CouldNotRun::new(lang.pick(
        format!("库({place})没有完成:{fault}。已写入的保持有效,可以再运行一次。"),
        format!(
            "the store ({place}) did not do it: {fault}; what was written stands; run it again"
        ),
    ))
}

/// Where the store is, for people.
fn whereabouts(place: &StorePlace) -> String {
    if is_remote(place) {
        let endpoint = get(setting::ENDPOINT).unwrap_or_else(|| "AWS".into());
        plain(&endpoint)
    } else {
        plain(&place.data.display().to_string())
    }
}

/// Whether the store is not on this machine.
pub(crate) fn is_remote(place: &StorePlace) -> bool {
    place.aws || get(setting::ENDPOINT).is_some()
}

async fn local(data: &Path, lang: Lang) -> Result<(DynamoStore, ContactKey), CouldNotRun> {
    functions::local::open_store(data).await.map_err(|fault| {
        let data = plain(&data.display().to_string());
        CouldNotRun::new(lang.pick(
            format!("打不开数据文件夹 {data}:{fault}。请用 --data 指明 mingtang serve 所用的数据文件夹;连接云上的库请设置 {} 或加 --aws。", setting::ENDPOINT),
            format!("cannot open the data folder {data}: {fault}; name the folder of `mingtang serve` with --data, or set {} or say --aws for a store elsewhere", setting::ENDPOINT),
        ))
    })
}

fn remote(lang: Lang) -> Result<(DynamoStore, ContactKey), CouldNotRun> {
    let need = |name: &'static str| get(name).ok_or_else(|| missing(name, lang));
    let credentials = client::credentials(
        need(setting::KEY)?,
        need(setting::SECRET)?,
        get(setting::TOKEN),
    );
    let sealing = ContactKey::from_hex(&need(setting::CONTACT_KEY)?);
    let sealing = sealing.ok_or_else(|| missing(setting::CONTACT_KEY, lang))?;
    let remote = Remote {
        region: need(setting::REGION)?,
        endpoint: get(setting::ENDPOINT),
        credentials,
    };
    let client = client::remote(remote, https());
    Ok((DynamoStore::new(client, &prefix()), sealing))
}

/// The functions' own state over tables behind an endpoint, with their secret: what vouchers are signed with.
///
/// # Errors
/// If a setting is missing; the message names it.
pub(crate) fn remote_state(lang: Lang) -> Result<AppState, CouldNotRun> {
    let named = |fault: SettingsFault| missing(fault.name(), lang);
    let settings = Settings::read(get).map_err(named)?;
    cloud::open(settings, https(), Arc::new(Silent)).map_err(named)
}

/// What the tables' names begin with in the cloud, which is what metrics begin with too.
pub(crate) fn prefix() -> String {
    get(setting::PREFIX).unwrap_or_else(|| PREFIX.into())
}

fn https() -> aws_smithy_runtime_api::client::http::SharedHttpClient {
    use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
    aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::Ring))
        .build_https()
}

fn missing(name: &str, lang: Lang) -> CouldNotRun {
    CouldNotRun::new(lang.pick(
        format!("环境变量 {name} 没有设置或不对"),
        format!("{name} is not set, or is not what it must be"),
    ))
}

/// The role that is set for the session.
pub(crate) fn role() -> Option<ActorRole> {
    get(setting::ROLE).and_then(|name| ActorRole::find(&name))
}

/// What is typed or piped in.
///
/// # Errors
/// If it is no text.
pub(crate) fn input() -> Result<String, CouldNotRun> {
    std::io::read_to_string(std::io::stdin()).map_err(|fault| CouldNotRun::new(fault.to_string()))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the door to the store's settings"
)]
fn get(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
