//! The tokens of HTML as the standard tells them apart
//! (<https://html.spec.whatwg.org/multipage/parsing.html#tokenization>): where each ends and what it is.
//!
//! In: a text, and where a `<` stands in it. Out: what begins there. It follows the standard to the letter: where a
//! scanner that guesses and the parser behind it differ, markup hides.

/// What begins with a `<`.
pub(crate) struct Token<'h> {
    pub(crate) kind: Kind<'h>,
    /// Where the text goes on.
    pub(crate) end: usize,
}

/// The kinds of tokens.
pub(crate) enum Kind<'h> {
    /// A `<` that means nothing.
    Text,
    /// A comment, a document type, or what is taken for a comment.
    Comment,
    /// A start tag.
    Start(Tag<'h>),
    /// An end tag.
    End(Tag<'h>),
    /// A tag that the end of the text cuts off. Parsers drop it.
    Unfinished,
}

/// A tag.
pub(crate) struct Tag<'h> {
    /// Its name, as it is written.
    pub(crate) name: &'h str,
    /// Its attributes, and the characters in it that parsers report as faults: both cost them memory.
    pub(crate) attributes: usize,
    /// Whether it ends in `/>`.
    pub(crate) closes_itself: bool,
}

/// The token that begins with the `<` at `begin`.
pub(crate) fn token(html: &str, begin: usize) -> Token<'_> {
    match bytes_from(html, begin + 1) {
        // Of this nothing is left, not even a comment.
        [b'/', b'>', ..] => Token { kind: Kind::Comment, end: begin + 3 },
        [b'/', first, ..] if first.is_ascii_alphabetic() => tag(html, begin + 2, Kind::End),
        [first, ..] if first.is_ascii_alphabetic() => tag(html, begin + 1, Kind::Start),
        [b'!' | b'?', ..] | [b'/', _, ..] => comment(html, begin),
        _ => Token { kind: Kind::Text, end: begin + 1 },
    }
}

/// Where the raw text of the element `name` ends that begins at `begin`: at its end tag, or with `html`.
pub(crate) fn raw_text_end(html: &str, begin: usize, name: &str) -> usize {
    if name == "script" {
        return script_end(html, begin);
    }
    let mut at = begin;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find("</")) {
        let here = at + found;
        if is_named(bytes_from(html, here + 2), name) {
            return here;
        }
        at = here + 2;
    }
    html.len()
}

/// Scripts may hold comments, and those may hold scripts with end tags of their own.
fn script_end(html: &str, begin: usize) -> usize {
    let (mut in_comment, mut in_inner) = (false, false);
    let mut at = begin;
    while let Some(found) = html.get(at..).and_then(|rest| rest.find(['<', '-'])) {
        let here = at + found;
        let rest = bytes_from(html, here);
        let name = bytes_from(html, here + 1);
        at = here + 1;
        if rest.starts_with(b"-->") {
            (in_comment, in_inner) = (false, false);
        } else if rest.starts_with(b"<!--") {
            in_comment = true;
            // The dashes may be those of its end already.
            at = here + 2;
        } else if rest.starts_with(b"<") && is_named(name, "/script") {
            if !in_inner {
                return here;
            }
            in_inner = false;
        } else if rest.starts_with(b"<") && in_comment && is_named(name, "script") {
            in_inner = true;
        }
    }
    html.len()
}

/// Whether `name` stands at the begin of `rest`, in any case, and ends there.
fn is_named(rest: &[u8], name: &str) -> bool {
    let Some((found, after)) = rest.split_at_checked(name.len()) else { return false };
    found.eq_ignore_ascii_case(name.as_bytes())
        && after.first().is_some_and(|byte| is_white(*byte) || matches!(byte, b'/' | b'>'))
}

fn bytes_from(html: &str, at: usize) -> &[u8] {
    html.as_bytes().get(at..).unwrap_or_default()
}

fn is_white(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r' | b' ')
}

fn comment(html: &str, begin: usize) -> Token<'_> {
    let rest = html.get(begin..).unwrap_or_default();
    let length = match rest.strip_prefix("<!--") {
        Some(body) => comment_length(body).map(|length| length + 4),
        None => rest.find('>').map(|at| at + 1),
    };
    Token { kind: Kind::Comment, end: length.map_or(html.len(), |length| begin + length) }
}

/// The length of a comment without its `<!--`.
fn comment_length(body: &str) -> Option<usize> {
    if body.starts_with('>') {
        return Some(1);
    }
    if body.starts_with("->") {
        return Some(2);
    }
    let mut at = 0;
    while let Some(found) = body.get(at..)?.find("--") {
        let after = at + found + 2;
        let dashes = body.get(after..)?.bytes().take_while(|byte| *byte == b'-').count();
        at = after + dashes;
        let rest = body.get(at..)?;
        if rest.starts_with('>') {
            return Some(at + 1);
        }
        if rest.starts_with("!>") {
            return Some(at + 2);
        }
    }
    None
}

/// The states of the tokenizer within a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Name,
    BeforeAttribute,
    Attribute,
    AfterAttribute,
    BeforeValue,
    DoubleQuoted,
    SingleQuoted,
    Unquoted,
    AfterQuoted,
    Slash,
    Closed,
    ClosedItself,
}

