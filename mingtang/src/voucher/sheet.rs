//! The sheet of slips: one HTML file that a browser prints on A4, 21 slips a page, each with a QR code and the code to type.
//!
//! Entry point: [`Sheet::html`]. It names no other site and needs no script. The voucher stands behind the `#` of the address: a browser keeps that part to
//! itself, so that no server's log has it.

use functions::domain::vouchers::Printed;
use governance::forms::words::escape;
use governance::vouchers::Slip;
use qrcode::types::QrError;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Light modules around a code, as ISO/IEC 18004 asks.
const QUIET: usize = 4;

/// Slips on an A4 page: three beside each other, seven below; with 25 mm a QR code of this length is read by any phone.
const PER_PAGE: usize = 21;

const STYLE: &str = "@page{size:A4;margin:10mm}
body{margin:0;font:10pt/1.35 sans-serif;color:#000;background:#fff}
section{display:grid;grid-template-columns:repeat(3,1fr);grid-auto-rows:38.5mm;break-after:page}
article{border:.2mm dashed #888;padding:1.5mm 2mm;display:grid;grid-template-columns:25mm 1fr;grid-template-rows:25mm auto;gap:.5mm 2mm;overflow:hidden;break-inside:avoid}
svg{width:25mm;height:25mm}
h2{font-size:10pt;margin:0}
p{margin:.4mm 0;font-size:8.5pt;line-height:1.25}
code{display:block;font:700 13pt/1.2 monospace;white-space:nowrap}
small{font-size:7.5pt;white-space:nowrap}
.wide{grid-column:1/3;text-align:center}
@media screen{body{max-width:190mm;margin:1rem auto}}";

/// What a sheet is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// The batch with its slips.
    pub(super) printed: &'a Printed,
    /// The vendor's name.
    pub(super) vendor: &'a str,
    /// The site's address without a slash at its end.
    pub(super) site: &'a str,
}

impl Sheet<'_> {
    /// The whole file.
    ///
    /// # Errors
    /// [`QrError`] if an address does not fit into a code.
    pub(super) fn html(&self) -> Result<String, QrError> {
        let batch = &self.printed.issued.batch;
        let (vendor, number) = (escape(self.vendor), batch.number);
        let mut out = format!(
            "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"robots\" content=\"noindex\">\n<title>评价凭证 {vendor} 第{number}批</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        );
        for page in self.printed.slips.chunks(PER_PAGE) {
            out.push_str("<section>\n");
            for slip in page {
                self.slip(&mut out, slip)?;
            }
            out.push_str("</section>\n");
        }
        out.push_str("</body>\n</html>\n");
        Ok(out)
    }

    fn slip(&self, out: &mut String, slip: &Slip) -> Result<(), QrError> {
        let address = format!("{}/ratings/new/#voucher={}", self.site, slip.token);
        let (vendor, code) = (escape(self.vendor), escape(&slip.code));
        let (until, event) = (slip.voucher.expires_on.zh(), slip.voucher.id());
        let _ = writeln!(
            out,
            "<article>{}<div><h2>评价凭证</h2><p>{vendor}</p><p>一次服务评价一次。扫码，或在网站“评价一次服务”页填写：</p></div><p class=\"wide\"><code>{code}</code><small>{until}前有效　编号{event}</small></p></article>",
            picture(&address)?
        );
        Ok(())
    }
}

/// The code as one path of an SVG.
fn picture(text: &str) -> Result<String, QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let (width, colors) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (at, _) in colors
        .iter()
        .enumerate()
        .filter(|(_, c)| **c == Color::Dark)
    {
        let _ = write!(
            path,
            "M{} {}h1v1h-1z",
            at % width + QUIET,
            at / width + QUIET
        );
    }
    let side = width + 2 * QUIET;
    Ok(format!(
        "<svg viewBox=\"0 0 {side} {side}\" role=\"img\" aria-label=\"评价二维码\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path d=\"{path}\"/></svg>"
    ))
}
