//! The little markup of the sample texts, to HTML: paragraphs, `## subheading`, `> quotation`, `- item`, `| table |`,
//! `![alt](file "caption" "credit")`, `*emphasis*` and `[text](slug)`.

use crate::texts::picture_size;

/// One block of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    Paragraph(String),
    Heading(String),
    Quotation(String),
    List(Vec<String>),
    Table(Vec<Vec<String>>),
    Picture { file: String, alt: String, caption: String, credit: String },
}

/// The blocks of a text, apart by empty lines.
pub(crate) fn blocks(body: &str) -> Vec<Block> {
    body.split("\n\n").map(str::trim).filter(|block| !block.is_empty()).map(block).collect()
}

fn block(text: &str) -> Block {
    let lines = || text.lines().map(str::trim);
    if let Some(heading) = text.strip_prefix("## ") {
        Block::Heading(heading.to_owned())
    } else if let Some(picture) = text.strip_prefix("![") {
        picture_block(picture)
    } else if text.starts_with("> ") {
        Block::Quotation(lines().map(|line| line.trim_start_matches("> ")).collect::<Vec<_>>().join(" "))
    } else if text.starts_with("- ") {
        Block::List(lines().map(|line| line.trim_start_matches("- ").to_owned()).collect())
    } else if text.starts_with('|') {
        let row = |line: &str| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        Block::Table(lines().map(row).collect())
    } else {
        Block::Paragraph(lines().collect::<Vec<_>>().join(" "))
    }
}

fn picture_block(text: &str) -> Block {
    let (alt, rest) = text.split_once("](").unwrap_or((text, ""));
    let (file, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let mut quoted = rest.split('"').skip(1).step_by(2).map(str::to_owned);
    Block::Picture {
        file: file.trim_end_matches(')').to_owned(),
        alt: alt.to_owned(),
        caption: quoted.next().unwrap_or_default(),
        credit: quoted.next().unwrap_or_default(),
    }
}

/// A block as plain HTML. `origin` is the publisher's, for absolute addresses.
pub(crate) fn html(block: &Block, origin: &str) -> String {
    let cells = |row: &[String], tag: &str| {
        row.iter().map(|cell| format!("<{tag}>{}</{tag}>", inline(cell, origin))).collect::<String>()
    };
    match block {
        Block::Paragraph(text) => format!("<p>{}</p>", inline(text, origin)),
        Block::Heading(text) => format!("<h2>{}</h2>", inline(text, origin)),
        Block::Quotation(text) => format!("<blockquote><p>{}</p></blockquote>", inline(text, origin)),
        Block::List(items) => {
            let items: String =
                items.iter().map(|item| format!("<li>{}</li>", inline(item, origin))).collect();
            format!("<ul>{items}</ul>")
        }
        Block::Table(rows) => {
            let (head, body) =
                rows.split_first().map_or((&[][..], &[][..]), |(head, body)| (head.as_slice(), body));
            let body: String = body.iter().map(|row| format!("<tr>{}</tr>", cells(row, "td"))).collect();
            format!("<table><thead><tr>{}</tr></thead><tbody>{body}</tbody></table>", cells(head, "th"))
        }
        Block::Picture { file, alt, caption, credit } => {
            let (width, height) = picture_size(file);
            format!(
                "<figure><img src=\"{origin}/pictures/{file}\" alt=\"{}\" width=\"{width}\" height=\"{height}\">\
                 <figcaption>{} <span class=\"credit\">{}</span></figcaption></figure>",
                escape(alt),
                escape(caption),
                escape(credit)
            )
        }
    }
}

/// Emphasis and links within a line.
fn inline(text: &str, origin: &str) -> String {
    let mut out = String::new();
    let mut emphasis = false;
    let mut rest = text;
    while let Some(at) = rest.find(['*', '[']) {
        let (before, after) = rest.split_at(at);
        out.push_str(&escape(before));
        if let Some(tail) = after.strip_prefix('*') {
            out.push_str(if emphasis { "</em>" } else { "<em>" });
            emphasis = !emphasis;
            rest = tail;
        } else if let Some((label, tail)) = after.strip_prefix('[').and_then(|tail| tail.split_once("]("))
            && let Some((slug, tail)) = tail.split_once(')')
        {
            out.push_str(&format!("<a href=\"{origin}/{}\">{}</a>", escape(slug), escape(label)));
            rest = tail;
        } else {
            out.push('[');
            rest = after.strip_prefix('[').unwrap_or_default();
        }
    }
    out.push_str(&escape(rest));
    if emphasis {
        out.push_str("</em>");
    }
    out
}

/// Text as HTML or XML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::{blocks, html};

    #[test]
    fn the_markup_becomes_html() {
        let body = "One *two* & [three](other).\n\n## Head\n\n> Said\n\n- a\n- b\n\n| x | y |\n| 1 | 2 |\n\n![Alt](a.webp \"Cap\" \"Who\")";
        let out: String = blocks(body).iter().map(|block| html(block, "http://x")).collect();
        assert_eq!(
            out,
            "<p>One <em>two</em> &amp; <a href=\"http://x/other\">three</a>.</p><h2>Head</h2><blockquote><p>Said</p></blockquote>\
             <ul><li>a</li><li>b</li></ul><table><thead><tr><th>x</th><th>y</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>\
             <figure><img src=\"http://x/pictures/a.webp\" alt=\"Alt\" width=\"960\" height=\"640\"><figcaption>Cap <span class=\"credit\">Who</span></figcaption></figure>"
        );
    }
}
