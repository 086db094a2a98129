//! Bytes to a feed: which charset, which format.

use std::borrow::Cow;

use coranto_markup::decode;
use encoding_rs::WINDOWS_1252;
use url::Url;

use crate::feed::{Feed, Warning};
use crate::{json, read, sitemap};

/// A document that may be a feed.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Its bytes, content encoding undone.
    pub bytes: &'a [u8],
    /// Where it came from, after redirects: relative links are resolved by it.
    pub url: &'a Url,
    /// The Content-Type header.
    pub content_type: Option<&'a str>,
    /// The Content-Location header.
    pub content_location: Option<&'a str>,
}

/// Why a document is not a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    /// There is nothing in it.
    #[error("the document is empty")]
    Empty,
    /// It is a web page.
    #[error("this is a web page, not a feed")]
    Html,
    /// It is something else.
    #[error("this is not a feed in any known format")]
    Other,
}

/// Reads a feed. One with faults is no error: what can be read is read, with warnings.
pub fn parse(document: &Document<'_>) -> Result<Feed, NotAFeed> {
    let decoded = decode(document.bytes, document.content_type);
    let text = with_punctuation(&decoded.text);
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'));
    if text.is_empty() {
        return Err(NotAFeed::Empty);
    }
    let location = document.content_location.and_then(|location| document.url.join(location).ok());
    let base = location.as_ref().unwrap_or(document.url);
    // Some servers print a notice before the document.
    let begin = text.find(['<', '{', '[']).unwrap_or(0);
    let text = text.get(begin..).unwrap_or(text);
    let feed = match text.as_bytes() {
        [b'<', ..] if sitemap::is_one(text) => sitemap::read(text, base),
        [b'<', ..] => read::read(text, base),
        _ => json::read(text, base),
    };
    let mut feed = feed.ok_or_else(|| if is_html(text) { NotAFeed::Html } else { NotAFeed::Other })?;
    if decoded.lossy {
        feed.warn(Warning::Charset);
    }
    Ok(feed)
}

/// `text` with the control characters that nobody writes taken for what windows-1252 has at their place: quotes and
/// dashes that went through a program which knew only Latin-1.
fn with_punctuation(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| matches!(c, '\u{80}'..='\u{9f}');
    // All of them begin with this byte, which few other characters do.
    let mut begins = memchr::memchr_iter(0xc2, text.as_bytes());
    if !begins.any(|at| text.as_bytes().get(at + 1).is_some_and(|next| *next < 0xa0)) {
        return Cow::Borrowed(text);
    }
    let mended = text.chars().map(|c| {
        let byte = u8::try_from(u32::from(c)).ok().filter(|_| is_control(c));
        byte.and_then(|byte| WINDOWS_1252.decode(&[byte]).0.chars().next()).unwrap_or(c)
    });
    Cow::Owned(mended.collect())
}

