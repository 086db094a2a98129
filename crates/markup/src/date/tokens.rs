//! The pieces of a written date.

/// A piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// Digits, as they stand.
    Digits(String),
    /// Letters in lower case, with the stops, slashes and lines between them: `a.m`, `america/los_angeles`.
    Word(String),
    /// Anything else but white space.
    Sign(char),
    /// White space.
    Space,
}

/// A digit of any script as one of ours.
fn ascii_digit(c: char) -> Option<char> {
    const ZEROS: [u32; 4] = [0x0660, 0x06f0, 0x0966, 0xff10];
    if c.is_ascii_digit() {
        return Some(c);
    }
    let code = u32::from(c);
    ZEROS.iter().find_map(|zero| char::from_digit(code.checked_sub(*zero).filter(|digit| *digit < 10)?, 10))
}

/// The pieces of `text`.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut all: Vec<Piece> = Vec::new();
    for c in text.chars() {
        let digit = ascii_digit(c);
        match (digit, all.last_mut()) {
            (Some(digit), Some(Piece::Digits(digits))) => digits.push(digit),
            (Some(digit), _) => all.push(Piece::Digits(digit.to_string())),
            (None, Some(Piece::Word(word))) if c.is_alphabetic() || is_mark(c) => {
                word.extend(c.to_lowercase());
            }
            // Between two letters; a stop or slash at the end is taken off below.
            (None, Some(Piece::Word(word))) if matches!(c, '.' | '/' | '_') => word.push(c),
            (None, _) if c.is_alphabetic() || is_mark(c) => all.push(Piece::Word(c.to_lowercase().collect())),
            (None, Some(Piece::Space)) if c.is_whitespace() => {}
            (None, _) if c.is_whitespace() => all.push(Piece::Space),
            (None, _) => all.push(Piece::Sign(c)),
        }
    }
    for piece in &mut all {
        if let Piece::Word(word) = piece {
            word.truncate(word.trim_end_matches(['.', '/', '_']).len());
        }
    }
    all
}

/// Vowel signs of Hindi, and the combining marks of Latin letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{0900}'..='\u{0903}' | '\u{093c}'..='\u{094f}')
}

#[cfg(test)]
mod tests {
    use super::{Piece, pieces};

    #[test]
    fn dates_fall_into_pieces() {
        use Piece::{Sign, Space};
        let digits = |text: &str| Piece::Digits(text.to_owned());
        let word = |text: &str| Piece::Word(text.to_owned());
        for (text, want) in [
            ("4. Jän.", vec![digits("4"), Sign('.'), Space, word("jän")]),
            ("08:00 A.M.", vec![digits("08"), Sign(':'), digits("00"), Space, word("a.m")]),
            ("1T2Z", vec![digits("1"), word("t"), digits("2"), word("z")]),
            ("٢٠٢٣", vec![digits("2023")]),
            ("2023年", vec![digits("2023"), word("年")]),
            ("Etc/GMT", vec![word("etc/gmt")]),
            ("जुलाई", vec![word("जुलाई")]),
            ("", vec![]),
        ] {
            assert_eq!(pieces(text), want, "{text}");
        }
    }
}
