//! Names of languages, countries and sections.

use std::borrow::Cow;

use coranto_model::{Country, Language, Section};

use super::catalogue::Words;

/// What languages call themselves.
const LANGUAGE_NAMES: &[(&str, &str)] = &[
    ("af", "Afrikaans"),
    ("am", "አማርኛ"),
    ("ar", "العربية"),
    ("az", "Azərbaycanca"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("bn", "বাংলা"),
    ("bs", "Bosanski"),
    ("ca", "Català"),
    ("ckb", "کوردیی ناوەندی"),
    ("cs", "Čeština"),
    ("cy", "Cymraeg"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("eo", "Esperanto"),
    ("es", "Español"),
    ("et", "Eesti"),
    ("eu", "Euskara"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fil", "Filipino"),
    ("fr", "Français"),
    ("ga", "Gaeilge"),
    ("gl", "Galego"),
    ("gu", "ગુજરાતી"),
    ("ha", "Hausa"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hr", "Hrvatski"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Bahasa Indonesia"),
    ("is", "Íslenska"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақ тілі"),
    ("km", "ខ្មែរ"),
    ("kn", "ಕನ್ನಡ"),
    ("ko", "한국어"),
    ("ku", "Kurdî"),
    ("la", "Latina"),
    ("lt", "Lietuvių"),
    ("lv", "Latviešu"),
    ("mk", "Македонски"),
    ("ml", "മലയാളം"),
    ("mn", "Монгол"),
    ("mr", "मराठी"),
    ("ms", "Bahasa Melayu"),
    ("my", "မြန်မာ"),
    ("nb", "Norsk bokmål"),
    ("ne", "नेपाली"),
    ("nl", "Nederlands"),
    ("nn", "Norsk nynorsk"),
    ("no", "Norsk"),
    ("or", "ଓଡ଼ିଆ"),
    ("pa", "ਪੰਜਾਬੀ"),
    ("pl", "Polski"),
    ("ps", "پښتو"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("si", "සිංහල"),
    ("sk", "Slovenčina"),
    ("sl", "Slovenščina"),
    ("so", "Soomaali"),
    ("sq", "Shqip"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("te", "తెలుగు"),
    ("th", "ไทย"),
    ("tl", "Tagalog"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("ur", "اردو"),
    ("uz", "Oʻzbekcha"),
    ("vi", "Tiếng Việt"),
    ("yi", "ייִדיש"),
    ("yue", "粵語"),
    ("zh", "中文"),
    ("zu", "isiZulu"),
];

/// What a language calls itself; its code where that is not known.
pub fn language_name(language: Language) -> Cow<'static, str> {
    LANGUAGE_NAMES
        .iter()
        .find(|(code, _)| *code == language.as_str())
        .map_or_else(|| Cow::Owned(language.to_string()), |(_, name)| Cow::Borrowed(*name))
}

/// A country's name in `words`; its code where that is not known.
pub fn country_name(words: Words, country: Country) -> Cow<'static, str> {
    words.find(&format!("country-{country}")).unwrap_or_else(|| Cow::Owned(country.to_string()))
}

/// The message that names a section.
pub fn section_id(section: Section) -> &'static str {
    match section {
        Section::World => "section-world",
        Section::Nation => "section-nation",
        Section::Business => "section-business",
        Section::Technology => "section-technology",
        Section::Science => "section-science",
        Section::Health => "section-health",
        Section::Sport => "section-sport",
        Section::Entertainment => "section-entertainment",
        Section::Opinion => "section-opinion",
    }
}

/// The message that tells a source's problem in general words, if there is one for its code.
pub fn problem_id(code: &str) -> String {
    format!("problem-{code}")
}

#[cfg(test)]
mod tests {
    use super::{LANGUAGE_NAMES, language_name};

    #[test]
    fn names_are_in_order_and_unknown_ones_are_codes() {
        assert!(LANGUAGE_NAMES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(language_name("ar".parse().unwrap()), "العربية");
        assert_eq!(language_name("qaa".parse().unwrap()), "qaa");
    }
}
