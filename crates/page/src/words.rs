//! Counting words.

/// Characters of scripts without spaces that make a word, about.
const CHARACTERS_A_WORD: usize = 2;

/// The words of a text. Where a script has no spaces between words, every two characters count as one.
pub fn word_count(text: &str) -> u32 {
    let mut words = 0_usize;
    let mut spaceless = 0_usize;
    for word in text.split_whitespace() {
        let here = word.chars().filter(|c| is_spaceless(*c)).count();
        spaceless += here;
        let other = word.chars().any(|c| c.is_alphanumeric() && !is_spaceless(c));
        words += usize::from(other);
    }
    u32::try_from(words + spaceless.div_ceil(CHARACTERS_A_WORD)).unwrap_or(u32::MAX)
}

/// Thai, Lao, Burmese, Khmer, Japanese kana and Chinese characters.
fn is_spaceless(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3041}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

#[cfg(test)]
mod tests {
    use super::word_count;

    #[test]
    fn words_are_counted_in_any_script() {
        for (text, want) in [
            ("", 0),
            ("one two – three.", 3),
            ("كان الميناء هادئا", 3),
            ("港は静かだった", 4),
            ("東京 2024", 2),
        ] {
            assert_eq!(word_count(text), want, "{text}");
        }
    }
}
