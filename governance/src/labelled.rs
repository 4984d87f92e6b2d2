//! Enumerations whose values carry an identifier, a Chinese label and an English label.
//!
//! Entry point: the `labelled!` macro and the [`Labelled`] trait. A value is written as its identifier; whoever reads
//! staff's files accepts the Chinese label too, from the same list. No label lives anywhere else.

/// One value of a closed list, with the words people see.
pub trait Labelled: Copy + Sized + 'static {
    /// Every value, in the order of the list.
    const ALL: &'static [Self];
    /// The identifier that files and URLs carry, e.g. `assist_government`.
    fn id(self) -> &'static str;
    /// The Chinese label, e.g. 依法协助政府工作事项.
    fn zh(self) -> &'static str;
    /// The English label.
    fn en(self) -> &'static str;
    /// The value with this identifier or Chinese label.
    fn find(word: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|v| v.id() == word || v.zh() == word)
    }
}

/// Declares a [`Labelled`] enumeration: `Variant = "id", "中文", "English";`.
#[macro_export]
macro_rules! labelled {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* #[doc = concat!($zh, " — ", $en)] $variant,)+ }

        impl $crate::labelled::Labelled for $name {
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            fn id(self) -> &'static str { match self { $(Self::$variant => $id,)+ } }
            fn zh(self) -> &'static str { match self { $(Self::$variant => $zh,)+ } }
            fn en(self) -> &'static str { match self { $(Self::$variant => $en,)+ } }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                out.serialize_str($crate::labelled::Labelled::id(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                $crate::written::read(input, |word| {
                    <Self as $crate::labelled::Labelled>::find(word)
                        .ok_or_else(|| format!("{word:?} is not one of {}", stringify!($name)))
                })
            }
        }

        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool { true }
            fn schema_name() -> std::borrow::Cow<'static, str> { stringify!($name).into() }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({
                    "type": "string",
                    "enum": [$($id,)+],
                    "x-labels": { $($id: $zh,)+ },
                    "x-labels-en": { $($id: $en,)+ },
                })
            }
        }
    };
}
