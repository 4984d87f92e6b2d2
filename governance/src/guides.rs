//! Service guides 办事指南: everything a resident must know, told once (一次告知).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A service guide. Its name is the envelope's title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceGuide {
    /// Who may apply.
    #[schemars(extend("x-zh" = "办理对象", "x-zh-about" = "哪些人可以办。"))]
    pub who: Box<str>,
    /// What to bring.
    #[schemars(extend("x-zh" = "办理材料", "x-zh-about" = "要带的材料，一样一条。"))]
    pub materials: Vec<Material>,
    /// What happens, in order.
    #[schemars(extend("x-zh" = "办理流程", "x-zh-about" = "办理的步骤，按先后一步一条。"))]
    pub steps: Vec<Box<str>>,
    /// Working days until it is done; 0 is "on the spot".
    #[schemars(extend("x-zh" = "办结时限(工作日)", "x-zh-about" = "几个工作日办完；0 为当场办结。"))]
    pub working_days: u16,
    /// Which window.
    #[schemars(extend("x-zh" = "办理窗口", "x-zh-about" = "到哪个窗口办。"))]
    pub window: Box<str>,
    /// Public phone.
    #[schemars(extend("x-zh" = "咨询电话", "x-zh-about" = "咨询用的公开电话。"))]
    pub phone: Box<str>,
    /// What it costs; 免费 if nothing.
    #[schemars(extend("x-zh" = "收费", "x-zh-about" = "收多少钱；不收的写“免费”。"))]
    pub fee: Box<str>,
    /// What it rests on.
    #[schemars(extend("x-zh" = "设定依据", "x-zh-about" = "办这件事依据什么规定。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Box<str>>,
}

/// One thing to bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Material {
    /// What.
    #[schemars(extend("x-zh" = "名称", "x-zh-about" = "材料的名称。"))]
    pub name: Box<str>,
    /// Copies.
    #[schemars(extend("x-zh" = "份数", "x-zh-about" = "要几份。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copies: Option<u16>,
    /// Remarks, e.g. 原件核验后退还.
    #[schemars(extend("x-zh" = "说明", "x-zh-about" = "对材料的说明，例如“原件核验后退还”。"))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Box<str>>,
}