fn is_html(text: &str) -> bool {
    let head: String = text.chars().take(1_000).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|sign| head.contains(sign))
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;
    use proptest::prelude::*;
    use url::Url;

    use super::{Document, NotAFeed, parse};
    use crate::feed::{Feed, FeedFormat, Warning};

    fn read(bytes: &[u8]) -> Result<Feed, NotAFeed> {
        let url = Url::parse("https://example.com/feeds/all.xml").unwrap();
        parse(&Document { bytes, url: &url, content_type: None, content_location: None })
    }

    #[test]
    fn rss_is_read() {
        let feed = read(
            br#"<?xml version="1.0" encoding="iso-8859-1"?>
            <rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:dc="http://purl.org/dc/elements/1.1/"
                 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
            <title>The &lt;b&gt;Herald&lt;/b&gt;</title><link>https://example.com/</link><language>en-GB</language><ttl>30</ttl>
            <item><guid>7</guid><title>Caf&#233; opens</title><link>/a?utm_source=rss</link><dc:creator>Mira Tolland</dc:creator>
            <pubDate>Tue, 14 Nov 2023 22:13:20 GMT</pubDate><category>World</category><description>Short.</description>
            <content:encoded><![CDATA[<p>Long.</p>]]></content:encoded>
            <media:content url="https://example.com/p.jpg" type="image/jpeg"/><comments>https://example.com/a#c</comments></item>
            </channel></rss>"#,
        )
        .unwrap();
        assert_eq!(
            (feed.format, feed.title.as_str(), feed.ttl_ms),
            (FeedFormat::Rss, "The Herald", Some(1_800_000))
        );
        assert_eq!(feed.language.as_deref(), Some("en-GB"));
        let entry = &feed.entries[0];
        assert_eq!((entry.key.as_str(), entry.title.as_str()), ("7", "Café opens"));
        assert_eq!(entry.link.as_ref().unwrap().as_str(), "https://example.com/a?utm_source=rss");
        assert_eq!(entry.published, Some(Millis(1_700_000_000_000)));
        assert_eq!(
            (entry.authors.as_slice(), entry.categories.as_slice()),
            (&["Mira Tolland".to_owned()][..], &["World".to_owned()][..])
        );
        assert!(entry.content.source().contains("Long.") && entry.summary.source().contains("Short."));
        assert_eq!(entry.pictures[0].as_str(), "https://example.com/p.jpg");
    }

    #[test]
    fn atom_and_json_are_read() {
        let atom = read(
            br#"<feed xmlns="http://www.w3.org/2005/Atom"><title>A</title><id>x</id><updated>2023-11-14T22:13:20Z</updated>
            <link rel="self" href="https://example.com/a.atom"/><link rel="hub" href="https://hub.example/"/>
            <entry><id>urn:1</id><title type="html">B &amp;amp; C</title><link href="b"/><updated>2023-11-14T22:13:20Z</updated></entry></feed>"#,
        )
        .unwrap();
        assert_eq!((atom.format, atom.entries[0].title.as_str()), (FeedFormat::Atom, "B & C"));
        assert_eq!(atom.hub.unwrap().as_str(), "https://hub.example/");
        let json = read(
            br#"{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"https://example.com/j","title":"T","content_html":"<p>x"}]}"#,
        )
        .unwrap();
        assert_eq!((json.format, json.entries.len()), (FeedFormat::Json, 1));
    }

    #[test]
    fn entries_keep_their_keys() {
        let key = |item: &str| {
            let feed = format!("<rss version='2.0'><channel><item>{item}</item></channel></rss>");
            read(feed.as_bytes()).unwrap().entries.into_iter().map(|entry| entry.key).next()
        };
        let link = "<link>https://example.com/a</link>";
        assert_eq!(key(&format!("<guid>x</guid>{link}")).as_deref(), Some("x"));
        for title in ["One", "Two"] {
            let found = key(&format!("<title>{title}</title>{link}"));
            assert_eq!(found.as_deref(), Some("https://example.com/a"), "{title}");
        }
        assert_eq!(key("<title>One</title>"), key("<title>One</title>"));
        assert_eq!(key(""), None);
    }

    #[test]
    fn texts_are_short_and_without_nul() {
        let json = format!(
            r#"{{"version":"https://jsonfeed.org/version/1","title":"J\u0000K","items":[{{"id":"1\u0000","url":"https://example.com/a\u0000b",
            "title":"A\u0000{}","summary":"S\u0000","content_html":"<p>\u0000x","authors":[{{"name":"C\u0000D"}}],"tags":[{}"x"]}}]}}"#,
            "B".repeat(1_000),
            (0..100).map(|number| format!("\"tag{number}\",")).collect::<String>()
        );
        let feed = read(json.as_bytes()).unwrap();
        let entry = &feed.entries[0];
        assert_eq!((feed.title.as_str(), entry.key.as_str()), ("JK", "1"));
        assert_eq!((entry.title.chars().count(), entry.categories.len()), (300, 20));
        assert_eq!((entry.authors.as_slice(), entry.summary.source()), (&["CD".to_owned()][..], "S"));
        assert!(!format!("{feed:?}").contains("\\0"), "{feed:?}");
    }

    #[test]
    fn faults_are_said() {
        let rss = |items: &str| read(format!("<rss version='2.0'><channel>{items}").as_bytes());
        let item = "<item><title>A & B</title><link>https://example.com/a</link></item>";
        let feed = rss(&format!("{item}</channel></rss>")).unwrap();
        assert_eq!((feed.entries[0].title.as_str(), feed.warnings.as_slice()), ("A & B", &[][..]));
        let feed = rss(&format!("{item}<item><title>C")).unwrap();
        assert_eq!((feed.entries.len(), feed.warnings.as_slice()), (1, &[Warning::Cut][..]));
        assert_eq!(rss("<item><title>C").unwrap().warnings, [Warning::Cut]);
    }

    #[test]
    fn what_is_no_feed_is_said() {
        assert_eq!(read(b"  \n"), Err(NotAFeed::Empty));
        assert_eq!(read(b"<!doctype html><html><body>Sign in"), Err(NotAFeed::Html));
        assert_eq!(read(b"{}"), Err(NotAFeed::Other));
        assert_eq!(read(b"\x89PNG\r\n"), Err(NotAFeed::Other));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(bytes in "(<(rss|channel|item|link|title|guid|feed|entry|id|pubDate)>|</(rss|item|feed)>|[{}\"a-z:0-9&; ]|\\PC){0,40}") {
            let _ = read(bytes.as_bytes());
        }
    }
}
