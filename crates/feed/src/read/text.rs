//! What a feed's texts are: plain text, HTML, or what nobody says.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use coranto_markup::{escape, first_chars, has_reference, title_text};
use url::Url;

use crate::feed::Html;
use crate::xml::{Attributes, Namespace};

/// Longest title, in characters.
const MAX_TITLE_CHARS: usize = 300;

/// Most characters of a text that stand for a missing title.
const STAND_IN_CHARS: usize = 100;

/// How much of a text is searched for what may stand for a title, in bytes.
const STAND_IN_WITHIN: usize = 4_000;

/// Elements that tell HTML from text that happens to have an angle bracket. In order.
const ELEMENTS: [&str; 71] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "nav",
    "object",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "th",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "video",
];

/// Elements that have no end tag.
const VOID: [&str; 4] = ["br", "embed", "hr", "img"];

/// What stands in an element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collected<'x> {
    /// Its text, references decoded; where elements stand in it, markup.
    pub text: Cow<'x, str>,
    /// Whether elements stand in it.
    pub is_markup: bool,
}

/// What an element says that its text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Plain,
    /// Atom's texts without a type.
    PlainByDefault,
    Html,
    /// HTML as elements, not as text.
    Markup,
    /// Bytes in base64, of HTML or of plain text.
    Base64,
    /// RSS does not say.
    Unsaid,
    /// A type that is not known here: bytes in base64, or text.
    Other,
    /// Pictures, sounds: nothing to read.
    Nothing,
}

impl Kind {
    /// By the attributes `type` and `mode` of Atom.
    pub(crate) fn of(attributes: Attributes<'_>, namespace: Namespace) -> Self {
        if attributes.0.is_empty() {
            return if namespace == Namespace::Atom { Self::PlainByDefault } else { Self::Unsaid };
        }
        let attribute = |name: &str| attributes.text(name).map(|value| value.to_ascii_lowercase());
        let mode = attribute("mode");
        if mode.as_deref() == Some("base64") {
            return Self::Base64;
        }
        let kind = attribute("type");
        let kind = kind.as_deref().and_then(|kind| kind.split(';').next()).map(str::trim);
        match kind {
            None if mode.as_deref() == Some("escaped") => Self::Unsaid,
            None if namespace == Namespace::Atom => Self::PlainByDefault,
            Some("text" | "plain" | "text/plain") => Self::Plain,
            Some("html" | "text/html") => Self::Html,
            Some("application/xhtml+xml" | "text/xhtml") if mode.as_deref() == Some("escaped") => Self::Html,
            Some(kind) if kind == "xhtml" || kind.ends_with("xml") => Self::Markup,
            Some(kind) if kind.starts_with("text/") => Self::Plain,
            Some(kind) if ["image/", "audio/", "video/"].iter().any(|begin| kind.starts_with(begin)) => {
                Self::Nothing
            }
            Some(kind) if kind.contains('/') => Self::Other,
            None | Some(_) => Self::Unsaid,
        }
    }
}

/// Where a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// People write about elements in titles: what may be plain text is.
    Title,
    /// Nobody wants to see elements in a text: what may be HTML is.
    Body,
}

/// A text of a feed.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    source: String,
    is_html: bool,
    base: Arc<Url>,
}

impl Text {
    pub(crate) fn new(collected: Collected<'_>, kind: Kind, stands: Use, base: Arc<Url>) -> Option<Self> {
        let Collected { text, is_markup } = collected;
        let (source, is_html) = match kind {
            _ if is_markup => (text.into_owned(), true),
            Kind::Html => (text.into_owned(), true),
            Kind::Base64 => {
                let decoded = decoded(&text)?;
                let is_html = looks_like_html(&decoded);
                (decoded, is_html)
            }
            // To forget the type, or to say `text` of HTML, is the most frequent mistake in Atom.
            Kind::Plain | Kind::PlainByDefault => {
                let is_literal = kind == Kind::Plain && stands == Use::Title;
                let is_html = !is_literal && is_surely_html(&text);
                (text.into_owned(), is_html)
            }
            Kind::Unsaid | Kind::Markup => {
                let is_html = looks_like_html(&text) || (stands == Use::Body && has_tag(&text));
                (text.into_owned(), is_html)
            }
            Kind::Other => match decoded(&text) {
                Some(decoded) => {
                    let is_html = looks_like_html(&decoded);
                    (decoded, is_html)
                }
                None => (text.into_owned(), false),
            },
            Kind::Nothing => return None,
        };
        Some(Self { source, is_html, base }).filter(|text| !text.source.trim().is_empty())
    }

