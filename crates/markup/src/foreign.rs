//! SVG and MathML in HTML: where they end.

use crate::token::{Kind, Token, token};

/// Start tags that end SVG and MathML, because they can only be HTML (the standard's list, without `font`).
const BREAKOUT: [&str; 44] = [
    "b",
    "big",
    "blockquote",
    "body",
    "br",
    "center",
    "code",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "hr",
    "i",
    "img",
    "li",
    "listing",
    "menu",
    "meta",
    "nobr",
    "ol",
    "p",
    "pre",
    "ruby",
    "s",
    "small",
    "span",
    "strong",
    "strike",
    "sub",
    "sup",
    "table",
    "tt",
    "u",
    "ul",
    "var",
];

/// Elements of SVG and MathML in which HTML may stand.
const ISLANDS: [&str; 9] =
    ["foreignobject", "desc", "title", "annotation-xml", "mi", "mn", "mo", "ms", "mtext"];

/// Where the SVG or MathML ends whose start tag `name` ends at `begin`: after its end tag, or before a tag that can only
/// be HTML.
pub(crate) fn foreign_end(html: &str, begin: usize, name: &str) -> Option<usize> {
    let mut open = vec![name];
    let mut islands = 0_usize;
    let mut at = begin;
    loop {
        let here = at + html.get(at..)?.find('<')?;
        let Token { kind, end } = token(html, here);
        match kind {
            Kind::Start(tag) if islands == 0 && is_one_of(&BREAKOUT, tag.name) => return Some(here),
            Kind::Start(tag) if !tag.closes_itself => {
                islands += usize::from(is_one_of(&ISLANDS, tag.name));
                open.push(tag.name);
            }
            Kind::End(tag) => match open.iter().rposition(|name| name.eq_ignore_ascii_case(tag.name)) {
                None => return Some(here),
                Some(0) => return Some(end),
                Some(index) => {
                    let closed = open.drain(index..).filter(|name| is_one_of(&ISLANDS, name)).count();
                    islands = islands.saturating_sub(closed);
                }
            },
            Kind::Unfinished => return None,
            _ => {}
        }
        at = end;
    }
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::foreign_end;

    #[test]
    fn it_ends_where_the_parser_ends_it() {
        for (html, rest) in [
            ("<path/></svg>x", Some("x")),
            ("<g><path></g></SVG >x", Some("x")),
            ("<svg></svg></svg>x", Some("x")),
            ("<title>a</title><style>b</style></svg>x", Some("x")),
            ("<foreignObject><p>a<br>b</foreignObject></svg>x", Some("x")),
            ("<!-- </svg> --></svg>x", Some("x")),
            ("<path><p>x", Some("<p>x")),
            ("<g></a>x", Some("</a>x")),
            ("<foreignObject></foreignObject><div>x", Some("<div>x")),
            ("<g>", None),
            ("<g a='", None),
        ] {
            assert_eq!(foreign_end(html, 0, "svg").map(|end| &html[end..]), rest, "{html}");
        }
    }
}
