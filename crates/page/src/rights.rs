//! What a page and its headers let us do.

use coranto_markup::bounded;
use coranto_model::{Reuse, Rights};
use dom_query::{Document, NodeRef};

use crate::extract::PageInput;

/// What a page and its headers let us do, also where there is no article in it.
pub fn rights(input: &PageInput<'_>) -> Rights {
    of(&Document::from(bounded(input.html).as_ref()), input.robots_header)
}

/// Reads robots meta elements and the X-Robots-Tag headers, the TDM Reservation Protocol's meta element, and licence
/// links. `robots_header` has a header in each line.
pub(crate) fn of(document: &Document, robots_header: Option<&str>) -> Rights {
    let mut rights = Rights::default();
    for header in robots_header.unwrap_or_default().lines() {
        directives(header, &mut rights);
    }
    for meta in document.select("meta[name][content]").nodes() {
        let name = meta.attr("name").map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        let content = meta.attr("content").unwrap_or_default();
        match name.as_str() {
            "robots" | "coranto" => directives(&content, &mut rights),
            "tdm-reservation" if content.trim() == "1" => rights.ai = Reuse::Reserved,
            _ => {}
        }
    }
    let licences = document.select("link[rel~='license'][href], a[rel~='license'][href]");
    let is_free = |href: &str| {
        href.contains("creativecommons.org/licenses/") || href.contains("creativecommons.org/publicdomain/")
    };
    let frees =
        |link: &NodeRef<'_>| link.attr("href").is_some_and(|href| is_free(&href)) && !is_of_picture(link);
    if licences.nodes().iter().any(frees) {
        rights.full_text = Reuse::Allowed;
    }
    rights
}

/// A licence under a picture is the picture's.
fn is_of_picture(link: &NodeRef<'_>) -> bool {
    link.ancestors(None)
        .iter()
        .any(|above| above.node_name().is_some_and(|name| matches!(&*name, "figure" | "figcaption")))
}

fn directives(text: &str, rights: &mut Rights) {
    let lower = text.to_ascii_lowercase();
    let mut parts = lower.split(',').map(str::trim).peekable();
    // `otherbot: noindex` is for another bot, up to the end of the header.
    if let Some(first) = parts.peek()
        && let Some((agent, _)) = first.split_once(':')
        && !["max-snippet", "max-image-preview", "max-video-preview", "unavailable_after"]
            .contains(&agent.trim())
        && agent.trim() != "coranto"
    {
        return;
    }
    for part in parts {
        match part.strip_prefix("coranto:").unwrap_or(part).trim() {
            "none" | "noindex" => rights.noindex = true,
            "nosnippet" => rights.nosnippet = true,
            "noai" => rights.ai = Reuse::Reserved,
            other => match other.split_once(':').map(|(name, value)| (name.trim(), value.trim())) {
                Some(("max-snippet", "0")) => rights.nosnippet = true,
                Some(("max-image-preview", "none")) => rights.noimage = true,
                _ => {}
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use coranto_model::{Reuse, Rights};
    use dom_query::Document;
    use url::Url;

    use super::{of, rights};
    use crate::extract::PageInput;

    #[test]
    fn wishes_are_read() {
        let none = Rights::default();
        for (html, header, want) in [
            ("", None, none),
            ("<meta name=ROBOTS content='NoIndex, follow'>", None, Rights { noindex: true, ..none }),
            ("", Some("noai, max-image-preview:none"), Rights { ai: Reuse::Reserved, noimage: true, ..none }),
            ("", Some("googlebot: noindex, nosnippet"), none),
            ("", Some("coranto: nosnippet"), Rights { nosnippet: true, ..none }),
            (
                "",
                Some("otherbot: noai\nnoindex\ncoranto: nosnippet"),
                Rights { noindex: true, nosnippet: true, ..none },
            ),
            ("<meta name=robots content='max-snippet:0'>", None, Rights { nosnippet: true, ..none }),
            ("<meta name=robots content='max-snippet:50, max-image-preview:large'>", None, none),
            ("<meta name=tdm-reservation content=1>", None, Rights { ai: Reuse::Reserved, ..none }),
            (
                "<a rel='license nofollow' href='https://creativecommons.org/licenses/by/4.0/'>CC</a>",
                None,
                Rights { full_text: Reuse::Allowed, ..none },
            ),
            (
                "<figure><img src=x><figcaption>X, <a rel=license href='https://creativecommons.org/licenses/by/4.0/'>CC</a></figure>",
                None,
                none,
            ),
        ] {
            assert_eq!(of(&Document::from(html), header), want, "{html} {header:?}");
        }
    }

    #[test]
    fn a_page_without_an_article_has_rights() {
        let url = Url::parse("https://example.com/").unwrap();
        let input =
            PageInput { html: "<meta name=robots content=noindex>", url: &url, robots_header: Some("noai") };
        assert_eq!(rights(&input), Rights { noindex: true, ai: Reuse::Reserved, ..Rights::default() });
    }
}
