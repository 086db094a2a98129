//! Which section of the paper an article belongs to, by its publisher's own words.
//!
//! Comes in: the names that the publisher gives its sections and categories, and the parts of the article's path. Goes
//! out: the section that the first of them names.

use coranto_model::Section;

mod plain;
mod words;

use plain::plain;

/// The version of the table of words and of how they are looked up.
pub const VERSION: u32 = 2;

/// Words of a name whose parts are looked up one by one: longer ones are headlines, which name everything.
const MAX_PARTS: usize = 3;

/// The section that the first of `words` to name one names. A publisher's words go before the address's: hand them
/// over in that order.
pub fn of(words: &[&str]) -> Option<Section> {
    words.iter().find_map(|word| named_by(word))
}

/// The section that a word or phrase names: as a whole, else by the first of its parts that names one.
fn named_by(word: &str) -> Option<Section> {
    // Trails such as "Home > Sport" name the narrowest section last.
    let trail = word.rsplit(['>', '/', '|', '»', ':']);
    trail.into_iter().find_map(|name| {
        let name = plain(name);
        words::section(&name).or_else(|| {
            let parts: Vec<&str> = name.split(' ').filter(|part| !plain::is_filler(part)).collect();
            if parts.len() > MAX_PARTS {
                return None;
            }
            parts
                .into_iter()
                .find_map(|part| words::section(part).or_else(|| words::section(plain::bare(part))))
        })
    })
}

#[cfg(test)]
mod tests {
    use coranto_model::Section::{
        self, Business, Entertainment, Health, Opinion, Science, Sport, Technology, World,
    };
    use proptest::prelude::*;

    use super::of;

    fn check(words: &[&str], want: Option<Section>) {
        assert_eq!(of(words), want, "{words:?}");
    }

    #[test]
    fn publishers_words_name_sections() {
        for (word, want) in [
            ("World", World),
            ("WORLD NEWS", World),
            ("Middle-East", World),
            ("middle_east", World),
            ("Business & Finance", Business),
            ("Économie", Business),
            ("Économie et entreprises", Business),
            ("Wirtschaft", Business),
            ("Economía", Business),
            ("الاقتصاد", Business),
            ("اقتصاد وأعمال", Business),
            ("مال و أعمال", Business),
            ("Tech", Technology),
            ("Netzwelt", Technology),
            ("Tecnología", Technology),
            ("التكنولوجيا", Technology),
            ("تقنية", Technology),
            ("Science & Environment", Science),
            ("Klima", Science),
            ("Planète", Science),
            ("Medio ambiente", Science),
            ("البيئة", Science),
            ("Gesundheit", Health),
            ("Santé", Health),
            ("صِحّة", Health),
            ("Fußball", Sport),
            ("Fútbol", Sport),
            ("الرياضة", Sport),
            ("كرة القدم", Sport),
            ("Kultur", Entertainment),
            ("Cine y televisión", Entertainment),
            ("ثقافة وفنون", Entertainment),
            ("Meinung", Opinion),
            ("Idées", Opinion),
            ("رأي", Opinion),
            ("Home > Sport", Sport),
            ("News/World/Europe", World),
        ] {
            check(&[word], Some(want));
        }
    }

    #[test]
    fn the_first_that_says_something_decides() {
        check(&["Latest", "Middle-East"], Some(World));
        check(&["opinion", "world"], Some(Opinion));
        check(&["news", "2024", "11", "sport", "a-match-of-money-and-science"], Some(Sport));
    }

    #[test]
    fn what_says_nothing_names_nothing() {
        check(&[], None);
        check(&["", " ", ">", "News", "Home", "أخبار", "Actualités", "12345"], None);
        check(&["2024", "how-the-sport-of-kings-became-big-business"], None);
        check(&["transport", "worldly", "Healthcliff"], None);
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(word in "\\PC{0,40}") {
            of(&[&word]);
        }
    }
}
