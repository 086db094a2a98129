//! Bytes to a feed, by feed-rs behind our own types.

use coranto_markup::{decode, first_chars, title_text};
use coranto_model::{Language, Millis};
use feed_rs::model;
use url::Url;

use crate::feed::{Enclosure, Entry, Feed, FeedFormat, Warning};
use crate::key::key;
use crate::repair;
use crate::sitemap;

/// Most entries of one feed that are read.
const MAX_ENTRIES: usize = 10_000;

/// Longest title, in characters.
const MAX_TITLE_CHARS: usize = 300;

/// Most authors, and most categories, of one entry.
const MAX_NAMES: usize = 20;

/// Longest of their names, in characters.
const MAX_NAME_CHARS: usize = 100;

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

/// Reads a feed.
pub fn parse(document: &Document<'_>) -> Result<Feed, NotAFeed> {
    let decoded = decode(document.bytes, document.content_type);
    let text = decoded.text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if text.trim().is_empty() {
        return Err(NotAFeed::Empty);
    }
    let location = document.content_location.and_then(|location| document.url.join(location).ok());
    let base = location.as_ref().unwrap_or(document.url);
    let text = without_encoding(text);
    if let Some(sitemap) = sitemap::read(&text, base) {
        return Ok(sitemap);
    }
    let (parsed, repair) = repair::read(&text, base)
        .ok_or_else(|| if is_html(&text) { NotAFeed::Html } else { NotAFeed::Other })?;
    let mut feed = feed(parsed, base);
    feed.warnings.extend(repair);
    if decoded.lossy {
        feed.warnings.push(Warning::Charset);
    }
    Ok(feed)
}

/// The text is UTF-8 by now, whatever its XML declaration says.
fn without_encoding(text: &str) -> String {
    let declared = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>"));
    declared.map_or_else(|| text.to_owned(), |(_, rest)| format!("<?xml version=\"1.0\"?>{rest}"))
}

fn is_html(text: &str) -> bool {
    let head: String = text.chars().take(1_000).collect::<String>().to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|sign| head.contains(sign))
}

fn feed(parsed: model::Feed, base: &Url) -> Feed {
    let format = match parsed.feed_type {
        model::FeedType::Atom => FeedFormat::Atom,
        model::FeedType::JSON => FeedFormat::Json,
        model::FeedType::RSS1 => FeedFormat::Rdf,
        _ => FeedFormat::Rss,
    };
    let link_of = |rel: &str| {
        let found = parsed.links.iter().find(|link| link.rel.as_deref() == Some(rel));
        found.and_then(|link| address(&link.href, base))
    };
    let site = parsed.links.iter().find(|link| matches!(link.rel.as_deref(), None | Some("alternate")));
    let images = [&parsed.logo, &parsed.icon].into_iter().flatten();
    let mut feed = Feed {
        format,
        title: title(parsed.title.as_ref()),
        link: site.and_then(|link| address(&link.href, base)),
        description: parsed.description.as_ref().map(|text| without_nul(&text.content)).unwrap_or_default(),
        language: language(parsed.language.as_deref()),
        images: images.filter_map(|image| address(&image.uri, base)).collect(),
        updated: parsed.updated.map(|at| Millis(at.timestamp_millis())),
        ttl_ms: parsed.ttl.map(|minutes| i64::from(minutes).saturating_mul(Millis::MINUTE)),
        hub: link_of("hub"),
        self_link: link_of("self"),
        entries: Vec::new(),
        warnings: Vec::new(),
    };
    let all = parsed.entries.len();
    let entries = parsed.entries.into_iter().take(MAX_ENTRIES);
    feed.entries = entries.filter_map(|parsed| entry(&parsed, base)).collect();
    if all > MAX_ENTRIES {
        feed.warnings.push(Warning::TooManyEntries);
    } else if feed.entries.len() < all {
        feed.warnings.push(Warning::NamelessEntries);
    }
    feed
}

fn entry(parsed: &model::Entry, base: &Url) -> Option<Entry> {
    let base = parsed.base.as_deref().and_then(|own| base.join(own).ok()).unwrap_or_else(|| base.clone());
    let link = entry_link(parsed, &base);
    let title = title(parsed.title.as_ref());
    let summary = parsed.summary.as_ref().map(|text| without_nul(&text.content)).unwrap_or_default();
    let content = parsed.content.as_ref().and_then(|content| content.body.as_deref()).map(without_nul);
    let content = content.unwrap_or_default();
    let key = key(&parsed.id, link.as_ref(), &[&title, &summary, &content])?;
    let comments = parsed.links.iter().find(|link| matches!(link.target, Some(model::LinkTarget::Comments)));
    Some(Entry {
        key,
        title,
        summary_html: summary,
        content_html: content,
        authors: names(parsed.authors.iter().filter_map(author)),
        published: parsed.published.map(|at| Millis(at.timestamp_millis())),
        updated: parsed.updated.map(|at| Millis(at.timestamp_millis())),
        categories: names(parsed.categories.iter().map(category)),
        enclosures: enclosures(parsed, &base),
        pictures: pictures(parsed, &base),
        comments: comments.and_then(|link| address(&link.href, &base)),
        language: language(parsed.language.as_deref()),
        link,
    })
}

/// No database takes NULs.
fn without_nul(text: &str) -> String {
    text.replace('\0', "")
}

