//! Which edition and which words: from the address, the cookie, the browser's languages.

use coranto_model::{Country, Edition, Language};

/// A language that a browser asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The language.
    pub language: Language,
    /// The region of the tag, where it has one.
    pub country: Option<Country>,
}

/// Languages that are taken from one header at the most.
const MAX_WANTED: usize = 16;

/// The languages of an `Accept-Language` header, the most wanted first (RFC 9110, 12.5.4). What is no language is
/// passed over, and so is what is not wanted (`q=0`).
pub fn wanted_languages(header: &str) -> Vec<Wanted> {
    let mut wanted: Vec<(Wanted, u32)> = header
        .split(',')
        .take(MAX_WANTED)
        .filter_map(|part| {
            let (tag, quality) = part.split_once(';').unwrap_or((part, ""));
            let language = tag.trim().parse().ok()?;
            let country = tag.trim().split(['-', '_']).skip(1).find_map(|part| part.parse().ok());
            let quality = quality_of(quality)?;
            Some((Wanted { language, country }, quality))
        })
        .collect();
    wanted.sort_by_key(|(_, quality)| std::cmp::Reverse(*quality));
    wanted.into_iter().map(|(wanted, _)| wanted).collect()
}

/// Thousandths; `None` for zero.
fn quality_of(parameter: &str) -> Option<u32> {
    let Some(value) = parameter.trim().strip_prefix("q=") else { return Some(1_000) };
    let quality: f32 = value.trim().parse().unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1")]
    let thousandths = (quality.clamp(0.0, 1.0) * 1_000.0) as u32;
    (thousandths > 0).then_some(thousandths)
}

/// The edition of `editions` that suits `wanted` best; the one in English, or else the first, where none does.
pub fn best_edition(editions: &[Edition], wanted: &[Wanted]) -> Edition {
    let english = Edition { language: Language::ENGLISH, country: None };
    let of_wanted = wanted.iter().find_map(|wanted| {
        let exact = Edition { language: wanted.language, country: wanted.country };
        let world = Edition { language: wanted.language, country: None };
        [exact, world].into_iter().find(|edition| editions.contains(edition))
    });
    of_wanted
        .or_else(|| editions.contains(&english).then_some(english))
        .or_else(|| editions.first().copied())
        .unwrap_or(english)
}

#[cfg(test)]
mod tests {
    use coranto_model::Edition;
    use proptest::prelude::*;

    use super::{best_edition, wanted_languages};

    #[test]
    fn the_best_edition_is_found() {
        let editions: Vec<Edition> = ["en", "en-XA", "ar"].map(|text| text.parse().unwrap()).into();
        for (header, want) in [
            ("ar", "ar"),
            ("ar-EG,ar;q=0.9,en;q=0.8", "ar"),
            ("de-DE,de;q=0.9,ar;q=0.1", "ar"),
            ("en-XA", "en-XA"),
            ("en-GB;q=0.5, ar;q=0.4", "en"),
            ("ar;q=0, fr", "en"),
            ("*", "en"),
            ("", "en"),
            (";;;,q=,en;q=x", "en"),
        ] {
            assert_eq!(best_edition(&editions, &wanted_languages(header)).to_string(), want, "{header}");
        }
        assert_eq!(best_edition(&["ar".parse().unwrap()], &[]).to_string(), "ar");
        assert_eq!(best_edition(&[], &[]).to_string(), "en");
    }

    proptest! {
        #[test]
        fn any_header_is_taken(header in ".{0,300}") {
            let _ = wanted_languages(&header);
        }
    }
}
