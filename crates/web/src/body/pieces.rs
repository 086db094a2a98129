//! Cuts HTML into text and tags. Every input is taken; what is no tag is text.

use std::borrow::Cow;

/// A part of an HTML text.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text with its entities as they stand. Contains no `<`.
    Text(&'a str),
    /// A `<` that begins no tag.
    LessThan,
    /// A start tag.
    Open {
        /// Its name as written.
        name: &'a str,
        /// Its attributes as written.
        attributes: &'a str,
    },
    /// An end tag.
    Close(&'a str),
}

/// The pieces of a text, in order. Comments are left out, and so are scripts and styles with all that is in them.
pub struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    /// Cuts `html`.
    pub fn of(html: &'a str) -> Self {
        Self { rest: html }
    }

    fn tag(&mut self, after: &'a str) -> Option<Piece<'a>> {
        let (is_close, inside) = after.strip_prefix('/').map_or((false, after), |inside| (true, inside));
        let name_end = inside.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(inside.len());
        let (name, attributes) = inside.split_at_checked(name_end)?;
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
            return None;
        }
        let end = end_of_tag(attributes)?;
        self.rest = attributes.get(end + 1..).unwrap_or_default();
        if is_close {
            return Some(Piece::Close(name));
        }
        if ["script", "style", "template", "noscript", "svg", "math"]
            .iter()
            .any(|raw| name.eq_ignore_ascii_case(raw))
        {
            self.skip_to_end_of(name);
            return self.next();
        }
        Some(Piece::Open { name, attributes: attributes.get(..end).unwrap_or_default() })
    }

    fn skip_to_end_of(&mut self, name: &str) {
        let wanted = format!("</{}", name.to_ascii_lowercase());
        let found = self.rest.to_ascii_lowercase().find(&wanted);
        self.rest = found.and_then(|at| self.rest.get(at..)).unwrap_or_default();
    }
}

/// Where the `>` stands that ends a tag: outside of quotes.
fn end_of_tag(attributes: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in attributes.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let start = self.rest.find('<').unwrap_or(self.rest.len());
            if start > 0 {
                let (text, rest) = self.rest.split_at_checked(start)?;
                self.rest = rest;
                return Some(Piece::Text(text));
            }
            let after = self.rest.strip_prefix('<')?;
            if let Some(comment) = after.strip_prefix("!--") {
                self.rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
                continue;
            }
            if let Some(piece) = self.tag(after) {
                return Some(piece);
            }
            if self.rest.is_empty() {
                return None;
            }
            self.rest = after;
            return Some(Piece::LessThan);
        }
    }
}

/// The value of the attribute `name`, its entities undone.
pub fn attribute<'a>(attributes: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let mut rest = attributes;
    loop {
        rest = rest.trim_start_matches(|letter: char| letter.is_ascii_whitespace() || letter == '/');
        if rest.is_empty() {
            return None;
        }
        let end =
            rest.find(|letter: char| letter.is_ascii_whitespace() || letter == '=').unwrap_or(rest.len());
        let (found, after) = rest.split_at_checked(end.max(1))?;
        let after = after.trim_start();
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value_of(after.trim_start()),
            None => ("", after),
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(decode(value));
        }
        rest = after;
    }
}

fn value_of(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = text.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    let end = text.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// `text` with the entities undone that a serialiser writes, and numeric ones. Others stay as they are.
pub fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        decoded.push_str(before);
        let entity = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        if let Some((letter, after)) =
            entity.and_then(|(name, after)| letter(name).map(|letter| (letter, after)))
        {
            decoded.push(letter);
            rest = after;
        } else {
            decoded.push('&');
            rest = after;
        }
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

fn letter(name: &str) -> Option<char> {
    let number = |digits: &str, base| u32::from_str_radix(digits, base).ok().and_then(char::from_u32);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let digits = name.strip_prefix('#')?;
            match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            }
        }
    }
}

/// `text` as it may stand between tags and in quotes.
pub fn escape_into(html: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            letter => html.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, Pieces, attribute, decode};

    #[test]
    fn html_is_cut() {
        let pieces: Vec<_> =
            Pieces::of("a<p class=\"x>y\">b &amp; c</p><!-- no --><br/>1 < 2<script>no</script>").collect();
        assert_eq!(
            pieces,
            [
                Piece::Text("a"),
                Piece::Open { name: "p", attributes: " class=\"x>y\"" },
                Piece::Text("b &amp; c"),
                Piece::Close("p"),
                Piece::Open { name: "br", attributes: "/" },
                Piece::Text("1 "),
                Piece::LessThan,
                Piece::Text(" 2"),
                Piece::Close("script"),
            ]
        );
    }

    #[test]
    fn attributes_are_found() {
        let tag = " a = 'one' href=\"/x?a=1&amp;b=&quot;2\" hidden data-href=no width=30 /";
        for (name, want) in [
            ("a", Some("one")),
            ("href", Some("/x?a=1&b=\"2")),
            ("hidden", Some("")),
            ("width", Some("30")),
            ("ref", None),
            ("=", None),
        ] {
            assert_eq!(attribute(tag, name).as_deref(), want, "{name}");
        }
        assert_eq!(attribute("==== x=y", "x").as_deref(), Some("y"));
    }

    #[test]
    fn entities_are_undone() {
        assert_eq!(decode("a &amp;&lt;&#39;&#x41; &unknown; &"), "a &<'A &unknown; &");
        assert_eq!(decode("&#xD800;&#99999999;"), "&#xD800;&#99999999;");
    }
}
