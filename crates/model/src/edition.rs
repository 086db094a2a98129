//! Languages, countries and editions: a language, and a country or the whole world, with its own front page.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The way in which a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

impl Direction {
    /// The value of HTML's `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// The text is not a code of the wanted kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not a language code.
    #[error("a language is a two- or three-letter ISO 639 code such as en or ar")]
    Language,
    /// Not a country code.
    #[error("a country is a two-letter ISO 3166 code such as GB or EG")]
    Country,
}

/// A language: an ISO 639 code of two or three lower-case letters. Region and script of a longer tag are dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 3]);

impl Language {
    /// English, the language that every instance has.
    pub const ENGLISH: Self = Self(*b"en\0");
    /// Arabic.
    pub const ARABIC: Self = Self(*b"ar\0");

    /// The code.
    pub fn as_str(&self) -> &str {
        let bytes = match self.0 {
            [.., 0] => self.0.get(..2),
            _ => self.0.get(..),
        };
        bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("en")
    }

    /// Which way its usual script runs.
    pub fn direction(&self) -> Direction {
        const RTL: [&str; 12] = ["ar", "he", "fa", "ur", "ps", "sd", "ug", "yi", "dv", "ckb", "arc", "iw"];
        if RTL.contains(&self.as_str()) { Direction::Rtl } else { Direction::Ltr }
    }
}

impl FromStr for Language {
    type Err = CodeError;

    fn from_str(tag: &str) -> Result<Self, CodeError> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or("");
        let lower = primary.to_ascii_lowercase();
        match lower.as_bytes() {
            bytes if !bytes.iter().all(u8::is_ascii_lowercase) => Err(CodeError::Language),
            &[a, b] => Ok(Self([a, b, 0])),
            &[a, b, c] => Ok(Self([a, b, c])),
            _ => Err(CodeError::Language),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.as_str())
    }
}

impl TryFrom<String> for Language {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.to_string()
    }
}

/// A country: an ISO 3166-1 code of two upper-case letters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl Country {
    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("ZZ")
    }
}

impl FromStr for Country {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        match text.trim().to_ascii_uppercase().as_bytes() {
            &[a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([a, b])),
            _ => Err(CodeError::Country),
        }
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Country({})", self.as_str())
    }
}

impl TryFrom<String> for Country {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, CodeError> {
        text.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.to_string()
    }
}

/// A language and a country (or the world) with its own front page. Written `en` or `en-GB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edition {
    /// The language that its articles are in.
    pub language: Language,
    /// The country whose publishers it shows; `None` for the world.
    pub country: Option<Country>,
}

impl FromStr for Edition {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, CodeError> {
        match text.split_once('-') {
            None => Ok(Self { language: text.parse()?, country: None }),
            Some((language, country)) => {
                Ok(Self { language: language.parse()?, country: Some(country.parse()?) })
            }
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.country {
            None => self.language.fmt(f),
            Some(country) => write!(f, "{}-{country}", self.language),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Direction, Edition, Language};

    #[test]
    fn codes_are_parsed_and_shown() {
        for (text, shown) in [("en", "en"), ("AR", "ar"), ("en-gb", "en-GB"), ("yue-HK", "yue-HK")] {
            assert_eq!(text.parse::<Edition>().unwrap().to_string(), shown);
        }
        for text in ["", "e", "english", "en-", "en-G", "en-GBR", "1n", "é", "en-G1"] {
            assert!(text.parse::<Edition>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_longer_tag_is_cut_to_its_language() {
        assert_eq!("zh_Hant-TW".parse::<Language>().unwrap().as_str(), "zh");
        assert_eq!("ar-EG".parse::<Language>().unwrap().direction(), Direction::Rtl);
    }
}
