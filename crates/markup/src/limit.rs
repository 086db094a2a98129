//! Bounds that keep HTML parsers from harm: they recurse over, or take quadratic time for, what nobody writes.
//!
//! In: any text. Out: the same, where it is like what people write. Of what nobody writes as much as a parser reads in
//! a time that grows with the text alone, and without deep recursion; what is left out is tags, not text.
//!
//! The tags are told apart by the standard's rules, so that none hides. SVG and MathML are taken out whole: in them
//! other rules hold, and articles lose both anyway (see [`sanitise`](crate::sanitise())). In the end the parser itself
//! is asked how deep it gets.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::element::{is_closed_by_others, is_formatting, is_raw, is_void};
use crate::foreign::foreign_end;
use crate::measure;
use crate::token::{Kind, Tag, Token, raw_text_end, token};

/// Open elements of the same document at one time. Real pages have a few dozen.
pub const MAX_DEPTH: usize = 400;

/// Start tags of one document, and comments beside them.
const MAX_TAGS: usize = 60_000;

/// Attributes of one tag.
const MAX_ATTRIBUTES: usize = 128;

/// Attributes of an element that parsers open again and again, such as `b`, and compare with the others.
const MAX_FORMATTING_ATTRIBUTES: usize = 16;

/// Such elements of one name that are open at one time.
const MAX_FORMATTING: usize = 32;

/// `<` that mean nothing: parsers keep a report of each.
const MAX_STRAYS: usize = 10_000;

/// A text with fewer tags can do no harm.
const MEASURED_FROM_TAGS: usize = 200;

/// Who reads the text then: they differ in what they take for markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A parser of whole documents that runs no scripts: what is in `noscript` are elements.
    Document,
    /// A parser of fragments that runs scripts: what is in `noscript` is text.
    Fragment,
    /// As before, but it only takes the tokens.
    Tokens,
}

/// `html` without NULs, without SVG and MathML, without tags that would open more than [`MAX_DEPTH`] elements, without
/// tags beyond the first 60 000, and with a bare tag where one has more attributes than people write. Borrowed where
/// there is nothing to do. For a parser of documents that does not run scripts.
pub fn bounded(html: &str) -> Cow<'_, str> {
    bounded_for(html, Reader::Document)
}

/// As [`bounded`], for another reader.
pub(crate) fn bounded_for(html: &str, reader: Reader) -> Cow<'_, str> {
    let clean = if html.contains('\0') { Cow::Owned(html.replace('\0', "")) } else { Cow::Borrowed(html) };
    let (out, tags) = Scan::new(&clean, reader, MAX_TAGS).run();
    let bounded = out.map_or(clean, Cow::Owned);
    if reader == Reader::Tokens || tags < MEASURED_FROM_TAGS || measure::fits(&bounded, reader) {
        return bounded;
    }
    // Built to do harm: its text is enough.
    let (text, _) = Scan::new(&bounded, reader, 0).run();
    text.map_or(bounded, Cow::Owned)
}

/// One pass over a text.
struct Scan<'h> {
    html: &'h str,
    reader: Reader,
    /// Start tags that are kept, and comments beside them.
    most_tags: usize,
    /// What is written so far, where something was left out.
    out: Option<String>,
    /// Up to where `html` is in `out`.
    written: usize,
    tags: usize,
    comments: usize,
    strays: usize,
    has_html: bool,
    has_body: bool,
    /// Open elements: how many of each name, and all together. It knows nothing of elements that close by themselves,
    /// so it counts too much rather than too little.
    open: HashMap<String, usize>,
    depth: usize,
    /// Whether SVG and MathML may end further on.
    has_foreign_end: bool,
}

impl<'h> Scan<'h> {
    fn new(html: &'h str, reader: Reader, most_tags: usize) -> Self {
        Self {
            html,
            reader,
            most_tags,
            out: None,
            written: 0,
            tags: 0,
            comments: 0,
            strays: 0,
            has_html: false,
            has_body: false,
            open: HashMap::new(),
            depth: 0,
            has_foreign_end: true,
        }
    }

    /// The new text, if something was left out, and the number of start tags in it.
    fn run(mut self) -> (Option<String>, usize) {
        let mut at = 0;
        while let Some(found) = self.html.get(at..).and_then(|rest| rest.find('<')) {
            let begin = at + found;
            let Token { kind, end } = token(self.html, begin);
            at = match kind {
                Kind::Start(tag) => self.start(begin, end, &tag),
                Kind::End(tag) => self.end(begin, end, &tag),
                Kind::Comment => self.comment(begin, end),
                Kind::Text => self.stray(begin, end),
                Kind::Unfinished => self.leave_out(begin, end, ""),
            };
        }
        let last = self.html.get(self.written..).unwrap_or_default();
        (self.out.map(|out| out + last), self.tags)
    }

    /// Writes `instead` for what is between `begin` and `end`; gives `end`.
    fn leave_out(&mut self, begin: usize, end: usize, instead: &str) -> usize {
        let before = self.html.get(self.written..begin).unwrap_or_default();
        let out = self.out.get_or_insert_with(String::new);
        out.push_str(before);
        out.push_str(instead);
        self.written = end;
        end
    }

