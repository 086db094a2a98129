//! The first lines of an article, where its publisher keeps the rest.

use super::pieces::{Piece, Pieces, decode, escape_into};

/// Longest excerpt, in characters: three lines of a page.
const MAX_CHARS: usize = 300;

/// The first lines of `html` as a paragraph; nothing where they only repeat `standfirst`, which is shown above.
pub fn excerpt(html: &str, standfirst: &str) -> String {
    let text = first_lines(html);
    if text.is_empty() || text.starts_with(standfirst.trim()) && !standfirst.trim().is_empty() {
        return String::new();
    }
    let mut paragraph = String::with_capacity(text.len() + 16);
    paragraph.push_str("<p>");
    escape_into(&mut paragraph, &text);
    paragraph.push_str("</p>");
    paragraph
}

/// The text of the first paragraphs, cut after a word.
fn first_lines(html: &str) -> String {
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
        if text.len() > MAX_CHARS * 8 {
            break;
        }
    }
    shorten(&text)
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
    use super::{MAX_CHARS, excerpt};

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
}