    /// Plain text, whatever is in it.
    pub(crate) fn plain(source: String, base: Arc<Url>) -> Self {
        Self { source, is_html: false, base }
    }

    /// HTML, whatever is in it.
    pub(crate) fn html(source: String, base: Arc<Url>) -> Self {
        Self { source, is_html: true, base }
    }

    /// As the title of something: plain text in one line.
    pub(crate) fn into_title(self) -> String {
        let text = if self.is_html { title_text(&self.source) } else { folded(&self.source) };
        first_chars(&text, MAX_TITLE_CHARS).to_owned()
    }

    /// As HTML.
    pub(crate) fn into_html(self) -> Html {
        let source = if self.is_html { self.source } else { escape(self.source.trim()) };
        Html::new(without_nul(source), self.base)
    }

    /// The begin of it, for what has no title.
    pub(crate) fn stand_in(html: &Html) -> String {
        let mut within = html.source().len().min(STAND_IN_WITHIN);
        while !html.source().is_char_boundary(within) {
            within -= 1;
        }
        let text = coranto_markup::plain_text(html.source().get(..within).unwrap_or_default());
        let line = text.lines().next().unwrap_or_default();
        let short = first_chars(line, STAND_IN_CHARS);
        if short.len() == line.len() {
            return short.to_owned();
        }
        let words = short.rsplit_once(' ').map_or(short, |(words, _)| words);
        format!("{words}…")
    }
}

/// White space to single spaces, without the characters that XML forbids.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !c.is_ascii_control()));
    }
    out
}

/// No database takes NULs.
fn without_nul(text: String) -> String {
    if memchr::memchr(0, text.as_bytes()).is_some() { text.replace('\0', "") } else { text }
}

fn decoded(text: &str) -> Option<String> {
    let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    String::from_utf8(STANDARD.decode(packed).ok()?).ok()
}

/// Whether a text that may be either is HTML: it has an element that is known, or a reference.
pub(crate) fn looks_like_html(text: &str) -> bool {
    has_reference(text) || has_element(text, |_, _| true)
}

/// Whether a text that says that it is plain is HTML all the same: it has an end tag, or an element that needs none, or
/// a reference.
fn is_surely_html(text: &str) -> bool {
    has_reference(text) || has_element(text, |name, is_end| is_end || VOID.contains(&name))
}

/// Whether something stands in `text` that is built like a tag.
fn has_tag(text: &str) -> bool {
    let Some(last) = memchr::memrchr(b'>', text.as_bytes()) else { return false };
    memchr::memchr_iter(b'<', text.as_bytes()).take_while(|at| *at < last).any(|at| {
        let after = text.as_bytes().get(at + 1..).unwrap_or_default();
        matches!(after, [b'/', first, ..] | [first, ..] if first.is_ascii_alphabetic())
    })
}

fn has_element(text: &str, counts: impl Fn(&str, bool) -> bool) -> bool {
    let Some(last) = memchr::memrchr(b'>', text.as_bytes()) else { return false };
    memchr::memchr_iter(b'<', text.as_bytes()).take_while(|at| *at < last).any(|at| {
        let rest = text.get(at + 1..).unwrap_or_default();
        let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let end = rest.bytes().take(12).position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(0);
        let (name, after) = rest.split_at_checked(end).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        after.starts_with(|c: char| c == '>' || c == '/' || c.is_ascii_whitespace())
            && ELEMENTS.binary_search(&name.as_str()).is_ok()
            && counts(&name, is_end)
    })
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, folded, is_surely_html, looks_like_html};

    #[test]
    fn html_and_what_looks_like_it() {
        assert!(ELEMENTS.is_sorted());
        for (text, likely, surely) in [
            ("plain", false, false),
            ("a < b and c > d", false, false),
            ("I <3 news", false, false),
            ("the <title> tag", false, false),
            ("the <b> tag", true, false),
            ("<p>One<p>Two", true, false),
            ("<b>bold</b>", true, true),
            ("line<br/>line", true, true),
            ("line<BR>line", true, true),
            ("<img src='x'>", true, true),
            ("caf&eacute;", true, true),
            ("&#8217;", true, true),
            ("AT&T; R&D", false, false),
            ("<b", false, false),
        ] {
            assert_eq!((looks_like_html(text), is_surely_html(text)), (likely, surely), "{text}");
        }
    }

    #[test]
    fn white_space_is_folded() {
        assert_eq!(folded(" a\n\u{0}\u{1}b\u{a0} c\u{7}d "), "a b cd");
    }
}