fn names(names: impl Iterator<Item = String>) -> Vec<String> {
    let names = names.filter(|name| !name.is_empty()).take(MAX_NAMES);
    names.map(|name| first_chars(&name, MAX_NAME_CHARS).to_owned()).collect()
}

/// The first link to the article itself; else its id, where that is an address.
fn entry_link(parsed: &model::Entry, base: &Url) -> Option<Url> {
    let own = parsed.links.iter().filter(|link| link.target.is_none());
    let best = own
        .filter(|link| matches!(link.rel.as_deref(), None | Some("alternate" | "")))
        .find_map(|link| address(&link.href, base));
    let id = || Some(parsed.id.trim()).filter(|id| id.starts_with("http")).and_then(|id| address(id, base));
    best.or_else(id)
}

fn address(text: &str, base: &Url) -> Option<Url> {
    let url = base.join(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn title(text: Option<&model::Text>) -> String {
    text.map(|text| first_chars(&title_text(&text.content), MAX_TITLE_CHARS).to_owned()).unwrap_or_default()
}

fn language(tag: Option<&str>) -> Option<Language> {
    tag?.parse().ok()
}

/// `name@example.com (Name)`, `Name <name@example.com>` and `Name` are the same person.
fn author(person: &model::Person) -> Option<String> {
    let name = title_text(person.name.as_ref()?);
    let bare = match (name.split_once(" ("), name.split_once(" <")) {
        (Some((mail, rest)), _) if mail.contains('@') => rest.trim_end_matches(')').to_owned(),
        (_, Some((before, mail))) if mail.contains('@') => before.to_owned(),
        _ => name,
    };
    Some(bare.trim().to_owned()).filter(|name| !name.is_empty())
}

fn category(category: &model::Category) -> String {
    title_text(category.label.as_deref().filter(|label| !label.is_empty()).unwrap_or(&category.term))
}

fn enclosures(parsed: &model::Entry, base: &Url) -> Vec<Enclosure> {
    let links =
        parsed.links.iter().filter(|link| link.rel.as_deref() == Some("enclosure")).filter_map(|link| {
            let url = address(&link.href, base)?;
            Some(Enclosure { url, mime: link.media_type.as_deref().map(without_nul), length: link.length })
        });
    let media = parsed.media.iter().flat_map(|media| &media.content).filter_map(|content| {
        let url = content.url.clone()?;
        Some(Enclosure {
            url,
            mime: content.content_type.as_ref().map(ToString::to_string),
            length: content.size,
        })
    });
    let mut all: Vec<Enclosure> = Vec::new();
    for enclosure in links.chain(media) {
        if !all.iter().any(|known| known.url == enclosure.url) {
            all.push(enclosure);
        }
    }
    all
}

fn pictures(parsed: &model::Entry, base: &Url) -> Vec<Url> {
    let is_picture = |mime: Option<&str>, url: &Url| {
        let ending = url.path().rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        mime.map_or_else(
            || matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "webp" | "gif" | "avif"),
            |mime| mime.starts_with("image/"),
        )
    };
    let files = enclosures(parsed, base);
    let files =
        files.into_iter().filter(|file| is_picture(file.mime.as_deref(), &file.url)).map(|file| file.url);
    let thumbnails = parsed.media.iter().flat_map(|media| &media.thumbnails);
    let thumbnails = thumbnails.filter_map(|thumbnail| address(&thumbnail.image.uri, base));
    let mut all = Vec::new();
    for url in files.chain(thumbnails).filter(|url| matches!(url.scheme(), "http" | "https")) {
        if !all.contains(&url) {
            all.push(url);
        }
    }
    all
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
        assert_eq!(feed.language.unwrap().as_str(), "en");
        let entry = &feed.entries[0];
        assert_eq!((entry.key.as_str(), entry.title.as_str()), ("7", "Café opens"));
        assert_eq!(entry.link.as_ref().unwrap().as_str(), "https://example.com/a?utm_source=rss");
        assert_eq!(entry.published, Some(Millis(1_700_000_000_000)));
        assert_eq!(
            (entry.authors.as_slice(), entry.categories.as_slice()),
            (&["Mira Tolland".to_owned()][..], &["World".to_owned()][..])
        );
        assert!(entry.content_html.contains("Long.") && entry.summary_html.contains("Short."));
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
            "\"tag\",".repeat(100)
        );
        let feed = read(json.as_bytes()).unwrap();
        let entry = &feed.entries[0];
        assert_eq!((feed.title.as_str(), entry.key.as_str()), ("J K", "1"));
        assert_eq!((entry.title.chars().count(), entry.categories.len()), (300, 20));
        assert_eq!((entry.authors.as_slice(), entry.summary_html.as_str()), (&["C D".to_owned()][..], "S"));
        assert!(!format!("{feed:?}").contains("\\0"), "{feed:?}");
    }

    #[test]
    fn faults_are_said() {
        let rss = |items: &str| read(format!("<rss version='2.0'><channel>{items}").as_bytes());
        let item = "<item><title>A & B</title><link>https://example.com/a</link></item>";
        let feed = rss(&format!("{item}</channel></rss>")).unwrap();
        assert_eq!(
            (feed.entries[0].title.as_str(), feed.warnings.as_slice()),
            ("A & B", &[Warning::Mended][..])
        );
        let feed = rss(&format!("{item}<item><title>C")).unwrap();
        assert_eq!((feed.entries.len(), feed.warnings.as_slice()), (1, &[Warning::Cut][..]));
        assert_eq!(rss("<item><title>C"), Err(NotAFeed::Other));
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
