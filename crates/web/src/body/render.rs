//! Writes the allowed tags anew.

use super::outline::Outline;
use super::pieces::{Piece, Pieces, attribute, escape_into};
use crate::view::Pictures;

/// Elements deeper than this lose their tags.
const MAX_DEPTH: usize = 60;

/// Largest number that is taken for a width, a height, a span or the start of a list.
const MAX_NUMBER: u32 = 20_000;

/// How a text is to be shown.
pub struct Rendered<'a> {
    /// Signs pictures.
    pub pictures: Pictures<'a>,
    /// The picture that stands over the text already.
    pub lead: Option<&'a str>,
    /// Whether pictures may be shown.
    pub shows_pictures: bool,
    /// What a table is called, where it has to scroll.
    pub table: &'a str,
}

/// What `html` may be shown as.
pub fn render(html: &str, how: &Rendered<'_>) -> String {
    let mut writer = Writer {
        how,
        html: String::with_capacity(html.len() + html.len() / 4),
        open: Vec::new(),
        outline: Outline::default(),
    };
    for piece in Pieces::of(html) {
        match piece {
            Piece::Text(text) => writer.html.push_str(text),
            Piece::LessThan => writer.html.push_str("&lt;"),
            Piece::Open { name, attributes } => writer.open(name, attributes),
            Piece::Close(name) => writer.close(name),
        }
    }
    while let Some(element) = writer.open.pop() {
        writer.end(&element);
    }
    writer.html
}

/// The name under which an element is written; `None` for those whose tags are dropped and whose text stays.
fn written_as(name: &str) -> Option<&'static str> {
    const SAME: [&str; 47] = [
        "p",
        "h2",
        "h3",
        "h4",
        "ul",
        "ol",
        "li",
        "blockquote",
        "figure",
        "figcaption",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "caption",
        "a",
        "em",
        "strong",
        "b",
        "i",
        "u",
        "s",
        "sub",
        "sup",
        "code",
        "pre",
        "q",
        "cite",
        "dl",
        "dt",
        "dd",
        "mark",
        "del",
        "ins",
        "abbr",
        "kbd",
        "samp",
        "var",
        "small",
        "ruby",
        "rt",
        "rp",
        "bdi",
        "bdo",
    ];
    let lower = name.to_ascii_lowercase();
    match lower.as_str() {
        "h1" => Some("h2"),
        "h5" | "h6" => Some("h4"),
        lower => SAME.into_iter().find(|same| *same == lower),
    }
}

struct Open {
    name: &'static str,
    /// The name under which it is written: headings may move up.
    tag: &'static str,
    /// What stood above it.
    outline: Outline,
    /// Where it begins in what is written.
    start: usize,
    /// It has to go with all that is in it.
    is_unwanted: bool,
}

struct Writer<'w> {
    how: &'w Rendered<'w>,
    html: String,
    open: Vec<Open>,
    outline: Outline,
}