    fn start(&mut self, begin: usize, end: usize, tag: &Tag<'h>) -> usize {
        let name = tag.name.to_ascii_lowercase();
        if matches!(name.as_str(), "svg" | "math") {
            return self.leave_out_foreign(begin, end, tag);
        }
        let text_end = if is_raw(&name, self.reader) { raw_text_end(self.html, end, &name) } else { end };
        if self.tags >= self.most_tags || !self.may_open(&name) {
            return self.leave_out(begin, text_end, "");
        }
        self.tags += 1;
        let most =
            if is_formatting(&name) && name != "a" { MAX_FORMATTING_ATTRIBUTES } else { MAX_ATTRIBUTES };
        if tag.attributes > most {
            self.leave_out(begin, end, &format!("<{}>", tag.name));
        }
        text_end
    }

    /// Whether the element may open; counts it.
    fn may_open(&mut self, name: &str) -> bool {
        match name {
            // Behind these the parser reads by other rules.
            "frameset" | "plaintext" => false,
            // Attributes of all others would go to the first.
            "html" => !std::mem::replace(&mut self.has_html, true),
            "body" => !std::mem::replace(&mut self.has_body, true),
            _ if is_void(name) || is_raw(name, self.reader) => true,
            _ if self.depth >= MAX_DEPTH => false,
            "p" => {
                self.open.insert(name.to_owned(), 1);
                true
            }
            _ if is_closed_by_others(name) => true,
            // A link closes the one before.
            "a" if self.count("a") > 0 => true,
            _ if is_formatting(name) && self.count(name) >= MAX_FORMATTING => false,
            _ => {
                *self.open.entry(name.to_owned()).or_default() += 1;
                self.depth += 1;
                true
            }
        }
    }

    fn count(&self, name: &str) -> usize {
        self.open.get(name).copied().unwrap_or_default()
    }

    fn end(&mut self, begin: usize, end: usize, tag: &Tag<'h>) -> usize {
        let name = tag.name.to_ascii_lowercase();
        // Where these close nothing, the parser makes an element of them.
        let makes_element = match name.as_str() {
            "p" => self.open.remove("p").is_none(),
            "br" => true,
            _ => false,
        };
        if makes_element {
            if self.tags >= self.most_tags {
                return self.leave_out(begin, end, "");
            }
            self.tags += 1;
        }
        if let Some(count) = self.open.get_mut(&name)
            && *count > 0
        {
            *count -= 1;
            self.depth = self.depth.saturating_sub(1);
        }
        if tag.attributes > MAX_ATTRIBUTES {
            self.leave_out(begin, end, &format!("</{}>", tag.name));
        }
        end
    }

    fn comment(&mut self, begin: usize, end: usize) -> usize {
        self.comments += 1;
        if self.comments > self.most_tags { self.leave_out(begin, end, "") } else { end }
    }

    fn stray(&mut self, begin: usize, end: usize) -> usize {
        self.strays += 1;
        if self.strays > MAX_STRAYS { self.leave_out(begin, end, "&lt;") } else { end }
    }

