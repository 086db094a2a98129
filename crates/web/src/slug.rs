//! The readable end of an article's address.

/// Longest slug, in characters.
const MAX_CHARS: usize = 80;

/// The slug of a headline: its letters and digits in lower case, whatever their script, with hyphens between words.
/// A headline without any gets `article`.
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len().min(MAX_CHARS * 4));
    let mut chars = 0;
    for word in title.split(|letter: char| !letter.is_alphanumeric() && !is_inside_word(letter)) {
        let word: String =
            word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        let length = word.chars().count();
        if length == 0 {
            continue;
        }
        if chars + length > MAX_CHARS {
            if slug.is_empty() {
                slug.extend(word.chars().take(MAX_CHARS));
            }
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
        chars += length + 1;
    }
    if slug.is_empty() { "article".to_owned() } else { slug }
}

/// Apostrophes do not end a word.
fn is_inside_word(letter: char) -> bool {
    matches!(letter, '\'' | '’' | 'ʼ')
}

/// `text` as a part of a path: everything but letters, digits and `-._~` of ASCII percent-encoded.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    push_encoded(&mut encoded, text);
    encoded
}

/// [`encode`] to the end of `address`.
pub fn push_encoded(address: &mut String, text: &str) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push('%');
            for half in [byte >> 4, byte & 15] {
                address.extend(DIGITS.get(usize::from(half)));
            }
        }
    }
}

/// The address of an article's page.
pub fn article_path(id: coranto_model::ArticleId, title: &str) -> String {
    let mut path = format!("/article/{id}/");
    push_encoded(&mut path, &slug(title));
    path
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{encode, slug};

    #[test]
    fn headlines_become_slugs() {
        for (title, want) in [
            ("Vessaly gives notice, and leaves!", "vessaly-gives-notice-and-leaves"),
            ("  Delmere’s rowers — lose 1 boat ", "delmeres-rowers-lose-1-boat"),
            ("مدينة تمشي: ماذا هتفت فيسبر؟", "مدينة-تمشي-ماذا-هتفت-فيسبر"),
            ("!!!", "article"),
            ("", "article"),
        ] {
            assert_eq!(slug(title), want);
        }
        assert_eq!(slug(&"word ".repeat(60)).chars().count(), 79);
        assert_eq!(slug(&"w".repeat(200)).chars().count(), 80);
    }

    #[test]
    fn parts_of_paths_are_encoded() {
        assert_eq!(encode("a b/ä?#%"), "a%20b%2F%C3%A4%3F%23%25");
    }

    proptest! {
        #[test]
        fn a_slug_is_its_own_slug(title in ".{0,200}") {
            let once = slug(&title);
            prop_assert!(!once.is_empty() && !once.contains(['/', '?', '#', '<', '"', ' ']));
        }
    }
}
