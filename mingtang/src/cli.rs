//! What can be said to the command. Raw arguments become finished values once, here; no verb reads them again.

pub(crate) mod desk;

use crate::words::Lang;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// The house's own theme; every other theme overrides files of it.
pub(crate) const BASE_THEME: &str = "themes/mingtang";

/// The port `serve` takes unless told otherwise; free of well-known services.
pub(crate) const PORT: u16 = 8420;

/// Seconds between two sweeps of `serve`: a due date ends at midnight, and its being over should not stay unwritten for half a morning.
const SWEEP_EVERY: u64 = 3_600;

/// 明堂:把社区治理的记录变成公开网站 / Mingtang: community governance in the open
#[derive(Debug, Parser)]
#[command(
    name = "mingtang",
    version,
    max_term_width = 100,
    subcommand_help_heading = "命令 / Commands",
    subcommand_value_name = "命令",
    next_help_heading = "选项 / Options",
    help_template = "{about}\n\n用法 / Usage: {usage}\n\n{all-args}{after-help}"
)]
pub(crate) struct Arguments {
    /// 提示语言 / Language of messages
    #[arg(long, global = true, value_enum, default_value = "zh")]
    pub(crate) lang: Lang,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// 生成网站 / Build the site
    Build(BuildOptions),
    /// 检查内容,不写网站 / Check the content, write no site
    Check(CheckOptions),
    /// 本机预览:网站与表单一并运行 / Serve site and forms on this machine
    Serve(ServeOptions),
    /// 新建一份内容 / Begin a new record
    New(NewOptions),
    /// 把生成好的网站发布到文件夹或对象存储(S3),只写改动的 / Publish the built site to a folder or to S3, writing only what changed
    Publish(PublishOptions),
    /// 说明一个问题代码 / Explain the code of a fault
    Explain(ExplainOptions),
    /// 写出字段的 JSON Schema，供编辑器补全 / Write JSON Schemas for editors
    Schema(SchemaOptions),
    /// 算到期日,并写出怎么算的 / Reckon a due date and show the working
    Due(DueOptions),
    /// 办理居民的来件 / Work on what residents filed
    Desk(desk::DeskOptions),
    /// 备份、恢复、到期删除 / Back up, restore, and let go what its time is over for
    Store(StoreOptions),
    /// 从库中取出可公布的数字与答复,写入 content/snapshot / Take from the store what may be published
    Snapshot(SnapshotOptions),
    /// 印评价凭证 / Print vouchers for ratings
    #[command(subcommand)]
    Voucher(VoucherVerb),
}

/// Where the store is.
#[derive(Debug, Clone, Args)]
pub(crate) struct StorePlace {
    /// 数据文件夹,与 mingtang serve 相同 / Data folder of `mingtang serve`
    #[arg(long, global = true, default_value = "data", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// 用 AWS 上的库;设了端点环境变量就不必写 / The store is on AWS; implied by an endpoint in the environment
    #[arg(long, global = true)]
    pub(crate) aws: bool,
}

/// Options of `store`.
#[derive(Debug, Args)]
pub(crate) struct StoreOptions {
    #[command(flatten)]
    pub(crate) place: StorePlace,
    /// 输出 JSON / Print JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// 内容文件夹 / Content folder
    #[arg(long, global = true, default_value = "content", value_name = "DIR")]
    pub(crate) content: PathBuf,
    /// 以此时刻为“现在” / Take this as now
    #[arg(long, global = true, value_name = "RFC3339")]
    pub(crate) now: Option<String>,
    #[command(subcommand)]
    pub(crate) act: StoreAct,
}

/// What is done to the store.
#[derive(Debug, Subcommand)]
pub(crate) enum StoreAct {
    /// 全部导出到一个文件(联系方式仍是密封的) / Everything into one file; contacts stay sealed
    Export {
        /// 写到哪个文件,不覆盖已有的 / The file; never written over
        file: PathBuf,
    },
    /// 从导出的文件恢复;已有的不动,可重复运行 / Put an export back; what is there stays; may be repeated
    Import {
        /// 导出的文件 / The file
        file: PathBuf,
    },
    /// 删除保存期满的,留下日期;不加 --delete 只计数 / Let go what its time is over for; counts only without --delete
    Retain {
        /// 真的删除 / Really delete
        #[arg(long)]
        delete: bool,
    },
}

