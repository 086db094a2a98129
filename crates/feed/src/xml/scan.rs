//! Text to tags and what stands between them.
//!
//! A scanner of our own, because the readers of XML that there are stop at the first fault, and the faults are everyday:
//! bare ampersands and `<`, quotes that do not close, sections and comments that do not end. It looks at each byte at
//! most a few times whatever comes, and copies nothing.

use memchr::{memchr, memchr2, memmem};

/// A start tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'x> {
    /// Its name, with the prefix.
    pub name: &'x str,
    /// What stands behind the name, but for the slash of an empty element.
    pub attributes: &'x str,
    /// Whether it ends itself: `<a/>`.
    pub is_empty: bool,
}

/// A piece of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'x> {
    Start(Tag<'x>),
    /// An end tag, by its name.
    End(&'x str),
    /// Text with its references.
    Text(&'x str),
    /// What a CDATA section holds.
    Section(&'x str),
    /// What a document type declaration holds.
    Doctype(&'x str),
}

/// Reads one document from its begin to its end.
#[derive(Clone, Debug)]
pub(crate) struct Scanner<'x> {
    rest: &'x str,
    /// Whether something was left open at the end, or is not as XML wants it.
    pub is_faulty: bool,
    /// Whether the end came inside a tag or a section.
    pub is_cut: bool,
    /// Ends that were searched for and do not come any more: nobody searches twice to the end of a document.
    missing: [Option<&'static str>; 3],
}

impl<'x> Scanner<'x> {
    pub(crate) fn new(text: &'x str) -> Self {
        Self { rest: text, is_faulty: false, is_cut: false, missing: [None; 3] }
    }

    /// Takes `bytes` from the rest; all of it where there are not as many.
    fn take(&mut self, bytes: usize) -> &'x str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Where `end` comes next.
    fn find(&mut self, end: &'static str) -> Option<usize> {
        if self.missing.contains(&Some(end)) {
            return None;
        }
        let found = memmem::find(self.rest.as_bytes(), end.as_bytes());
        if found.is_none()
            && let Some(free) = self.missing.iter_mut().find(|missing| missing.is_none())
        {
            *free = Some(end);
        }
        found
    }

    /// Passes over what stands up to `end`, and `end`. Where it never comes, to the next `>`.
    fn pass_over(&mut self, begin: usize, end: &'static str) {
        self.take(begin);
        if let Some(at) = self.find(end) {
            self.take(at + end.len());
        } else {
            self.is_faulty = true;
            let at = memchr(b'>', self.rest.as_bytes()).map_or(self.rest.len(), |at| at + 1);
            self.take(at);
        }
    }

    fn section(&mut self) -> Token<'x> {
        self.take("<![CDATA[".len());
        if let Some(at) = memmem::find(self.rest.as_bytes(), b"]]>") {
            let inside = self.take(at);
            self.take(3);
            return Token::Section(inside);
        }
        (self.is_faulty, self.is_cut) = (true, true);
        Token::Section(self.take(self.rest.len()))
    }

    /// A document type declaration may have declarations in brackets.
    fn doctype(&mut self) -> Token<'x> {
        self.take("<!DOCTYPE".len());
        let end = memchr2(b'>', b'[', self.rest.as_bytes()).unwrap_or(self.rest.len());
        if self.rest.as_bytes().get(end) == Some(&b'[')
            && let Some(inside) = self.find("]>")
        {
            let inside = self.take(inside);
            self.take(2);
            return Token::Doctype(inside);
        }
        let inside = self.take(end);
        self.take(1);
        Token::Doctype(inside)
    }

    /// Text up to the next `<` that begins something.
    fn text(&mut self) -> Token<'x> {
        let bytes = self.rest.as_bytes();
        let mut from = 0;
        while let Some(at) = bytes.get(from..).and_then(|bytes| memchr(b'<', bytes)) {
            if begins_markup(bytes.get(from + at + 1..).unwrap_or_default()) {
                return Token::Text(self.take(from + at));
            }
            self.is_faulty = true;
            from += at + 1;
        }
        Token::Text(self.take(self.rest.len()))
    }

    fn end_tag(&mut self) -> Token<'x> {
        self.take(2);
        let end = memchr2(b'>', b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
        let name = self.take(end);
        if self.rest.starts_with('>') {
            self.take(1);
        } else {
            self.is_faulty = true;
        }
        let name = name.split(is_space).next().unwrap_or_default();
        Token::End(name)
    }

    fn start_tag(&mut self) -> Token<'x> {
        self.take(1);
        let length = tag_length(self.rest.as_bytes());
        let inside = self.take(length);
        if self.rest.starts_with('>') {
            self.take(1);
        } else {
            self.is_faulty = true;
            self.is_cut |= self.rest.is_empty();
        }
        let is_empty = inside.ends_with('/');
        let inside = inside.strip_suffix('/').unwrap_or(inside);
        let end = inside
            .bytes()
            .position(|byte| byte.is_ascii_whitespace() || byte == b'/')
            .unwrap_or(inside.len());
        let (name, attributes) = inside.split_at_checked(end).unwrap_or((inside, ""));
        Token::Start(Tag { name, attributes, is_empty })
    }
}

