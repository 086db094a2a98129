//! One spelling for each word, so that the table needs it once.

/// Words between words.
const FILLERS: [&str; 14] =
    ["", "and", "the", "of", "und", "et", "y", "de", "la", "le", "des", "news", "و", "اخبار"];

/// Lower case, separators as single spaces, accents off Latin letters, Arabic letters in their plainest form without
/// vowel signs, no article before an Arabic word.
pub(super) fn plain(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'œ' => folded.push_str("oe"),
            // Vowel signs and the line that stretches a word.
            '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | 'ـ' => {}
            c => folded.push(letter(c)),
        }
    }
    let words = folded.split_whitespace().map(|word| word.strip_prefix("ال").unwrap_or(word));
    words.collect::<Vec<_>>().join(" ")
}

fn letter(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ä' | 'ã' | 'å' => 'a',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' | 'õ' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        '&' | ',' | ';' | '.' | '!' | '(' | ')' | '-' | '–' | '_' | '+' | '،' | '\u{a0}' => ' ',
        other => other,
    }
}

/// Whether a part of a name stands only between others.
pub(super) fn is_filler(part: &str) -> bool {
    FILLERS.contains(&part)
}

/// An Arabic word without the "and" that is written together with it, and the article behind that.
pub(super) fn bare(part: &str) -> &str {
    let bare = part.strip_prefix('و').unwrap_or(part);
    bare.strip_prefix("ال").unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn spellings_meet() {
        for (one, other) in [
            ("  Middle-East ", "middle east"),
            ("ÉCONOMIE", "economie"),
            ("e\u{301}conomie", "economie"),
            ("Fußball", "fussball"),
            ("الأسـواق", "اسواق"),
            ("آراء", "اراء"),
            ("صِحّة", "صحه"),
            ("", ""),
        ] {
            assert_eq!(plain(one), other);
        }
    }
}
