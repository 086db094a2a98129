//! The fluent catalogues: an identifier and its arguments in, words out.
//!
//! Every catalogue has every message; a test holds the templates, the code and the catalogues together.

use std::borrow::Cow;
use std::sync::LazyLock;

use coranto_model::{Direction, Language};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::Pattern;
use unic_langid::LanguageIdentifier;

/// The languages that the pages speak.
pub const LANGUAGES: [Language; 2] = [Language::ENGLISH, Language::ARABIC];

macro_rules! files {
    ($language:literal) => {
        [
            include_str!(concat!("../../locales/", $language, "/account.ftl")),
            include_str!(concat!("../../locales/", $language, "/admin.ftl")),
            include_str!(concat!("../../locales/", $language, "/article.ftl")),
            include_str!(concat!("../../locales/", $language, "/countries.ftl")),
            include_str!(concat!("../../locales/", $language, "/errors.ftl")),
            include_str!(concat!("../../locales/", $language, "/front.ftl")),
            include_str!(concat!("../../locales/", $language, "/publisher.ftl")),
            include_str!(concat!("../../locales/", $language, "/site.ftl")),
            include_str!(concat!("../../locales/", $language, "/times.ftl")),
        ]
    };
}

static ENGLISH: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(Language::ENGLISH, &files!("en")));
static ARABIC: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::new(Language::ARABIC, &files!("ar")));

struct Catalogue {
    language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    fn new(language: Language, files: &[&str]) -> Self {
        let tag: LanguageIdentifier = language.as_str().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // The pages isolate foreign text themselves, with `dir` and `bdi`.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(number));
        for file in files {
            let resource =
                FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, errors)| {
                    tracing::error!(language = language.as_str(), ?errors, "a catalogue has mistakes");
                    resource
                });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(language = language.as_str(), ?errors, "a message stands twice");
            }
        }
        Self { language, bundle }
    }
}

/// Numbers are written with digits of ASCII and groups of three in both languages, as the newspapers do.
fn number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(grouped(number.value)),
        _ => None,
    }
}

#[expect(clippy::cast_possible_truncation, reason = "counts of things are far below 2^53")]
fn grouped(value: f64) -> String {
    let digits = (value as i64).unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0.0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// An argument of a message.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// A count: decides on the plural form.
    Count(u64),
    /// A text.
    Text(&'a str),
}

/// The words of one language. Copying is free.
#[derive(Clone, Copy)]
pub struct Words(&'static Catalogue);

impl Words {
    /// The words of `language`; `None` where there is no catalogue of it.
    pub fn of(language: Language) -> Option<Self> {
        match language {
            Language::ENGLISH => Some(Self(&ENGLISH)),
            Language::ARABIC => Some(Self(&ARABIC)),
            _ => None,
        }
    }

    /// English.
    pub fn english() -> Self {
        Self(&ENGLISH)
    }

    /// The language.
    pub fn language(self) -> Language {
        self.0.language
    }

    /// Its code, for `lang`.
    pub fn code(self) -> &'static str {
        match self.0.language {
            Language::ARABIC => "ar",
            _ => "en",
        }
    }

    /// Its direction, for `dir`.
    pub fn direction(self) -> Direction {
        self.0.language.direction()
    }

    /// The message `id`, which takes no arguments.
    pub fn say(self, id: &str) -> Cow<'static, str> {
        let Some(pattern) = self.pattern(id) else { return Cow::Owned(id.to_owned()) };
        let mut errors = Vec::new();
        let text = self.0.bundle.format_pattern(pattern, None, &mut errors);
        self.complain(id, &errors);
        text
    }

    /// The message `id` if there is one.
    pub fn find(self, id: &str) -> Option<Cow<'static, str>> {
        self.0.bundle.has_message(id).then(|| self.say(id))
    }

    /// The message `id`, which takes `$count`.
    pub fn count(self, id: &str, count: u64) -> Cow<'static, str> {
        self.fill(id, &[("count", Value::Count(count))])
    }

    /// The message `id`, which takes `$name`.
    pub fn named(self, id: &str, name: &str) -> Cow<'static, str> {
        self.fill(id, &[("name", Value::Text(name))])
    }

    /// The message `id` with its arguments.
    pub fn fill(self, id: &str, arguments: &[(&'static str, Value<'_>)]) -> Cow<'static, str> {
        let mut filled = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            match value {
                Value::Count(count) => filled.set(*name, *count as f64),
                Value::Text(text) => filled.set(*name, *text),
            }
        }
        let Some(pattern) = self.pattern(id) else { return Cow::Owned(id.to_owned()) };
        let mut errors = Vec::new();
        let text = self.0.bundle.format_pattern(pattern, Some(&filled), &mut errors).into_owned();
        self.complain(id, &errors);
        Cow::Owned(text)
    }

    /// A number as this language writes it.
    #[expect(clippy::unused_self, reason = "both languages write numbers alike; the next one may not")]
    pub fn number(self, number: u64) -> String {
        grouped(number as f64)
    }

    fn pattern(self, id: &str) -> Option<&'static Pattern<&'static str>> {
        let pattern = self.0.bundle.get_message(id).and_then(|message| message.value());
        if pattern.is_none() {
            tracing::error!(id, language = self.code(), "a message is missing");
        }
        pattern
    }

    fn complain(self, id: &str, errors: &[FluentError]) {
        if !errors.is_empty() {
            tracing::error!(id, language = self.code(), ?errors, "a message could not be filled in");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGES, Words, grouped};

    #[test]
    fn numbers_are_grouped() {
        for (number, want) in [(0.0, "0"), (999.0, "999"), (1_284.0, "1,284"), (1_000_000.0, "1,000,000")] {
            assert_eq!(grouped(number), want);
        }
    }

    #[test]
    fn plurals_follow_the_language() {
        let english = Words::english();
        assert_eq!(english.count("publishers", 1), "1 publisher");
        assert_eq!(english.count("publishers", 1_284), "1,284 publishers");
        let arabic = Words::of(LANGUAGES[1]).unwrap();
        let forms: Vec<_> = [0, 1, 2, 3, 11, 100].map(|count| arabic.count("publishers", count)).into();
        for (at, form) in forms.iter().enumerate() {
            assert!(!forms[..at].contains(form), "{form}");
        }
    }
}