impl State {
    fn next(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::DoubleQuoted, b'"') | (Self::SingleQuoted, b'\'') => Self::AfterQuoted,
            (Self::DoubleQuoted | Self::SingleQuoted, _) => self,
            (Self::Slash, b'>') => Self::ClosedItself,
            (_, b'>') => Self::Closed,
            (Self::BeforeValue, b'"') => Self::DoubleQuoted,
            (Self::BeforeValue, b'\'') => Self::SingleQuoted,
            (Self::BeforeValue, byte) if is_white(byte) => Self::BeforeValue,
            (Self::Attribute | Self::AfterAttribute, byte) if is_white(byte) => Self::AfterAttribute,
            (_, byte) if is_white(byte) => Self::BeforeAttribute,
            (Self::BeforeValue | Self::Unquoted, _) => Self::Unquoted,
            (_, b'/') => Self::Slash,
            (Self::Attribute | Self::AfterAttribute, b'=') => Self::BeforeValue,
            (Self::Name, _) => Self::Name,
            _ => Self::Attribute,
        }
    }

    /// Whether the step from here to `next` by `byte` begins an attribute, or is a fault.
    fn counts(self, next: Self, byte: u8) -> bool {
        match next {
            Self::Attribute => self != Self::Attribute || matches!(byte, b'"' | b'\'' | b'<'),
            Self::Unquoted => matches!(byte, b'"' | b'\'' | b'<' | b'=' | b'`'),
            Self::Slash => true,
            _ => false,
        }
    }
}

fn tag<'h>(html: &'h str, name_begin: usize, kind: fn(Tag<'h>) -> Kind<'h>) -> Token<'h> {
    let mut state = State::Name;
    let mut name_end = html.len();
    let mut attributes = 0;
    for (at, byte) in html.bytes().enumerate().skip(name_begin) {
        let next = state.next(byte);
        if state == State::Name && next != State::Name {
            name_end = at;
        }
        attributes += usize::from(state.counts(next, byte));
        state = next;
        if matches!(state, State::Closed | State::ClosedItself) {
            let name = html.get(name_begin..name_end).unwrap_or_default();
            let closes_itself = state == State::ClosedItself;
            return Token { kind: kind(Tag { name, attributes, closes_itself }), end: at + 1 };
        }
    }
    Token { kind: Kind::Unfinished, end: html.len() }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Tag, raw_text_end, token};

    fn shown(html: &str) -> (String, &str) {
        let found = token(html, 0);
        let tag = |mark: &str, tag: &Tag<'_>| {
            let slash = if tag.closes_itself { "/" } else { "" };
            format!("{mark}{}{slash} {}", tag.name, tag.attributes)
        };
        let kind = match &found.kind {
            Kind::Text => "text".to_owned(),
            Kind::Comment => "comment".to_owned(),
            Kind::Start(start) => tag("", start),
            Kind::End(end) => tag("-", end),
            Kind::Unfinished => "unfinished".to_owned(),
        };
        (kind, &html[found.end..])
    }

    #[test]
    fn tokens_end_where_the_standard_says() {
        for (html, kind, rest) in [
            ("< b>", "text", " b>"),
            ("<1>", "text", "1>"),
            ("<", "text", ""),
            ("<b>x", "b 0", "x"),
            ("<B\nid=x>y", "B 1", "y"),
            ("<br/>x", "br/ 1", "x"),
            ("<a/b>x", "a 2", "x"),
            ("<a b=/>x", "a 1", "x"),
            ("<a b=\"/\"/>x", "a/ 2", "x"),
            ("<a title=\"x > y\" b='>'>z", "a 2", "z"),
            ("<div b==\">x\">", "div 3", "x\">"),
            ("<a b=c\"d>e", "a 2", "e"),
            ("<a \"b>c\">d", "a 1", "c\">d"),
            ("<a b = 'c>'>d", "a 1", "d"),
            ("<a b=>c", "a 1", "c"),
            ("<a =b>c", "a 1", "c"),
            ("<a<b>c", "a<b 0", "c"),
            ("<a b='c", "unfinished", ""),
            ("</p >x", "-p 0", "x"),
            ("</p a='>'>x", "-p 1", "x"),
            ("</>x", "comment", "x"),
            ("</ p>x", "comment", "x"),
            ("<?xml a='>'?>x", "comment", "'?>x"),
            ("<!doctype html>x", "comment", "x"),
            ("<![CDATA[a>b]]>", "comment", "b]]>"),
            ("<!-->x", "comment", "x"),
            ("<!--->x", "comment", "x"),
            ("<!---->x", "comment", "x"),
            ("<!--a->b-->x", "comment", "x"),
            ("<!--a--b--!>x", "comment", "x"),
            ("<!---!>a--->x", "comment", "x"),
            ("<!--a", "comment", ""),
        ] {
            assert_eq!(shown(html), (kind.to_owned(), rest), "{html}");
        }
    }

    #[test]
    fn raw_text_ends_where_the_standard_says() {
        for (name, html, rest) in [
            ("style", "a</styles></b></STYLE >c", "</STYLE >c"),
            ("title", "<b>a</title/>", "</title/>"),
            ("title", "a</title", ""),
            ("script", "i<n;'</b>'</script>a", "</script>a"),
            ("script", "<!--<script></script>a--></script>b", "</script>b"),
            ("script", "<!--<script>a</script>b</script>c", "</script>c"),
            ("script", "<!-- a </script>b", "</script>b"),
            ("script", "<!--><script></script>a", "</script>a"),
            ("script", "<!--<scripts></script>a", "</script>a"),
        ] {
            assert_eq!(&html[raw_text_end(html, 0, name)..], rest, "{html}");
        }
    }
}