/// Options of `snapshot`.
#[derive(Debug, Args)]
pub(crate) struct SnapshotOptions {
    #[command(flatten)]
    pub(crate) place: StorePlace,
    /// 内容文件夹 / Content folder
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub(crate) content: PathBuf,
    /// 以此时刻为“现在” / Take this as now
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<String>,
    /// 数目比上次少时,说明原因(会公布) / Why it holds less than the last one; published
    #[arg(long, value_name = "WORDS")]
    pub(crate) shrink_reason: Option<String>,
    /// 只检查,不写文件 / Check only, write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 另写一个给 aws cloudwatch put-metric-data 的文件:取了快照,超期几件 / Also write what alarms are told, for `aws cloudwatch put-metric-data`
    #[arg(long, value_name = "FILE")]
    pub(crate) metrics: Option<PathBuf>,
}

/// Where things are; the same for every verb that reads content.
#[derive(Debug, Clone, Args)]
pub(crate) struct Places {
    /// 内容文件夹 / Content folder
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub(crate) content: PathBuf,
    /// 主题文件夹,只放要改的文件即可 / Theme folder; it may hold just the files that differ
    #[arg(long, default_value = BASE_THEME, value_name = "DIR")]
    pub(crate) theme: PathBuf,
    /// 以此时刻为“现在”,默认取本机时钟 / Take this as now; default: this machine's clock
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<String>,
    /// 网站地址,默认取 site.toml / Address of the site; default: from site.toml
    #[arg(long, value_name = "URL")]
    pub(crate) base_url: Option<String>,
}

/// Options of `build`.
#[derive(Debug, Args)]
pub(crate) struct BuildOptions {
    #[command(flatten)]
    pub(crate) places: Places,
    /// 输出文件夹 / Output folder
    #[arg(long, default_value = "public", value_name = "DIR")]
    pub(crate) out: PathBuf,
    /// 不用缓存,全部重做 / Ignore the cache, make everything anew
    #[arg(long)]
    pub(crate) clean: bool,
    /// 用几个线程,默认为处理器个数 / Threads; default: one per processor
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<usize>,
    /// 写出变更清单 / Print the list of changes
    #[arg(long, value_enum)]
    pub(crate) report: Option<ReportForm>,
}

/// Options of `publish`.
#[derive(Debug, Args)]
pub(crate) struct PublishOptions {
    /// 生成好的网站 / The built site
    #[arg(long, default_value = "public", value_name = "DIR")]
    pub(crate) from: PathBuf,
    /// 发布到哪里：网站服务器读取的文件夹，或对象存储的桶 / Where to: the folder a web server reads, or a bucket
    #[arg(long, value_name = "DIR|s3://BUCKET/PREFIX")]
    pub(crate) to: String,
    #[command(flatten)]
    pub(crate) how: PublishHow,
    /// 输出 JSON / Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// Whether it is done, and how much of it.
#[derive(Debug, Args)]
pub(crate) struct PublishHow {
    /// 只说要做什么，什么也不改 / Only say what would be done
    #[arg(long, conflicts_with = "check")]
    pub(crate) dry_run: bool,
    /// 逐个文件核对已发布的与生成的是否一样，什么也不改 / Compare every file that is published with the built one; change nothing
    #[arg(long)]
    pub(crate) check: bool,
    /// 全部重新写一遍，例如缓存时间的规定变了以后 / Write everything again, as after a change of the cache headers
    #[arg(long, conflicts_with = "check")]
    pub(crate) all: bool,
}

/// Options of `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    #[command(flatten)]
    pub(crate) places: Places,
    /// 结果格式 / Form of the result
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
    /// 改正有把握的问题 / Apply the safe repairs
    #[arg(long)]
    pub(crate) fix: bool,
}

