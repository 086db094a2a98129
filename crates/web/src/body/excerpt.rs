//! The first lines of an article: shown where its publisher keeps the rest, and compared with its standfirst.

use super::pieces::{Piece, Pieces, decode, escape_into};

/// Longest excerpt, in characters: three lines of a page.
const MAX_CHARS: usize = 300;

/// Bytes of text that are read to find an excerpt: a letter takes up to four, and much between them is dropped.
const ENOUGH: usize = MAX_CHARS * 8;

/// The first lines of `html` as a paragraph; nothing where they only repeat `standfirst`, which is shown above, or the
/// begin of it.
pub fn excerpt(html: &str, standfirst: &str) -> String {
    let text = shorten(&text_of(html, ENOUGH));
    let (shown, above) = (folded(&text), folded(standfirst));
    let is_repeated = !above.is_empty() && (shown.starts_with(&above) || above.starts_with(&shown));
    if text.is_empty() || is_repeated {
        return String::new();
    }
    let mut paragraph = String::with_capacity(text.len() + 16);
    paragraph.push_str("<p>");
    escape_into(&mut paragraph, &text);
    paragraph.push_str("</p>");
    paragraph
}

/// Whether the text of `html` begins with `words`, whatever stands between the letters.
pub fn begins_with(html: &str, words: &str) -> bool {
    let wanted = folded(words);
    !wanted.is_empty() && folded(&text_of(html, words.len() * 2 + ENOUGH)).starts_with(&wanted)
}

/// The letters and digits of `text` in lower case: what stays the same where white space, quotes and ellipses differ.
fn folded(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The text of the first paragraphs, at least `enough` bytes of it where there are as many.
fn text_of(html: &str, enough: usize) -> String {
    let (mut text, mut depth_of_unwanted) = (String::new(), 0_usize);
    for piece in Pieces::of(html) {
        match piece {
            Piece::Open { name, .. } if is_unwanted(name) => depth_of_unwanted += 1,
            Piece::Close(name) if is_unwanted(name) => {
                depth_of_unwanted = depth_of_unwanted.saturating_sub(1);
            }
            Piece::Text(part) if depth_of_unwanted == 0 => text.push_str(&decode(part)),
            Piece::LessThan if depth_of_unwanted == 0 => text.push('<'),
            Piece::Open { name, .. } | Piece::Close(name) if !is_inline(name) => text.push(' '),
            Piece::Open { .. } | Piece::Close(_) | Piece::Text(_) | Piece::LessThan => {}
        }
        if text.len() > enough {
            break;
        }
    }
    text
}

fn is_unwanted(name: &str) -> bool {
    ["figure", "figcaption", "table", "h1", "h2", "h3", "h4", "h5", "h6"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Elements that stand inside of words and sentences.
fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 16] = [
        "a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "mark", "q", "s", "span", "strong", "sub",
        "sup",
    ];
    INLINE.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// The begin of `text`, cut after a word.
fn shorten(text: &str) -> String {
    let mut short = String::new();
    let mut chars = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if chars + length > MAX_CHARS {
            short.push('…');
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
        chars += length + 1;
    }
    short
}

#[cfg(test)]
mod tests {
    use super::{MAX_CHARS, begins_with, excerpt};

    #[test]
    fn the_first_lines_are_plain_and_short() {
        for (html, standfirst, want) in [
            ("<p>One <em>two</em>, three.</p><p>Four.</p>", "", "<p>One two, three. Four.</p>"),
            (
                "<figure><figcaption>No</figcaption></figure><h2>No</h2><p>A &lt;b&gt; c</p>",
                "",
                "<p>A &lt;b&gt; c</p>",
            ),
            ("<p>The same line.</p>", "The same line.", ""),
            ("", "x", ""),
            ("<script>x</script>", "", ""),
        ] {
            assert_eq!(excerpt(html, standfirst), want);
        }
        let long = excerpt(&format!("<p>{}</p>", "word ".repeat(500)), "");
        assert!(long.ends_with("word…</p>") && long.chars().count() < MAX_CHARS + 20, "{long}");
    }

    #[test]
    fn what_stands_above_is_not_repeated() {
        let long = "A sentence of the summary, which is long. ".repeat(12);
        for (html, standfirst) in [
            (format!("<p>{long}</p>"), long.clone()),
            (format!("<p>{long}</p><p>And more.</p>"), long.chars().take(400).collect()),
            ("<p>One.</p><p>Two.</p>".to_owned(), "One.\n\nTwo.".to_owned()),
            ("<p>“It’s&nbsp;ours”, she said.</p>".to_owned(), "\"It's ours\", she said […]".to_owned()),
            ("<p>صباح الخير</p><p>نعم</p>".to_owned(), "صباح الخير…".to_owned()),
        ] {
            assert!(begins_with(&html, &standfirst), "{html}");
            assert_eq!(excerpt(&html, &standfirst), "", "{html}");
        }
        for (html, standfirst) in
            [("<p>One.</p>", "Two."), ("<p>One.</p>", ""), ("<p>One.</p>", "…"), ("", "One.")]
        {
            assert!(!begins_with(html, standfirst), "{html} {standfirst}");
        }
        assert_eq!(excerpt("<p>One.</p>", "…"), "<p>One.</p>");
    }
}
