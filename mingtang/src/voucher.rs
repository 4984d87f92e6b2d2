//! `mingtang voucher`: prints the slips that residents rate a service with.
//!
//! A batch is kept in the store before its sheet is written, so that no slip is handed out that would not be known; a sheet that cannot be written leaves
//! a batch that nobody has, which harms nothing.

mod sheet;

use crate::cli::{VoucherIssue, VoucherVerb};
use crate::words::{Lang, cause, plain, say};
use crate::{CouldNotRun, Outcome, clock, files, store, stored};
use functions::domain::vouchers::{self, Order, Printed};
use governance::dates::Day;
use governance::divisions::{DivisionCode, Level};
use governance::ids::RecordId;
use serde_json::Value;
use sheet::Sheet;

/// Runs one of the verbs.
///
/// # Errors
/// If an argument cannot be read, or store or sheet cannot be written.
pub(crate) fn voucher(verb: &VoucherVerb, lang: Lang) -> Result<Outcome, CouldNotRun> {
    match verb {
        VoucherVerb::Issue(options) => issue(options, lang),
    }
}

fn issue(options: &VoucherIssue, lang: Lang) -> Result<Outcome, CouldNotRun> {
    let (order, name) = order(options, lang)?;
    let last = order.expires_on;
    let printed = stored::block_on(keep(options, order, lang))?;
    let sheet = Sheet {
        printed: &printed,
        vendor: &name,
        site: options.site.trim_end_matches('/'),
    };
    let html = sheet.html().map_err(|_| {
        CouldNotRun::new(lang.pick(
            "网站地址太长，放不进二维码",
            "the site's address is too long for a QR code",
        ))
    })?;
    let shown = plain(&options.out.display().to_string());
    files::write_new(&options.out, &html)
        .map_err(|fault| CouldNotRun::new(format!("{shown}: {}", cause(&fault, lang))))?;
    let (number, size) = (printed.issued.batch.number, printed.issued.batch.size);
    say(&lang.pick(
        format!("第{number}批凭证{size}张，最后一天{}。打印页:{shown}(用浏览器打开打印；每张只能评价一次，请当作票据保管)", last.zh()),
        format!("batch {number}: {size} vouchers until {last}; print {shown} from a browser; each is good for one rating"),
    ));
    Ok(Outcome::Clean)
}

async fn keep(options: &VoucherIssue, order: Order, lang: Lang) -> Result<Printed, CouldNotRun> {
    let state = if store::is_remote(&options.store) {
        store::remote_state(lang)?
    } else {
        stored::open(&options.store.data, lang).await?
    };
    let printed = vouchers::issue(state.store(), &state.means(clock::now()), order).await;
    printed.map_err(|fault| {
        CouldNotRun::new(match fault {
            vouchers::OrderFault::Size => lang.pick(
                "--count 要在1到12000之间".to_owned(),
                "--count must be 1 to 12000".to_owned(),
            ),
            vouchers::OrderFault::Over(day) => lang.pick(
                format!("--expires {day} 已经过去了"),
                format!("--expires {day} is over"),
            ),
            vouchers::OrderFault::Fault(fault) => fault.to_string(),
        })
    })
}

/// The order, and the vendor's name.
fn order(options: &VoucherIssue, lang: Lang) -> Result<(Order, String), CouldNotRun> {
    let wrong = |zh: String, en: String| CouldNotRun::new(lang.pick(zh, en));
    let typed = plain(&options.vendor);
    let vendor = RecordId::new(&options.vendor).map_err(|_| {
        wrong(
            format!("--vendor “{typed}”不是服务主体编号"),
            format!("--vendor {typed:?} is no id of a vendor"),
        )
    })?;
    let place = DivisionCode::parse(&options.place).ok();
    let place = place.filter(|code| code.level() == Level::Community);
    let place = place.ok_or_else(|| {
        wrong(
            "--place 请写发凭证的社区（村）的12位区划代码".into(),
            "--place takes the 12-digit code of the community that hands them out".into(),
        )
    })?;
    let expires_on = Day::parse(&options.expires).map_err(|_| {
        wrong(
            "--expires 请写成日期，例如 2026-12-31".into(),
            "--expires takes a date such as 2026-12-31".into(),
        )
    })?;
    let name = name_of(options, lang)?;
    let order = Order {
        vendor,
        place,
        expires_on,
        size: options.count,
    };
    Ok((order, name))
}

/// The vendor's name from the site as it was built last; a vendor that is not there gets no vouchers.
fn name_of(options: &VoucherIssue, lang: Lang) -> Result<String, CouldNotRun> {
    let file = options
        .vendors
        .clone()
        .unwrap_or_else(|| options.store.data.join("site/data/vendors.json"));
    let shown = plain(&file.display().to_string());
    let text = files::read_text(&file).map_err(|fault| {
        let why = cause(&fault, lang);
        CouldNotRun::new(lang.pick(
            format!("读不到服务主体目录 {shown}:{why}。请先生成网站，或用 --vendors 指明 vendors.json"),
            format!("cannot read the directory of vendors {shown}: {why}; build the site first or name vendors.json with --vendors"),
        ))
    })?;
    let rows: Value = serde_json::from_str(&text).unwrap_or_default();
    let rows = rows.as_array().map(Vec::as_slice).unwrap_or_default();
    let found = rows.iter().find(|row| row["id"] == *options.vendor);
    let name = found.and_then(|row| row["title"].as_str());
    name.map(Into::into).ok_or_else(|| {
        let (vendor, count) = (plain(&options.vendor), rows.len());
        CouldNotRun::new(lang.pick(
            format!("目录里没有服务主体“{vendor}”({shown},共{count}家)"),
            format!("no vendor {vendor:?} among the {count} of {shown}"),
        ))
    })
}