impl Writer<'_> {
    fn open(&mut self, name: &str, attributes: &str) {
        match name.to_ascii_lowercase().as_str() {
            "br" => self.html.push_str("<br>"),
            "hr" => self.html.push_str("<hr>"),
            "wbr" => self.html.push_str("<wbr>"),
            "img" => self.picture(attributes),
            "audio" | "video" | "iframe" | "embed" => self.media(attributes),
            _ => self.element(name, attributes),
        }
    }

    fn element(&mut self, name: &str, attributes: &str) {
        let Some(name) = written_as(name).filter(|_| self.open.len() < MAX_DEPTH) else { return };
        let (start, outline) = (self.html.len(), self.outline);
        let tag = self.outline.heading(name).unwrap_or(name);
        if name == "table" {
            self.html.push_str("<div class=\"scroll\" role=\"group\"");
            self.attribute("aria-label", self.how.table);
            self.html.push_str(" tabindex=\"0\">");
        }
        self.html.push('<');
        self.html.push_str(tag);
        match name {
            "a" => self.link(attributes),
            "td" | "th" => self.cell(attributes),
            "ol" => self.numbers(attributes, &["start"]),
            _ => {}
        }
        self.language(attributes);
        self.html.push('>');
        self.open.push(Open { name, tag, outline, start, is_unwanted: false });
    }

    fn link(&mut self, attributes: &str) {
        if let Some(address) = attribute(attributes, "href").filter(|address| is_web(address)) {
            self.attribute("href", &address);
            self.html.push_str(" rel=\"external noopener noreferrer nofollow ugc\"");
        }
    }

    fn cell(&mut self, attributes: &str) {
        self.numbers(attributes, &["colspan", "rowspan"]);
        let known = ["row", "col", "rowgroup", "colgroup"];
        if let Some(scope) = attribute(attributes, "scope").filter(|scope| known.contains(&scope.as_ref())) {
            self.attribute("scope", &scope);
        }
    }

    fn numbers(&mut self, attributes: &str, names: &[&str]) {
        for name in names {
            if let Some(number) = number(attributes, name) {
                self.attribute(name, &number.to_string());
            }
        }
    }

    fn language(&mut self, attributes: &str) {
        let is_tag = |text: &str| {
            !text.is_empty()
                && text.len() < 36
                && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        for name in ["lang", "dir"] {
            if let Some(value) = attribute(attributes, name).filter(|value| is_tag(value)) {
                self.attribute(name, &value);
            }
        }
    }

    fn picture(&mut self, attributes: &str) {
        let address = attribute(attributes, "src").unwrap_or_default();
        let is_lead = self.how.lead.is_some_and(|lead| lead == address);
        let view = self.how.pictures.inside(&address).filter(|_| self.how.shows_pictures && !is_lead);
        let Some(view) = view else {
            // A caption without its picture says nothing.
            if let Some(figure) = self.open.iter_mut().rev().find(|open| open.name == "figure") {
                figure.is_unwanted = true;
            }
            return;
        };
        self.html.push_str("<img");
        self.attribute("src", &view.address);
        self.attribute("srcset", &view.addresses);
        self.attribute("sizes", "(min-width: 44rem) 41.5rem, 100vw");
        let size = number(attributes, "width").zip(number(attributes, "height"));
        let (width, height) = size.unwrap_or((960, 640));
        self.attribute("width", &width.to_string());
        self.attribute("height", &height.to_string());
        self.html.push_str(" loading=\"lazy\"");
        self.attribute("alt", &attribute(attributes, "alt").unwrap_or_default());
        self.html.push('>');
    }

    /// Audio and video play at the publisher's: a link to it, with the name of its server.
    fn media(&mut self, attributes: &str) {
        let Some(address) = attribute(attributes, "src").filter(|address| is_web(address)) else { return };
        let host = url::Url::parse(&address).ok().and_then(|url| url.host_str().map(str::to_owned));
        self.html.push_str("<span class=\"media\"><svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-play\"/></svg><a class=\"link\"");
        self.attribute("href", &address);
        self.html.push_str(" rel=\"external noopener noreferrer nofollow ugc\" dir=\"ltr\">");
        escape_into(&mut self.html, host.as_deref().unwrap_or(&address));
        self.html.push_str("</a></span>");
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        escape_into(&mut self.html, value);
        self.html.push('"');
    }

    fn close(&mut self, name: &str) {
        let Some(name) = written_as(name) else { return };
        if !self.open.iter().any(|open| open.name == name) {
            return;
        }
        while let Some(element) = self.open.pop() {
            self.end(&element);
            if element.name == name {
                break;
            }
        }
    }

    fn end(&mut self, element: &Open) {
        if element.is_unwanted {
            self.html.truncate(element.start);
            self.outline = element.outline;
            return;
        }
        self.html.push_str("</");
        self.html.push_str(element.tag);
        self.html.push('>');
        if element.name == "table" {
            self.html.push_str("</div>");
        }
    }
}

