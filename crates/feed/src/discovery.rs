//! Which feeds a page names, and which its address alone tells (behaviour 45).

use dom_query::Document;
use serde::Serialize;
use url::Url;

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FoundFeed {
    /// Its address.
    pub url: Url,
    /// What the page calls it.
    pub title: String,
}

/// Media types of feeds.
const TYPES: [&str; 5] = [
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/json",
];

/// The feeds that a page names with `link rel=alternate`, in its order, each once.
pub fn feeds_in_page(html: &str, base: &Url) -> Vec<FoundFeed> {
    let document = Document::from(coranto_markup::bounded(html).as_ref());
    let stated = document.select("base[href]").attr("href").and_then(|href| base.join(href.trim()).ok());
    let base = stated.unwrap_or_else(|| base.clone());
    let mut found: Vec<FoundFeed> = Vec::new();
    for link in document.select("link[href][type]").nodes() {
        let attribute = |name: &str| link.attr(name).map(|value| value.trim().to_owned()).unwrap_or_default();
        let kind = attribute("type").to_ascii_lowercase();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let alternate =
            attribute("rel").split_ascii_whitespace().any(|rel| rel.eq_ignore_ascii_case("alternate"));
        if !alternate || !TYPES.contains(&kind) {
            continue;
        }
        let href = attribute("href");
        // WordPress names its API in the same way as a feed.
        let is_api = kind == "application/json" && href.contains("/wp-json/");
        if href.is_empty() || is_api {
            continue;
        }
        if let Ok(url) = base.join(&href)
            && matches!(url.scheme(), "http" | "https")
            && !found.iter().any(|known| known.url == url)
        {
            found.push(FoundFeed { url, title: attribute("title") });
        }
    }
    found
}

/// The feeds that follow from the form of an address alone.
pub fn feeds_by_address(url: &Url) -> Vec<Url> {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(host);
    let path: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let feed = match (host, path.as_slice()) {
        ("youtube.com", ["channel", id, ..]) => Some(("channel_id", (*id).to_owned())),
        ("youtube.com", ["playlist" | "watch"]) => {
            let list = url.query_pairs().find(|(name, id)| name == "list" && !id.is_empty());
            list.map(|(_, id)| ("playlist_id", id.into_owned()))
        }
        _ => None,
    };
    let youtube = feed.and_then(|(name, id)| {
        Url::parse_with_params("https://www.youtube.com/feeds/videos.xml", [(name, id)]).ok()
    });
    youtube.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::{feeds_by_address, feeds_in_page};

    #[test]
    fn b45_feeds_that_a_page_names() {
        let html = r#"<html><head><base href="https://example.com/news/">
            <link rel="alternate" type="application/rss+xml" title="All" href="feed.xml">
            <link rel="alternate" type="application/rss+xml" href="feed.xml">
            <link rel="ALTERNATE nofollow" type="application/atom+xml; charset=utf-8" href="/a?x=1&amp;y=2">
            <link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">
            <link rel="alternate" hreflang="ar" href="/ar"><link rel="stylesheet" type="text/css" href="x.css">
            <link rel="alternate" type="application/rss+xml" href="javascript:x">"#;
        let found = feeds_in_page(html, &Url::parse("https://www.example.com/").unwrap());
        let urls: Vec<_> = found.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(urls, ["https://example.com/news/feed.xml", "https://example.com/a?x=1&y=2"]);
        assert_eq!(found[0].title, "All");
    }

    #[test]
    fn b45_feeds_that_an_address_tells() {
        for (url, want) in [
            (
                "https://www.youtube.com/channel/UCabc/videos",
                Some("https://www.youtube.com/feeds/videos.xml?channel_id=UCabc"),
            ),
            (
                "https://youtube.com/playlist?list=PL1&x",
                Some("https://www.youtube.com/feeds/videos.xml?playlist_id=PL1"),
            ),
            (
                "https://m.youtube.com/watch?v=x&list=PL2",
                Some("https://www.youtube.com/feeds/videos.xml?playlist_id=PL2"),
            ),
            ("https://www.youtube.com/watch?v=x", None),
            ("https://www.youtube.com/watch?v=x&list=", None),
            ("https://www.youtube.com/playlist?list=", None),
            ("https://example.com/channel/UCabc", None),
        ] {
            let found = feeds_by_address(&Url::parse(url).unwrap());
            assert_eq!(found.first().map(Url::as_str), want, "{url}");
        }
    }
}
