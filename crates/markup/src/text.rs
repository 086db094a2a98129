//! HTML to plain text, and text to HTML.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts, states::RawKind,
};

use crate::limit::bounded;

/// The text of `html`: paragraphs apart by an empty line, white space folded, references decoded. What is in scripts
/// and styles is no text.
pub fn plain_text(html: &str) -> String {
    if !html.contains(['<', '&']) {
        let paragraphs = html.split("\n\n").map(fold).filter(|paragraph| !paragraph.is_empty());
        return paragraphs.collect::<Vec<_>>().join("\n\n");
    }
    let collector = Tokenizer::new(Collector::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(bounded(html).as_ref()));
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

/// White space to single spaces.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
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
        match name {
            "script" | "style" | "noscript" | "template" | "title" | "textarea" if !tag.self_closing => {
                if tag.kind == TagKind::StartTag && out.silent.is_none() {
                    out.silent = Some(name.to_owned());
                    return match name {
                        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
                        "style" | "noscript" => TokenSinkResult::RawData(RawKind::Rawtext),
                        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
                        _ => TokenSinkResult::Continue,
                    };
                } else if tag.kind == TagKind::EndTag && out.silent.as_deref() == Some(name) {
                    out.silent = None;
                }
            }
            "br" | "td" | "th" => out.now.push(' '),
            name if is_inline(name) => {}
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

    use super::{escape, plain_text, title_text};

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
        ] {
            assert_eq!(plain_text(html), want, "{html}");
        }
        assert_eq!(title_text("<b>A</b>\n<p>title"), "A title");
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
