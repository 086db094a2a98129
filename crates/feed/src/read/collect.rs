//! The text of an element, with what is marked up in it.

use std::borrow::Cow;

use coranto_markup::{escape, push_decoded};

use super::element::{is_entry, is_known};
use super::text::Collected;
use super::{Place, Reader};
use crate::xml::{Attributes, Namespace, Tag, Token};

/// Most text of one element, in bytes; what is longer is cut.
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// Deepest nesting of marked-up text that is followed.
const MAX_DEPTH: usize = 256;

/// Elements of HTML without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Text as it is gathered.
#[derive(Default)]
struct Gathered<'x> {
    /// The text while it is one piece without references.
    piece: Option<&'x str>,
    text: String,
    is_markup: bool,
    open: Vec<&'x str>,
}

impl<'x> Gathered<'x> {
    fn text(&mut self) -> &mut String {
        if let Some(piece) = self.piece.take() {
            self.text.push_str(piece);
        }
        &mut self.text
    }

    fn push(&mut self, raw: &'x str, has_references: bool, entities: &[(&'x str, Cow<'x, str>)]) {
        if self.text.len() >= MAX_BYTES {
            return;
        }
        let has_references = has_references && memchr::memchr(b'&', raw.as_bytes()).is_some();
        if !has_references && self.piece.is_none() && self.text.is_empty() && !self.is_markup {
            self.piece = Some(cut(raw));
            return;
        }
        let mut text = String::new();
        let decoded: &str = if has_references {
            push_with_entities(cut(raw), entities, &mut text);
            &text
        } else {
            cut(raw)
        };
        if self.is_markup {
            let escaped = escape(decoded);
            self.text().push_str(&escaped);
        } else {
            self.text().push_str(decoded);
        }
    }

    /// From here on it is markup.
    fn becomes_markup(&mut self) {
        if !self.is_markup {
            let plain = escape(self.text());
            self.text = plain;
            self.is_markup = true;
        }
    }

    fn start(&mut self, local: &'x str, tag: Tag<'x>) {
        self.becomes_markup();
        if self.text.len() >= MAX_BYTES || self.open.len() >= MAX_DEPTH {
            return;
        }
        self.text.push('<');
        self.text.push_str(local);
        self.text.push_str(tag.attributes);
        self.text.push('>');
        let is_void = VOID.iter().any(|void| local.eq_ignore_ascii_case(void));
        if tag.is_empty && !is_void {
            self.end_tag(local);
        } else if !tag.is_empty && !is_void {
            self.open.push(tag.name);
        }
    }

    fn end_tag(&mut self, name: &str) {
        self.text.push_str("</");
        self.text.push_str(name.rsplit(':').next().unwrap_or(name));
        self.text.push('>');
    }

    /// Ends `name`, if it is open.
    fn end(&mut self, name: &str) -> bool {
        let Some(at) = self.open.iter().rposition(|open| *open == name) else { return false };
        while self.open.len() > at {
            if let Some(open) = self.open.pop() {
                self.end_tag(open);
            }
        }
        true
    }

    fn finish(mut self) -> Collected<'x> {
        let is_markup = self.is_markup;
        if let Some(piece) = self.piece.take() {
            return Collected { text: Cow::Borrowed(piece), is_markup };
        }
        Collected { text: Cow::Owned(self.text), is_markup }
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// `raw` with its references decoded, those to the document's own entities too.
fn push_with_entities(raw: &str, entities: &[(&str, Cow<'_, str>)], out: &mut String) {
    if entities.is_empty() {
        push_decoded(raw, out);
        return;
    }
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('&') {
        push_decoded(before, out);
        let name = after.split_once(';').filter(|(name, _)| name.len() <= 32);
        let own = name.and_then(|(name, behind)| {
            let (_, value) = entities.iter().find(|(known, _)| *known == name)?;
            Some((value, behind))
        });
        if let Some((value, behind)) = own {
            out.push_str(value);
            rest = behind;
        } else {
            let end = after.find('&').unwrap_or(after.len());
            let (this, behind) = after.split_at(end);
            push_decoded(&format!("&{this}"), out);
            rest = behind;
        }
    }
    push_decoded(rest, out);
}

impl<'x> Reader<'x> {
    /// All that stands in the element that `tag` opened, up to its end. `None` where the document breaks off before.
    /// `holds_text` says that what people write may stand in it, elements of HTML too; any other element ends where
    /// the next one of the feed begins.
    pub(super) fn collect(&mut self, tag: Tag<'x>, parent: Place, holds_text: bool) -> Option<Collected<'x>> {
        let mut gathered = Gathered::default();
        if tag.is_empty {
            return Some(gathered.finish());
        }
        loop {
            let token = self.next_token()?;
            match token {
                Token::Text(raw) => gathered.push(raw, true, &self.entities),
                Token::Section(raw) => gathered.push(raw, false, &self.entities),
                Token::End(name) if gathered.end(name) => {}
                Token::End(name) if name == tag.name => return Some(gathered.finish()),
                Token::End(name) if self.frames.iter().any(|frame| frame.name == name) => {
                    self.returned = Some(token);
                    return Some(gathered.finish());
                }
                Token::End(_) | Token::Doctype(_) => {}
                Token::Start(inner) => {
                    if inner.attributes.contains("xmlns") {
                        self.names.learn(Attributes(inner.attributes));
                    }
                    let (namespace, local) = self.names.resolve(inner.name);
                    let is_next = is_entry(namespace, local)
                        || (!holds_text
                            && namespace != Namespace::Xhtml
                            && is_known(parent, namespace, local));
                    if is_next && gathered.open.is_empty() {
                        self.returned = Some(token);
                        return Some(gathered.finish());
                    }
                    let is_html = matches!(namespace, Namespace::Xhtml | Namespace::Rss | Namespace::Atom);
                    gathered.start(if is_html { local } else { inner.name }, inner);
                }
            }
        }
    }

    /// Learns the document's own entities: those that are plain text, and few.
    pub(super) fn declare(&mut self, inside: &'x str) {
        const MAX_ENTITIES: usize = 64;
        const MAX_VALUE_BYTES: usize = 256;
        for declaration in inside.split("<!ENTITY").skip(1).take(MAX_ENTITIES) {
            let Some((name, rest)) = declaration.trim_start().split_once(|c: char| c.is_ascii_whitespace())
            else {
                continue;
            };
            let rest = rest.trim_start();
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
            let value = quote.and_then(|quote| rest.get(1..)?.split(quote).next());
            // What a value names is not looked up again: that is how documents are made to explode.
            if let Some(value) =
                value.filter(|value| value.len() <= MAX_VALUE_BYTES && !value.contains(['%', '<']))
            {
                self.entities.push((name, coranto_markup::decode_references(value)));
            }
        }
    }
}
