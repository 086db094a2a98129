//! HTML to plain text, and text to HTML.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
};

use crate::limit::{Reader, bounded_for};

/// The text of `html`: paragraphs apart by an empty line, white space folded, references decoded. What is in scripts
/// and styles is no text.
pub fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        let paragraphs = html.split("\n\n").map(fold).filter(|paragraph| !paragraph.is_empty());
        return paragraphs.collect::<Vec<_>>().join("\n\n");
    }
    let collector = Tokenizer::new(Collector::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(bounded_for(html, Reader::Tokens).as_ref()));
    // It pauses for scripts that a sink asks to run, and this one asks for none; the loop is for the day it does.
    while !input.is_empty() {
        let _ = collector.feed(&input);
    }
    collector.end();
    collector.sink.text()
}

/// The text of a title in one line.
pub fn title_text(html: &str) -> String {
    fold(&plain_text(html))
}

/// The first `most` characters of `text`.
pub fn first_chars(text: &str, most: usize) -> &str {
    text.char_indices().nth(most).and_then(|(end, _)| text.get(..end)).unwrap_or(text)
}

/// White space, and the NULs that no database takes, to single spaces.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let words = text.split(|c: char| c.is_whitespace() || c == '\0');
    for word in words.filter(|word| !word.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

/// `text` as HTML, good between tags and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Gathers the text between tags.
#[derive(Default)]
struct Collector {
    out: RefCell<Gathered>,
}

#[derive(Default)]
struct Gathered {
    paragraphs: Vec<String>,
    now: String,
    silent: Option<String>,
}

impl Gathered {
    fn end_paragraph(&mut self) {
        let paragraph = fold(&self.now);
        self.now.clear();
        if !paragraph.is_empty() {
            self.paragraphs.push(paragraph);
        }
    }
}

impl Collector {
    fn text(&self) -> String {
        let mut out = self.out.borrow_mut();
        out.end_paragraph();
        out.paragraphs.join("\n\n")
    }

    fn tag(&self, tag: &Tag) -> TokenSinkResult<()> {
        let mut out = self.out.borrow_mut();
        let name: &str = &tag.name;
        let is_start = tag.kind == TagKind::StartTag;
        match (name, raw_kind(name)) {
            (_, Some(kind)) if is_start => {
                if matches!(name, "iframe" | "xmp") {
                    out.end_paragraph();
                }
                if name != "xmp" {
                    out.silent.get_or_insert_with(|| name.to_owned());
                }
                // Whatever stands around it: the scan that bounds the text takes no tags from it either.
                return TokenSinkResult::RawData(kind);
            }
            ("template", _) if is_start => {
                out.silent.get_or_insert_with(|| name.to_owned());
            }
            _ if !is_start && out.silent.as_deref() == Some(name) => out.silent = None,
            (_, Some(_)) | ("template", _) => {}
            ("br" | "td" | "th", _) => out.now.push(' '),
            (name, _) if is_inline(name) => {}
            _ => out.end_paragraph(),
        }
        TokenSinkResult::Continue
    }
}

impl TokenSink for Collector {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => {
                let mut out = self.out.borrow_mut();
                if out.silent.is_none() {
                    out.now.push_str(&text);
                }
                TokenSinkResult::Continue
            }
            Token::TagToken(tag) => self.tag(&tag),
            _ => TokenSinkResult::Continue,
        }
    }
}

/// How the tokenizer reads what is in an element that holds no others.
fn raw_kind(name: &str) -> Option<RawKind> {
    match name {
        "script" => Some(RawKind::ScriptData),
        "iframe" | "noembed" | "noframes" | "noscript" | "style" | "xmp" => Some(RawKind::Rawtext),
        "textarea" | "title" => Some(RawKind::Rcdata),
        _ => None,
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "rp"
            | "rt"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{escape, first_chars, plain_text, title_text};

    #[test]
    fn text_is_what_people_read() {
        for (html, want) in [
            ("", ""),
            ("plain  text\n of two lines", "plain text of two lines"),
            ("<p>One &amp; two</p><p>Three<br>four</p>", "One & two\n\nThree four"),
            ("<p>a<b>b</b>c</p>tail", "abc\n\ntail"),
            ("x<script>if (a < b) alert('</p>')</script>y", "xy"),
            ("<style>p{}</style><ul><li>one<li>two</ul>", "one\n\ntwo"),
            ("a < b", "a < b"),
            ("<tr><td>1</td><td>2</td></tr>", "1 2"),
            ("x<iframe src=y><p>y</iframe>z", "x\n\nz"),
            ("<xmp><b></xmp>", "<b>"),
            ("<template><style><b></style>a</template>b", "b"),
            ("<style/>p{}</style>a<svg><text>b</text></svg>c", "ac"),
            ("a\0b \0\n\n\0c\0", "a b\n\nc"),
            ("<p>a&#0;b\0</p>", "a\u{fffd}b"),
        ] {
            assert_eq!(plain_text(html), want, "{html}");
        }
        assert_eq!(title_text("<b>A</b>\n<p>title"), "A title");
        assert_eq!(title_text("A\0B"), "A B");
    }

    #[test]
    fn texts_are_cut_between_characters() {
        for (text, most, want) in [("", 2, ""), ("äb", 2, "äb"), ("äbc", 2, "äb"), ("äbc", 0, "")] {
            assert_eq!(first_chars(text, most), want);
        }
    }

    proptest! {
        #[test]
        fn what_is_escaped_comes_back(text in "[a-z<>&\"' ]{0,40}") {
            let want = text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(plain_text(&format!("<p>{}</p>", escape(&text))), want);
        }

        #[test]
        fn nothing_makes_it_panic(html in "(<[a-z/!-]{0,8}>?|\\PC){0,60}") {
            plain_text(&html);
        }
    }
}