fn is_web(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

fn number(attributes: &str, name: &str) -> Option<u32> {
    attribute(attributes, name)?.trim().parse().ok().filter(|number| (1..=MAX_NUMBER).contains(number))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Rendered, render, written_as};
    use crate::body::pieces::{Piece, Pieces, attribute};
    use crate::keys::Keys;
    use crate::view::Pictures;

    fn rendered(html: &str) -> String {
        let keys = Keys::from_secret(b"secret");
        render(
            html,
            &Rendered {
                pictures: Pictures(&keys),
                lead: Some("https://a.example/lead.jpg"),
                shows_pictures: true,
                table: "Table",
            },
        )
    }

    #[test]
    fn allowed_tags_stay_and_others_lose_their_tags() {
        for (html, want) in [
            ("<p>One &amp; two</p>", "<p>One &amp; two</p>"),
            ("<h1>A</h1><h6>B</h6>", "<h2>A</h2><h3>B</h3>"),
            ("<div><p>A</p></div>", "<p>A</p>"),
            ("<p>A", "<p>A</p>"),
            ("<ul><li>A</ul>B</li>", "<ul><li>A</li></ul>B"),
            ("</article></main>A", "A"),
            (
                "<p onclick=\"x()\" style=\"color:red\" lang=\"ar\" dir=\"rtl\">A</p>",
                "<p lang=\"ar\" dir=\"rtl\">A</p>",
            ),
            ("<td colspan=\"2\" rowspan=\"x\">A</td>", "<td colspan=\"2\">A</td>"),
            ("a < b", "a &lt; b"),
            ("<p", "&lt;p"),
            (
                "<a href=\"https://a.example/?x=1&amp;y=2\">A</a>",
                "<a href=\"https://a.example/?x=1&amp;y=2\" rel=\"external noopener noreferrer nofollow ugc\">A</a>",
            ),
        ] {
            assert_eq!(rendered(html), want);
        }
    }

    #[test]
    fn headings_leave_no_level_out() {
        for (html, want) in [
            ("<h4>A</h4>", "<h2>A</h2>"),
            ("<h3>A</h3><h3>B</h3>", "<h2>A</h2><h2>B</h2>"),
            ("<h2>A</h2><h4>B</h4><h4>C</h4><h2>D</h2>", "<h2>A</h2><h3>B</h3><h3>C</h3><h2>D</h2>"),
            ("<h4>A</h4><h3>B</h3><h2>C</h2><h3>D</h3>", "<h2>A</h2><h2>B</h2><h2>C</h2><h3>D</h3>"),
            ("<h3>A<h6>B</h3>C", "<h2>A<h3>B</h3></h2>C"),
            // What is in a figure without its picture goes, and does not count.
            ("<figure><h2>A</h2><img></figure><h3>B</h3>", "<h2>B</h2>"),
        ] {
            assert_eq!(rendered(html), want);
        }
    }

    #[test]
    fn wide_tables_scroll_by_themselves() {
        assert_eq!(
            rendered("<table><tr><td>A</td></tr></table>B"),
            "<div class=\"scroll\" role=\"group\" aria-label=\"Table\" tabindex=\"0\">\
             <table><tr><td>A</td></tr></table></div>B"
        );
    }

    #[test]
    fn nothing_runs() {
        for html in [
            "<script>alert(1)</script>A",
            "<scr<script>ipt>alert(1)</script>",
            "<a href=\"javascript:alert(1)\">A</a>",
            "<a href=\"java&#115;cript:alert(1)\">A</a>",
            "<img src=\"x\" onerror=\"alert(1)\">",
            "<img src=\"https://a.example/p.jpg\" alt=\"&quot; onerror=alert(1) x=&quot;\">",
            "<svg><script>alert(1)</script></svg>",
            "<iframe src=\"javascript:alert(1)\"></iframe>",
            "<p class=\"x\"><style>body{}</style>",
            "<p title=\"'><script>alert(1)</script>\">",
            "<form action=\"https://evil.example\"><input></form>",
        ] {
            let shown = rendered(html).to_lowercase();
            for bad in ["<script", "javascript:", "onerror=\"", "<style", "<iframe", "<form", "<input"] {
                assert!(!shown.contains(bad), "{html} gave {shown}");
            }
        }
    }

    #[test]
    fn pictures_lead_through_the_proxy_and_the_lead_does_not_stand_twice() {
        let html = "<figure><img src=\"https://a.example/lead.jpg\"><figcaption>No</figcaption></figure>\
                    <figure><img src=\"https://a.example/p.jpg\" alt=\"A &amp; B\" width=\"300\" height=\"200\"><figcaption>Yes</figcaption></figure>";
        let shown = rendered(html);
        assert!(
            !shown.contains("No</figcaption>") && shown.contains("<figcaption>Yes</figcaption></figure>")
        );
        assert!(!shown.contains("src=\"https://"));
        assert!(shown.contains("alt=\"A &amp; B\"") && shown.contains("width=\"300\" height=\"200\""));
        assert!(
            rendered("<video src=\"https://v.example/1\"></video>").contains("href=\"https://v.example/1\"")
        );
    }

    proptest! {
        #[test]
        fn whatever_comes_in_only_our_tags_go_out(html in "([<>/a-z\"'=& !;#-]|script|<p>|</p>|<a href=|onclick=|<img src=|javascript:|é){0,60}") {
            let shown = rendered(&html);
            for piece in Pieces::of(&shown.replace("<svg", "<i").replace("</svg", "</i")) {
                match piece {
                    Piece::LessThan => prop_assert!(false, "{html} gave {shown}"),
                    Piece::Open { name, attributes } => {
                        let is_ours = written_as(name) == Some(name) || ["br", "hr", "wbr", "img", "span", "use", "div"].contains(&name);
                        prop_assert!(is_ours && attribute(attributes, "onclick").is_none(), "{html} gave {shown}");
                    }
                    Piece::Close(_) | Piece::Text(_) => {}
                }
            }
        }
    }
}
