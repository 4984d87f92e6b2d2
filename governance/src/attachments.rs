//! Files beside a record: papers of a meeting, accounts of a disclosure.
//!
//! Entry point: [`Attachment`]. Size, type and hash are those of the file itself; whoever publishes fills them in ([`Attachment::describe`]). Must not read files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file beside a record. Open data says its size, type and hash, which are taken from the file; where they are written down, they must be those of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Attachment {
    /// File name, relative to the record's own folder.
    #[schemars(extend("x-zh" = "文件", "x-zh-about" = "文件名；文件放在这条记录自己的文件夹里。"))]
    pub file: Box<str>,
    /// What the link says.
    #[schemars(extend("x-zh" = "名称", "x-zh-about" = "网页上链接显示的文字。"))]
    pub name: Box<str>,
    /// Size in bytes, as the file has it.
    #[schemars(extend("x-zh" = "字节数", "x-zh-about" = "文件大小，单位字节；由程序按文件写出。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u32>,
    /// Media type (IANA), by the file's name.
    #[schemars(extend("x-zh" = "媒体类型", "x-zh-about" = "文件的媒体类型，由程序按文件名写出。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mime: Option<Box<str>>,
    /// SHA-256 of the file in hexadecimal digits: whoever downloaded it can tell whether it is the same.
    #[schemars(extend("x-zh" = "校验值", "x-zh-about" = "文件的 SHA-256 校验值；下载的人可以核对文件有没有变。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Box<str>>,
}

impl Attachment {
    /// Says of the file what it is: bytes (at most 50 MB are taken in, so that the number fits), media type, SHA-256.
    pub fn describe(&mut self, bytes: u64, mime: &str, sha256: &str) {
        self.bytes = u32::try_from(bytes).ok();
        self.mime = Some(mime.into());
        self.sha256 = Some(sha256.into());
    }
}