impl<'x> Iterator for Scanner<'x> {
    type Item = Token<'x>;

    fn next(&mut self) -> Option<Token<'x>> {
        loop {
            let bytes = self.rest.as_bytes();
            return Some(match bytes {
                [] => return None,
                [b'<', b'/', second, ..] if is_name_start(*second) => self.end_tag(),
                [b'<', b'?', ..] => {
                    self.pass_over(2, "?>");
                    continue;
                }
                [b'<', b'!', b'-', b'-', ..] => {
                    self.pass_over(4, "-->");
                    continue;
                }
                _ if starts_with(bytes, b"<![CDATA[") => self.section(),
                _ if starts_with(bytes, b"<!DOCTYPE") => self.doctype(),
                [b'<', b'!', ..] => {
                    self.pass_over(2, ">");
                    continue;
                }
                [b'<', first, ..] if is_name_start(*first) => self.start_tag(),
                _ => self.text(),
            });
        }
    }
}

fn starts_with(bytes: &[u8], begin: &[u8]) -> bool {
    bytes.get(..begin.len()).is_some_and(|bytes| bytes.eq_ignore_ascii_case(begin))
}

fn is_space(c: char) -> bool {
    c.is_ascii_whitespace()
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || byte >= 0x80
}

/// Whether markup begins with a `<` that is followed by `after`.
fn begins_markup(after: &[u8]) -> bool {
    match after {
        [b'/', second, ..] => is_name_start(*second),
        [b'!' | b'?', ..] => true,
        [first, ..] => is_name_start(*first),
        [] => false,
    }
}

/// The length of a tag without its `>`; `bytes` begin behind the `<`. A quote counts only behind an equals sign, and
/// only if it closes: where a `<` stands between the next `>` and the closing quote, that quote belongs to another tag.
fn tag_length(bytes: &[u8]) -> usize {
    let mut at = 0;
    loop {
        let Some(found) = bytes.get(at..).and_then(find_tag_part) else { return bytes.len() };
        at += found;
        let byte = bytes.get(at).copied().unwrap_or(b'>');
        if matches!(byte, b'>' | b'<') {
            return at;
        }
        let is_value = bytes.get(..at).is_some_and(|before| before.trim_ascii_end().ends_with(b"="));
        at += 1;
        if is_value {
            let rest = bytes.get(at..).unwrap_or_default();
            let close = memchr2(byte, b'<', rest).unwrap_or(rest.len());
            if rest.get(close) == Some(&byte) {
                at += close + 1;
            } else if let Some(end) = memchr(b'>', rest.get(..close).unwrap_or_default()) {
                return at + end;
            } else if rest.get(close) == Some(&b'<')
                && let Some(end) = memchr2(byte, b'>', rest).filter(|end| rest.get(*end) == Some(&byte))
            {
                // `title="a < b"`: the quote closes before any tag ends.
                at += end + 1;
            }
        }
    }
}

