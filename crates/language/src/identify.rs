//! The language of a text.

use coranto_model::Language;
use whatlang::Lang;

/// Characters of a text that are looked at: more does not change the answer.
const MAX_CHARS: usize = 2_000;

/// The language of `text`; `None` where the text is too short or too mixed to tell.
pub fn identify(text: &str) -> Option<Language> {
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(at, _)| at);
    let info = whatlang::detect(text.get(..end)?)?;
    if info.is_reliable() { code(info.lang()).parse().ok() } else { None }
}

/// The ISO 639-1 code where there is one: whatlang speaks ISO 639-3.
fn code(lang: Lang) -> &'static str {
    match lang {
        Lang::Afr => "af",
        Lang::Aka => "ak",
        Lang::Amh => "am",
        Lang::Ara => "ar",
        Lang::Aze => "az",
        Lang::Bel => "be",
        Lang::Ben => "bn",
        Lang::Bul => "bg",
        Lang::Cat => "ca",
        Lang::Ces => "cs",
        Lang::Cmn => "zh",
        Lang::Cym => "cy",
        Lang::Dan => "da",
        Lang::Deu => "de",
        Lang::Ell => "el",
        Lang::Eng => "en",
        Lang::Epo => "eo",
        Lang::Est => "et",
        Lang::Fin => "fi",
        Lang::Fra => "fr",
        Lang::Guj => "gu",
        Lang::Heb => "he",
        Lang::Hin => "hi",
        Lang::Hrv => "hr",
        Lang::Hun => "hu",
        Lang::Hye => "hy",
        Lang::Ind => "id",
        Lang::Ita => "it",
        Lang::Jav => "jv",
        Lang::Jpn => "ja",
        Lang::Kan => "kn",
        Lang::Kat => "ka",
        Lang::Khm => "km",
        Lang::Kor => "ko",
        Lang::Lat => "la",
        Lang::Lav => "lv",
        Lang::Lit => "lt",
        Lang::Mal => "ml",
        Lang::Mar => "mr",
        Lang::Mkd => "mk",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Nld => "nl",
        Lang::Nob => "no",
        Lang::Ori => "or",
        Lang::Pan => "pa",
        Lang::Pes => "fa",
        Lang::Pol => "pl",
        Lang::Por => "pt",
        Lang::Ron => "ro",
        Lang::Rus => "ru",
        Lang::Sin => "si",
        Lang::Slk => "sk",
        Lang::Slv => "sl",
        Lang::Sna => "sn",
        Lang::Spa => "es",
        Lang::Srp => "sr",
        Lang::Swe => "sv",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Tgl => "tl",
        Lang::Tha => "th",
        Lang::Tuk => "tk",
        Lang::Tur => "tr",
        Lang::Ukr => "uk",
        Lang::Urd => "ur",
        Lang::Uzb => "uz",
        Lang::Vie => "vi",
        Lang::Yid => "yi",
        Lang::Zul => "zu",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use whatlang::Lang;

    use super::{code, identify};

    #[test]
    fn languages_are_told_apart() {
        for (text, want) in [
            ("The harbour was quiet when the first of the boats came back in the morning.", Some("en")),
            ("كان الميناء هادئا حين عادت أولى القوارب في الصباح.", Some("ar")),
            ("Der Hafen war still, als am Morgen die ersten Boote zurückkamen.", Some("de")),
            ("港は静かだった。朝になって最初の船が戻ってきた。", Some("ja")),
            ("", None),
            ("4711", None),
        ] {
            assert_eq!(identify(text).map(|language| language.to_string()).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn every_code_is_a_language() {
        assert!(Lang::all().iter().all(|lang| code(*lang).parse::<coranto_model::Language>().is_ok()));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "\\PC{0,300}") {
            identify(&text);
        }
    }
}