    /// Leaves out SVG or MathML; only its tag, where it never ends.
    fn leave_out_foreign(&mut self, begin: usize, end: usize, tag: &Tag<'h>) -> usize {
        let till = if tag.closes_itself || !self.has_foreign_end {
            end
        } else {
            foreign_end(self.html, end, tag.name).unwrap_or_else(|| {
                self.has_foreign_end = false;
                end
            })
        };
        self.leave_out(begin, till, "")
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::{MAX_DEPTH, MAX_FORMATTING, MAX_TAGS, Reader, bounded, bounded_for, measure};

    #[test]
    fn what_people_write_stays_as_it_is() {
        let script = "<script>for (i=0;i<n;i++) { a = '<div>'; }</script>";
        for html in [
            String::new(),
            "plain".to_owned(),
            "<!doctype html><html lang=en><head><title>a <b</title></head><body><p>One<p>Two <b>bold</b> <br> a < b"
                .to_owned(),
            "<a title=\"a > b\">x</a><!-- <div> -->".to_owned(),
            "<div><img src=x /></div><textarea><div></textarea>".to_owned(),
            format!("<p data-state='{}'>x</p>", "<div>".repeat(50_000)),
            format!("<noscript><img src=x></noscript>{}<div>x</div>", script.repeat(1_000)),
            "<table><tbody><tr><td>a<td>b<tr><td>c</table><ul><li>a<li>b</ul>".repeat(500),
            "<ruby>漢<rp>(<rt>かん<rp>)</ruby>".repeat(500),
            "<a href=x>a</a> <b>b</b> <i>c</i>".repeat(2_000),
        ] {
            let begin: String = html.chars().take(60).collect();
            assert!(matches!(bounded(&html), Cow::Borrowed(same) if same == html), "{begin}");
        }
    }

    #[test]
    fn what_nobody_writes_is_cut() {
        let attributes = |count: usize| {
            (0..count).fold(String::new(), |mut all, number| {
                let _ = write!(all, " a{number}");
                all
            })
        };
        for (html, want) in [
            (format!("<p {}>x", "a=b ".repeat(1_000_000)), "<p>x".to_owned()),
            (format!("<P{}>x</P{}>", attributes(129), attributes(129)), "<P>x</P>".to_owned()),
            (format!("<b{}>x</b>", attributes(17)), "<b>x</b>".to_owned()),
            (format!("x<a{}", attributes(1_000)), "x".to_owned()),
            ("a\0b<i\0>c<d\0iv>".to_owned(), "ab<i>c<div>".to_owned()),
            ("<body a><body b><html c><html d>x".to_owned(), "<body a><html c>x".to_owned()),
            ("<plaintext>a<frameset>b".to_owned(), "ab".to_owned()),
            (
                "<p>a<svg viewBox='0 0 1 1'><title>t</title><path d='m'/><g><path></g></svg>b".to_owned(),
                "<p>ab".to_owned(),
            ),
            ("<svg/>a<svg><foreignObject><p>x</foreignObject></svg>b".to_owned(), "ab".to_owned()),
            ("<svg><path><p>x".to_owned(), "<p>x".to_owned()),
            ("<button><svg><path></button>x".to_owned(), "<button></button>x".to_owned()),
            ("<svg>x<path>y<math>z".to_owned(), "x<path>yz".to_owned()),
            ("<math><mi>x</mi></math>=<svg><![CDATA[<p>]]></svg>1".to_owned(), "=1".to_owned()),
        ] {
            let begin: String = html.chars().take(60).collect();
            assert_eq!(bounded(&html), want, "{begin}");
        }
        assert_eq!(bounded(&"<b>".repeat(1_000)).matches("<b>").count(), MAX_FORMATTING);
        let many = "<p>x".repeat(MAX_TAGS + 1_000);
        let many = bounded(&many);
        assert_eq!((many.matches("<p>").count(), many.matches('x').count()), (MAX_TAGS, MAX_TAGS + 1_000));
        assert_eq!(bounded(&"</p>".repeat(MAX_TAGS + 1_000)).len(), 4 * MAX_TAGS);
        assert_eq!(bounded(&"<!>".repeat(MAX_TAGS + 1_000)).len(), 3 * MAX_TAGS);
    }

    #[test]
    fn no_trick_makes_a_deep_document() {
        for trick in ["<div>", "<div></x>", "<div/>", "<div a='/'></y/>", "<div></dib x>"] {
            let deep = bounded(&trick.repeat(20_000)).matches("<div").count();
            assert_eq!(deep, MAX_DEPTH, "{trick}");
        }
        let hidden = format!("<div b==\">{}\">", "<div>".repeat(13_000));
        assert_eq!(bounded(&hidden).matches("<div").count(), MAX_DEPTH);
        let formatting: String = ["b", "i", "u", "s", "em", "tt", "big", "code", "small", "strong"]
            .iter()
            .flat_map(|name| (0..30).map(move |number| format!("<{name} id={number}>")))
            .collect();
        for trick in [
            "<span><div></span></div>".repeat(20_000),
            "<li><tr><li></li><span></li>".repeat(15_000),
            "<b><table><td></b></table>".repeat(15_000),
            format!("<p>{formatting}</p>{}", "<p>x</p>".repeat(50_000)),
        ] {
            let begin: String = trick.chars().take(60).collect();
            let text = bounded(&trick);
            assert!(text.len() < trick.len() && measure::fits(&text, Reader::Document), "{begin}");
            assert_eq!(text.matches('x').count(), trick.matches('x').count(), "{begin}");
        }
        let noscript = "<div><noscript></div></noscript>".repeat(10_000);
        assert!(matches!(bounded(&noscript), Cow::Borrowed(_)));
        assert!(bounded_for(&noscript, Reader::Fragment).matches("<div>").count() <= MAX_DEPTH);
    }

    #[test]
    fn time_grows_with_the_text_alone() {
        for piece in
            ["<svg>", "<svg><path>", "<noscript>", "<!--", "<a b='", "<style>", "</", "<!", "<![CDATA[", "<"]
        {
            let html = piece.repeat(200_000);
            for reader in [Reader::Document, Reader::Fragment, Reader::Tokens] {
                assert!(bounded_for(&html, reader).len() <= html.len() * 5, "{piece}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_bounded_stays(html in "(<[/!a-z]?(p|b|a|div|svg|math|table|td|script|style|noscript|!--|-)[ ='\"/]?(a=)?[>\" ]?|-->|[a-z\\x00]|\\PC){0,40}") {
            for reader in [Reader::Document, Reader::Fragment, Reader::Tokens] {
                let once = bounded_for(&html, reader);
                prop_assert!(!once.contains('\0'));
                prop_assert!(bounded_for(&once, reader).len() <= once.len());
            }
        }
    }
}
