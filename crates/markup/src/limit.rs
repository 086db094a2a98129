//! Bounds that keep HTML parsers from harm: they recurse over, or take quadratic time for, what nobody writes.

use std::borrow::Cow;

/// Open elements of the same document at one time. Real pages have a few dozen.
pub const MAX_DEPTH: usize = 400;

/// Attributes of one tag that are kept.
const MAX_ATTRIBUTE_BYTES: usize = 64 * 1024;

/// Elements that are never open.
const VOID: [&[u8]; 14] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param",
    b"source", b"track", b"wbr",
];

/// `html` without NULs, without tags that would open more than [`MAX_DEPTH`] elements, and without tags that are
/// larger than any that people write. Borrowed where there is nothing to do, in one pass.
///
/// The count is a rough one: it knows nothing of elements that close by themselves, so it counts too much rather than
/// too little; an end tag takes one away whatever its name.
pub fn bounded(html: &str) -> Cow<'_, str> {
    let mut out: Option<String> = None;
    let (mut depth, mut kept) = (0_usize, 0_usize);
    let bytes = html.as_bytes();
    let mut at = 0;
    while let Some(found) =
        bytes.get(at..).and_then(|rest| rest.iter().position(|byte| matches!(byte, b'<' | 0)))
    {
        let begin = at + found;
        let end = if bytes.get(begin) == Some(&0) { begin + 1 } else { tag_end(bytes, begin) };
        if drop_tag(bytes.get(begin..end).unwrap_or_default(), &mut depth) {
            let out = out.get_or_insert_with(|| String::with_capacity(html.len()));
            out.push_str(html.get(kept..begin).unwrap_or_default());
            kept = end;
        }
        at = end;
    }
    match out {
        None => Cow::Borrowed(html),
        Some(mut out) => {
            out.push_str(html.get(kept..).unwrap_or_default());
            Cow::Owned(out)
        }
    }
}

/// The end of the tag that begins at `begin`. What is no tag ends at once.
fn tag_end(bytes: &[u8], begin: usize) -> usize {
    let rest = bytes.get(begin + 1..).unwrap_or_default();
    if !rest.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/') {
        return begin + 1;
    }
    let mut quote = None;
    for (offset, byte) in rest.iter().enumerate() {
        match (quote, byte) {
            (None, b'>') => return begin + offset + 2,
            (None, b'"' | b'\'') if rest.get(offset.wrapping_sub(1)) == Some(&b'=') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            _ => {}
        }
    }
    bytes.len()
}

fn drop_tag(tag: &[u8], depth: &mut usize) -> bool {
    match tag {
        [0] => true,
        [b'<', b'/', ..] => {
            *depth = depth.saturating_sub(1);
            false
        }
        [b'<', first, ..] if first.is_ascii_alphabetic() => {
            if tag.len() > MAX_ATTRIBUTE_BYTES {
                return true;
            }
            let name = tag.get(1..).unwrap_or_default();
            let end = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
            let name = name.get(..end).unwrap_or_default().to_ascii_lowercase();
            if VOID.contains(&name.as_slice()) || tag.ends_with(b"/>") {
                return false;
            }
            if *depth >= MAX_DEPTH {
                return true;
            }
            // Paragraphs and list items are seldom closed by hand.
            if !matches!(name.as_slice(), b"p" | b"li" | b"td" | b"tr" | b"th" | b"dt" | b"dd" | b"option") {
                *depth += 1;
            }
            false
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{MAX_DEPTH, bounded};

    #[test]
    fn what_people_write_stays_as_it_is() {
        for html in [
            "",
            "plain",
            "<p>One<p>Two <b>bold</b> <br> a < b",
            "<a title=\"a > b\">x</a>",
            "<div><img src=x /></div>",
        ] {
            assert!(matches!(bounded(html), Cow::Borrowed(same) if same == html), "{html}");
        }
    }

    #[test]
    fn what_nobody_writes_is_cut() {
        let deep = "<div>".repeat(100_000);
        assert_eq!(bounded(&deep).matches("<div>").count(), MAX_DEPTH);
        let wide = format!("<p {}>x", "a=b ".repeat(1_000_000));
        assert_eq!(bounded(&wide), "x");
        assert_eq!(bounded("a\0b<i\0>"), "ab<i\0>");
    }
}