/// Where the next quote, `>` or `<` is. Most tags have none but the `>`, a few bytes away.
fn find_tag_part(bytes: &[u8]) -> Option<usize> {
    bytes.iter().position(|byte| matches!(byte, b'>' | b'<' | b'"' | b'\''))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Scanner, Tag, Token};

    fn start<'x>(name: &'x str, attributes: &'x str) -> Token<'x> {
        Token::Start(Tag { name, attributes, is_empty: false })
    }

    fn empty<'x>(name: &'x str, attributes: &'x str) -> Token<'x> {
        Token::Start(Tag { name, attributes, is_empty: true })
    }

    #[test]
    fn tags_and_what_stands_between_them() {
        use Token::{Doctype, End, Section, Text};
        for (text, want) in [
            ("<a>b</a>", vec![start("a", ""), Text("b"), End("a")]),
            ("<a:b c='d>e' f=\"'\"/>x", vec![empty("a:b", " c='d>e' f=\"'\""), Text("x")]),
            ("<a/></b >", vec![empty("a", ""), End("b")]),
            ("a<!-- <b> -->c<?d <e>?>f", vec![Text("a"), Text("c"), Text("f")]),
            ("<![CDATA[<a>]]b]]>c", vec![Section("<a>]]b"), Text("c")]),
            ("<!DOCTYPE a><b>", vec![Doctype(" a"), start("b", "")]),
            ("<!DOCTYPE a [<!ENTITY b 'c'>]><d>", vec![Doctype(" a [<!ENTITY b 'c'>"), start("d", "")]),
            ("a < b & c <3 <>", vec![Text("a < b & c <3 <>")]),
            ("<a b=\"c><d>", vec![start("a", " b=\"c"), start("d", "")]),
            ("<a b=c\">d", vec![start("a", " b=c\""), Text("d")]),
            ("<a b='c < d'>e", vec![start("a", " b='c < d'"), Text("e")]),
            ("<a<b>", vec![start("a", ""), start("b", "")]),
            ("</a<b>", vec![End("a"), start("b", "")]),
            ("</rss", vec![End("rss")]),
            ("<a b='c", vec![start("a", " b='c")]),
            ("<![CDATA[a", vec![Section("a")]),
            ("<!-- a>b", vec![Text("b")]),
            ("<A-Ä.b>", vec![start("A-Ä.b", "")]),
            ("", vec![]),
        ] {
            assert_eq!(Scanner::new(text).collect::<Vec<_>>(), want, "{text}");
        }
    }

    #[test]
    fn faults_are_noticed() {
        for (text, faulty, cut) in [
            ("<a>b</a>", false, false),
            ("a < b", true, false),
            ("<a b='c", true, true),
            ("<![CDATA[a", true, true),
            ("</a", true, false),
            ("<!-- a>b", true, false),
        ] {
            let mut scanner = Scanner::new(text);
            scanner.by_ref().for_each(drop);
            assert_eq!((scanner.is_faulty, scanner.is_cut), (faulty, cut), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "(<[a-z]|</|<!|<!--|-->|<!\\[CDATA\\[|\\]\\]>|<!DOCTYPE|\\[|\\]|<\\?|\\?>|[='\"/> ]|\\PC){0,40}") {
            let length: usize = Scanner::new(&text).map(|token| match token {
                Token::Start(tag) => tag.name.len() + tag.attributes.len(),
                Token::End(text) | Token::Text(text) | Token::Section(text) | Token::Doctype(text) => text.len(),
            }).sum();
            prop_assert!(length <= text.len());
        }
    }
}
