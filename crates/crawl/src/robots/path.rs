//! Paths and patterns of robots.txt: one spelling for each octet, and whether they match (RFC 9309, sections 2.2.2 and
//! 2.2.3).

/// The path of an address as patterns are compared with it: an asterisk or a dollar in it is just that octet.
pub(super) fn of_address(path_and_query: &str) -> String {
    let path = path_and_query.split('#').next().unwrap_or_default();
    let path = normal(path).replace('*', "%2A").replace('$', "%24");
    if path.starts_with('/') { path } else { format!("/{path}") }
}

/// A pattern in the same spelling. Its own `*` and `$` keep their meaning.
pub(super) fn of_pattern(pattern: &str) -> String {
    normal(pattern)
}

/// What need not be percent-encoded is not, what is not ASCII is, hexadecimal digits are capitals.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match tail.split_first_chunk::<2>() {
            Some((digits, after)) if byte == b'%' && digits.iter().all(u8::is_ascii_hexdigit) => {
                rest = after;
                push_octet(&mut out, digits.iter().fold(0, |octet, digit| octet * 16 + hex(*digit)), true);
            }
            _ => push_octet(&mut out, byte, false),
        }
    }
    out
}

fn hex(digit: u8) -> u8 {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok()).unwrap_or(0)
}

fn push_octet(out: &mut String, byte: u8, was_encoded: bool) {
    let is_unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if !byte.is_ascii() || (was_encoded && !is_unreserved) {
        for character in ['%', digit(byte >> 4), digit(byte & 15)] {
            out.push(character);
        }
    } else {
        out.push(char::from(byte));
    }
}

fn digit(value: u8) -> char {
    char::from_digit(value.into(), 16).unwrap_or('0').to_ascii_uppercase()
}

/// Whether the pattern matches a beginning of the path, or the whole of it where it ends in `$`. Each piece between
/// stars is looked for where the one before ended, so the cost is the length of the two together.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, is_whole) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let Some(last) = pieces.next_back() else { return !is_whole || rest.is_empty() };
    for piece in pieces {
        let Some((_, after)) = rest.split_once(piece) else { return false };
        rest = after;
    }
    if is_whole { rest.ends_with(last) } else { rest.contains(last) }
}