/// Options of `serve`.
#[derive(Debug, Args)]
pub(crate) struct ServeOptions {
    #[command(flatten)]
    pub(crate) places: Places,
    /// 端口,0 为任选 / Port; 0 takes any free one
    #[arg(long, default_value_t = PORT)]
    pub(crate) port: u16,
    /// 数据文件夹(来件与网站输出) / Data folder (what came in, and the site)
    #[arg(long, default_value = "data", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// 不监视改动，也不刷新浏览器 / Neither watch for changes nor reload the browser
    #[arg(long)]
    pub(crate) no_watch: bool,
    /// 前面有自己的反向代理：来件人取 X-Forwarded-For 的最后一个地址 / Behind one's own proxy: who sends is the last address of X-Forwarded-For
    #[arg(long)]
    pub(crate) behind_proxy: bool,
    /// 每个来源每小时的提交上限，默认按类别 20 至 60 / Requests that one sender may make in an hour; default: 20 to 60 by kind
    #[arg(long, value_name = "N")]
    pub(crate) hourly_limit: Option<u32>,
    /// 隔多少秒整理一次来件:写下超期、等待期满,清掉过期的(首次在启动一分钟后);0 为不整理 / Seconds between two sweeps of what came in: overdue is written, what has expired goes; 0 for never
    #[arg(long, default_value_t = SWEEP_EVERY, value_name = "SECONDS")]
    pub(crate) sweep_every: u64,
}

/// Options of `new`.
#[derive(Debug, Args)]
pub(crate) struct NewOptions {
    /// 种类,中英文皆可,如 notice 或 通知公告 / Kind
    pub(crate) kind: String,
    /// 编号，即文件名；不写则按今天的日期取一个 / Identity, also the file's name; default: after today's date
    pub(crate) id: Option<String>,
    /// 内容文件夹 / Content folder
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub(crate) content: PathBuf,
    /// 写上今天之外的日期 / Date to write instead of today's
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<String>,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainOptions {
    /// 问题代码;不写则列出全部 / Code; lists all if absent
    pub(crate) code: Option<String>,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaOptions {
    /// 种类;不写则写出全部 / Kind; writes all if absent
    pub(crate) kind: Option<String>,
    /// 写到哪个文件夹 / Folder to write to
    #[arg(long, default_value = "schemas", value_name = "DIR")]
    pub(crate) out: PathBuf,
}

/// Form of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For editors.
    Json,
}

/// Form of the list of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportForm {
    /// One object.
    Json,
}

/// Options of `due`.
#[derive(Debug, Args)]
pub(crate) struct DueOptions {
    /// 从何时起算,默认此刻 / From when; default: now
    #[arg(long, value_name = "RFC3339")]
    pub(crate) from: Option<String>,
    /// 多少个工作日 / So many working days
    #[arg(long, value_name = "N", conflicts_with_all = ["calendar_days", "rule"])]
    pub(crate) working_days: Option<u16>,
    /// 多少个自然日 / So many calendar days
    #[arg(long, value_name = "N", conflicts_with = "rule")]
    pub(crate) calendar_days: Option<u16>,
    /// 按期限规则 / By a rule
    #[arg(long, value_name = "RULE")]
    pub(crate) rule: Option<String>,
    /// 输出 JSON / Print JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// 内容文件夹(其中 calendar/ 可补充年份) / Content folder; its calendar/ may add years
    #[arg(long, default_value = "content", value_name = "DIR")]
    pub(crate) content: PathBuf,
}

/// What can be done with vouchers.
#[derive(Debug, Subcommand)]
pub(crate) enum VoucherVerb {
    /// 印一批：写出可打印的凭证页 / Print a batch: writes a sheet of slips
    Issue(VoucherIssue),
}

/// Options of `voucher issue`.
#[derive(Debug, Args)]
pub(crate) struct VoucherIssue {
    /// 服务主体编号 / Id of the vendor
    #[arg(long, value_name = "ID")]
    pub(crate) vendor: String,
    /// 发凭证的社区（村）的12位区划代码 / Code of the community that hands them out
    #[arg(long, value_name = "CODE")]
    pub(crate) place: String,
    /// 最后一天 / Last day
    #[arg(long, value_name = "DATE")]
    pub(crate) expires: String,
    /// 张数 / How many
    #[arg(long, default_value_t = 21, value_name = "N")]
    pub(crate) count: u16,
    /// 打印页写到哪里 / Where to write the sheet
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// 二维码里的网站地址 / Address of the site for the QR codes
    #[arg(long, value_name = "URL")]
    pub(crate) site: String,
    #[command(flatten)]
    pub(crate) store: StorePlace,
    /// 服务主体目录，默认取数据文件夹里的网站 / Directory of vendors; default: of the site in the data folder
    #[arg(long, value_name = "FILE")]
    pub(crate) vendors: Option<PathBuf>,
}
