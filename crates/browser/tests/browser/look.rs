//! In which forms a page is looked at.

use std::fmt;

/// Light or dark, as a person's system asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    /// The value of `prefers-color-scheme`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// A language, a scheme and a window.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub language: &'static str,
    pub scheme: Scheme,
    /// Width of the window in CSS pixels.
    pub width: u32,
}

impl Look {
    /// A telephone and a desk, by day and by night.
    pub fn all(language: &'static str) -> Vec<Self> {
        let schemes = [Scheme::Light, Scheme::Dark];
        schemes
            .into_iter()
            .flat_map(|scheme| [360, 1280].map(|width| Self { language, scheme, width }))
            .collect()
    }

    /// Height of the window in CSS pixels.
    pub fn height(self) -> u32 {
        if self.width < 600 { 800 } else { 900 }
    }

    /// Address of the front page in this language.
    pub fn front(self) -> String {
        format!("/{}", self.language)
    }

    /// Which way its script runs.
    pub fn direction(self) -> &'static str {
        if self.language == "ar" { "rtl" } else { "ltr" }
    }
}

/// As part of a file's name.
impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.language, self.scheme.as_str(), self.width)
    }
}
