//! Character references (`&amp;`, `&#8217;`, `&eacute;`) to characters, as HTML reads them
//! (<https://html.spec.whatwg.org/multipage/parsing.html#character-reference-state>).

use std::borrow::Cow;

use html5ever::data::{C1_REPLACEMENTS, NAMED_ENTITIES};
use memchr::memchr;

/// Longest name of HTML's references with its semicolon, in bytes.
const MAX_NAME_BYTES: usize = 33;

/// Most digits of a number that mean a character.
const MAX_DIGITS: usize = 10;

/// `text` with its references decoded once. What is none stays as it is; a reference without its semicolon, too, so
/// that `?a=1&copy=2` in an address stays whole.
pub fn decode_references(text: &str) -> Cow<'_, str> {
    if memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    push_decoded(text, &mut out);
    Cow::Owned(out)
}

/// The same, to the end of `out`.
pub fn push_decoded(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some((reference, after)) = reference(from) {
            out.extend(reference.chars());
            rest = after;
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
}

/// Whether a reference that means something stands in `text`.
pub fn has_reference(text: &str) -> bool {
    let mut rest = text;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        let (_, from) = rest.split_at(at);
        if reference(from).is_some() {
            return true;
        }
        rest = from.get(1..).unwrap_or_default();
    }
    false
}

/// The one or two characters of a reference.
#[derive(Clone, Copy)]
struct Reference(char, Option<char>);

impl Reference {
    fn chars(self) -> impl Iterator<Item = char> {
        [Some(self.0), self.1].into_iter().flatten()
    }
}

/// The reference at the begin of `text`, which begins with `&`, and what follows it.
fn reference(text: &str) -> Option<(Reference, &str)> {
    // Nine of ten are these.
    for (name, meant) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"'), ("&apos;", '\'')] {
        if let Some(after) = text.strip_prefix(name) {
            return Some((Reference(meant, None), after));
        }
    }
    let body = text.get(1..)?;
    if let Some(number) = body.strip_prefix('#') {
        return numeric(number);
    }
    let end = body.bytes().take(MAX_NAME_BYTES).position(|byte| !byte.is_ascii_alphanumeric())?;
    let (name, after) = body.split_at_checked(end + 1)?;
    if !name.ends_with(';') {
        return None;
    }
    let (first, second) = NAMED_ENTITIES.get(name)?;
    let first = char::from_u32(*first).filter(|first| *first != '\0')?;
    let second = char::from_u32(*second).filter(|second| *second != '\0');
    Some((Reference(first, second), after))
}

/// The number behind `&#`. A missing semicolon is forgiven here: no address has a number sign behind an ampersand.
fn numeric(number: &str) -> Option<(Reference, &str)> {
    let hexadecimal = number.strip_prefix(['x', 'X']);
    let (digits, radix) = hexadecimal.map_or((number, 10), |digits| (digits, 16));
    let end = digits.bytes().position(|byte| !char::from(byte).is_digit(radix)).unwrap_or(digits.len());
    let (digits, after) = digits.split_at_checked(end)?;
    if digits.is_empty() || digits.trim_start_matches('0').len() > MAX_DIGITS {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).ok()?;
    // Numbers of control characters are meant as in windows-1252.
    let windows = code.checked_sub(128).and_then(|code| C1_REPLACEMENTS.get(usize::try_from(code).ok()?));
    let meant = windows.copied().flatten().or_else(|| char::from_u32(code).filter(|meant| *meant != '\0'))?;
    Some((Reference(meant, None), after.strip_prefix(';').unwrap_or(after)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{decode_references, has_reference};

    #[test]
    fn references_are_decoded_once() {
        for (text, want) in [
            ("plain", "plain"),
            ("&lt;b&gt; &amp;amp; &quot;&apos;", "<b> &amp; \"'"),
            ("caf&eacute; &nbsp;&hellip;", "café \u{a0}…"),
            ("&#8217;&#x2019;&#X2019;&#039;", "’’’'"),
            ("&#146;&#150;&#x80;", "’–€"),
            ("&#8217 x", "’ x"),
            ("AT&T &unknown; & &; &#; &#x;", "AT&T &unknown; & &; &#; &#x;"),
            ("?a=1&copy=2&amp", "?a=1&copy=2&amp"),
            ("&#0;&#xd800;&#99999999999;", "&#0;&#xd800;&#99999999999;"),
            ("&NotEqualTilde;", "≂\u{338}"),
            ("&é;&", "&é;&"),
        ] {
            assert_eq!(decode_references(text), want, "{text}");
            assert_eq!(has_reference(text), text != want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "([&#x;]|[a-z0-9]|\\PC){0,40}") {
            decode_references(&text);
        }
    }
}
