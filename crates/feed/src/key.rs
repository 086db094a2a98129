//! What an entry is known by from one poll to the next.

use url::Url;

/// Longest key, in bytes.
const MAX_KEY_BYTES: usize = 512;

/// The id that the feed gives an entry; else its address; else a number made of its texts. `None` for an entry that has
/// none of these. What changes while the entry stays the same is never part of it, if there is anything else.
pub(crate) fn key(id: &str, link: Option<&Url>, texts: &[&str]) -> Option<String> {
    let id = id.replace('\0', "");
    match (id.trim(), link) {
        ("", Some(link)) => Some(short(link.as_str())),
        ("", None) if texts.iter().all(|text| text.is_empty()) => None,
        ("", None) => Some(format!("text:{:016x}", hash(texts))),
        (id, _) => Some(short(id)),
    }
}

/// A long key by its begin and a number that is made of all of it.
fn short(key: &str) -> String {
    if key.len() <= MAX_KEY_BYTES {
        return key.to_owned();
    }
    let number = format!("#{:016x}", hash(&[key]));
    let mut end = MAX_KEY_BYTES - number.len();
    while !key.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}{number}", key.get(..end).unwrap_or_default())
}

/// FNV-1a of 64 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>): the same for all time, unlike the standard
/// library's.
fn hash(texts: &[&str]) -> u64 {
    let bytes = texts.iter().flat_map(|text| text.bytes().chain([0]));
    bytes
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{MAX_KEY_BYTES, hash, key};

    #[test]
    fn entries_are_known_by_what_stays() {
        let link = Url::parse("https://example.com/a").unwrap();
        for (id, link, title, want) in [
            (" x ", Some(&link), "One", Some("x")),
            ("a\0", None, "", Some("a")),
            ("", Some(&link), "One", Some("https://example.com/a")),
            (" \0", Some(&link), "Two", Some("https://example.com/a")),
            ("", None, "", None),
        ] {
            assert_eq!(key(id, link, &[title]).as_deref(), want, "{id:?}");
        }
        let by_text = |title: &str, summary: &str| key("", None, &[title, summary]).unwrap();
        assert_eq!(by_text("One", "x"), by_text("One", "x"));
        assert_ne!(by_text("One", "x"), by_text("On", "ex"));
    }

    #[test]
    fn long_keys_are_short_and_stay_apart() {
        let long = |end: &str| key(&format!("{}{end}", "é".repeat(400)), None, &[]).unwrap();
        assert!(long("a").len() <= MAX_KEY_BYTES && long("a").starts_with("éé"));
        assert_ne!(long("a"), long("b"));
        assert_eq!(key(&"x".repeat(512), None, &[]).unwrap().len(), 512);
    }

    #[test]
    fn the_number_is_that_of_fnv() {
        assert_eq!(hash(&[]), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(&[""]), 0xaf63_bd4c_8601_b7df);
    }
}
