//! Hostile HTML to HTML that can stand in our own pages.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};
use url::Url;

use crate::limit::{Reader, bounded_for};

/// Elements that articles are made of. MathML and SVG are not among them: parsers disagree on them, and sanitisers have
/// been tricked through that.
const TAGS: [&str; 57] = [
    "p",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "figure",
    "figcaption",
    "img",
    "a",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "pre",
    "code",
    "em",
    "strong",
    "b",
    "i",
    "u",
    "s",
    "del",
    "ins",
    "sub",
    "sup",
    "br",
    "hr",
    "dl",
    "dt",
    "dd",
    "time",
    "q",
    "cite",
    "abbr",
    "kbd",
    "samp",
    "var",
    "mark",
    "small",
    "ruby",
    "rt",
    "rp",
    "bdi",
    "bdo",
    "wbr",
    "div",
    "span",
    "section",
];

/// Elements that go with all that is in them.
const WITH_CONTENT: [&str; 14] = [
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "form", "button", "select",
    "textarea", "title", "nav",
];

/// How links from publishers' texts are marked: followed in a tab of their own, telling nothing of where they came
/// from.
const REL: &str = "external noopener noreferrer nofollow ugc";

fn builder(base: &Url) -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .url_relative(UrlRelative::RewriteWithBase(base.clone()))
        .attribute_filter(attribute)
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from(WITH_CONTENT))
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("img", HashSet::from(["src", "alt", "width", "height"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
            ("ol", HashSet::from(["start", "reversed"])),
            ("time", HashSet::from(["datetime"])),
            ("abbr", HashSet::from(["title"])),
        ]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some(REL))
        .strip_comments(true);
    builder
}

/// What becomes of an attribute that is allowed on its element.
fn attribute<'a>(element: &str, attribute: &str, value: &'a str) -> Option<Cow<'a, str>> {
    match (element, attribute) {
        // Relative addresses are made absolute after this, by the base.
        ("img", "src") => {
            let other = Url::parse(value).is_ok_and(|url| !matches!(url.scheme(), "http" | "https"));
            (!other).then_some(Cow::Borrowed(value))
        }
        ("img" | "td" | "th" | "ol", "width" | "height" | "colspan" | "rowspan" | "start") => {
            value.trim().parse::<u16>().ok().map(|number| Cow::Owned(number.to_string()))
        }
        (_, "dir") => matches!(value, "ltr" | "rtl" | "auto").then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    }
}

/// `html` with nothing in it that acts, looks or loads: only the elements of an article; links and pictures absolute
/// (by `base`), http or https; no pictures that only count readers.
pub fn sanitise(html: &str, base: &Url) -> String {
    let html = bounded_for(html, Reader::Fragment);
    if !html.contains(['<', '&']) {
        return html.into_owned();
    }
    without_empty_pictures(&builder(base).clean(&html).to_string())
}

/// Takes out pictures without an address, and those of one or two pixels, which only count readers. Reads what ammonia
/// wrote: attributes in double quotes, `>` escaped in them.
fn without_empty_pictures(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(begin) = rest.find("<img") {
        let (before, tag) = rest.split_at(begin);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        out.push_str(before);
        let tiny = ["width", "height"]
            .iter()
            .any(|side| (0..3).any(|pixels| tag.contains(&format!(" {side}=\"{pixels}\""))));
        if tag.contains(" src=\"") && !tiny {
            out.push_str(tag);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::sanitise;

    fn clean(html: &str) -> String {
        sanitise(html, &Url::parse("https://example.com/news/a").unwrap())
    }

    #[test]
    fn articles_stay_whole() {
        assert_eq!(
            clean("<p lang='ar' dir='rtl' class='x' style='color:red' id='y'>A <em>b</em></p>"),
            "<p lang=\"ar\" dir=\"rtl\">A <em>b</em></p>"
        );
        assert_eq!(
            clean(
                "<figure><img src='/p.jpg' alt='A' width='640px' height='4' loading='lazy' srcset='x'><figcaption>C</figcaption></figure>"
            ),
            "<figure><img src=\"https://example.com/p.jpg\" alt=\"A\" height=\"4\"><figcaption>C</figcaption></figure>"
        );
        assert!(clean("<a href='../b?c=1&d'>x</a>").contains("href=\"https://example.com/b?c=1&amp;d\""));
        assert!(
            clean("<a href='https://other.example/'>x</a>")
                .contains("rel=\"external noopener noreferrer nofollow ugc\"")
        );
    }

    #[test]
    fn attacks_come_to_nothing() {
        for html in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href='javascript:alert(1)'>x</a>",
            "<a href='&#106;avascript:alert(1)'>x</a>",
            "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
            "<svg><script>alert(1)</script></svg>",
            "<svg/onload=alert(1)>",
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
            "<form action=x><button>Go</button></form>",
            "<p style='background:url(javascript:alert(1))'>x</p>",
            "<base href='https://evil.example/'><a href='x'>x</a>",
            "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
            "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
            "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
            "<object data=x></object><embed src=x><link rel=stylesheet href=x>",
            "<style>@import 'https://evil.example/'</style>",
        ] {
            let cleaned = clean(html).to_ascii_lowercase();
            for sign in [
                "<script",
                "onerror",
                "onload",
                "javascript:",
                "data:",
                "<iframe",
                "<svg",
                "<math",
                "<form",
                "style",
                "<base",
                "<meta",
                "<object",
                "<embed",
                "<link",
                "evil.example",
            ] {
                assert!(!cleaned.contains(sign), "{html} → {cleaned}");
            }
        }
    }

    #[test]
    fn what_counts_readers_goes() {
        assert_eq!(clean("<p>a<img src='https://t.example/x.gif' width=1 height=1>b"), "<p>ab</p>");
        assert_eq!(clean("<img alt='no address'>"), "");
    }

    #[test]
    fn hostile_sizes_are_bounded() {
        assert!(clean(&"<b>".repeat(100_000)).len() < 10_000);
        assert!(clean(&format!("<p {}>x</p>", "a=b ".repeat(1_000_000))).len() < 100);
    }

    proptest! {
        #[test]
        fn nothing_that_acts_gets_through(html in "(<(p|b|a href=x|img src=y|table|svg|math|style|script|div)>|</(p|b|a|table|svg|div)>|[a-z&;\"' ]|\\PC){0,40}") {
            let once = clean(&html);
            for cleaned in [clean(&once), once] {
                prop_assert!(!["<script", "<svg", "<style", "<math"].iter().any(|tag| cleaned.contains(tag)), "{cleaned}");
            }
        }
    }
}
