//! Sitemaps (<https://www.sitemaps.org/protocol.html>) as feeds: addresses with a time, and those made for news search
//! engines (<https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap>) with headlines too.

use coranto_markup::{machine_date, title_text};
use coranto_model::Millis;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use crate::feed::{Entry, Feed, FeedFormat, Warning};

/// Entries that are taken, the newest first: a sitemap may list all that a site ever published.
const MAX_ENTRIES: usize = 500;

/// Addresses of one sitemap that are looked at: the most that the protocol allows.
const MAX_ADDRESSES: usize = 50_000;

/// What a `<url>` says.
#[derive(Default)]
struct Address {
    loc: String,
    title: String,
    published: String,
    modified: String,
    keywords: String,
    language: String,
    image: String,
    publication: String,
}

impl Address {
    /// Where the text of the element `path` goes, where it is wanted.
    fn field(&mut self, path: &[String]) -> Option<&mut String> {
        let inside = path.iter().rev().map(String::as_str).collect::<Vec<_>>();
        match inside.as_slice() {
            ["loc", "image", ..] if self.image.is_empty() => Some(&mut self.image),
            ["loc", "url", ..] => Some(&mut self.loc),
            ["lastmod", "url", ..] => Some(&mut self.modified),
            ["title", "news", ..] => Some(&mut self.title),
            ["publication_date", "news", ..] => Some(&mut self.published),
            ["keywords", "news", ..] => Some(&mut self.keywords),
            ["name", "publication", ..] => Some(&mut self.publication),
            ["language", "publication", ..] => Some(&mut self.language),
            _ => None,
        }
    }

    fn entry(&self, base: &Url) -> Option<Entry> {
        let link = base.join(title_text(&self.loc).trim()).ok()?;
        let modified = date(&title_text(&self.modified));
        let keywords = title_text(&self.keywords);
        let keywords = keywords.split(',').map(str::trim).filter(|word| !word.is_empty());
        Some(Entry {
            key: crate::key::key("", Some(&link), &[])?,
            title: title_text(&self.title).chars().take(300).collect(),
            summary_html: String::new(),
            content_html: String::new(),
            authors: Vec::new(),
            published: date(&title_text(&self.published)).or(modified),
            updated: modified,
            categories: keywords.take(20).map(|word| word.chars().take(100).collect()).collect(),
            enclosures: Vec::new(),
            pictures: base
                .join(title_text(&self.image).trim())
                .ok()
                .filter(|_| !self.image.is_empty())
                .into_iter()
                .collect(),
            comments: None,
            language: title_text(&self.language).parse().ok(),
            link: Some(link),
        })
    }
}

/// The instant of a date as sitemaps write it.
fn date(text: &str) -> Option<Millis> {
    machine_date(text).map(Millis::from)
}

/// The sitemap in `text`; `None` when it is none. One that breaks off gives what stands before.
pub(crate) fn read(text: &str, base: &Url) -> Option<Feed> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut path: Vec<String> = Vec::new();
    let mut address = Address::default();
    let mut addresses = Vec::new();
    let mut is_whole = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let name = tag.local_name().as_ref().to_ascii_lowercase();
                if path.is_empty() && name != "urlset" {
                    return None;
                }
                if name == "url" {
                    address = Address::default();
                }
                path.push(name);
            }
            Ok(Event::End(_)) => {
                let ended = path.pop();
                if ended.as_deref() == Some("url") {
                    addresses.push(std::mem::take(&mut address));
                }
                if path.is_empty() || addresses.len() >= MAX_ADDRESSES {
                    is_whole = path.is_empty();
                    break;
                }
            }
            Ok(Event::Text(text)) => append(&mut address, &path, &text),
            // Characters of a CDATA section stand for themselves.
            Ok(Event::CData(data)) => {
                append(&mut address, &path, &coranto_markup::escape(&data));
            }
            Ok(Event::GeneralRef(name)) => append(&mut address, &path, &format!("&{};", &*name)),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    // Nothing of a document without a root element was ever a sitemap.
    (!addresses.is_empty() || !path.is_empty() || is_whole).then(|| feed(&addresses, is_whole, base))
}

fn append(address: &mut Address, path: &[String], text: &str) {
    if let Some(field) = address.field(path)
        && field.len() < 4_096
    {
        field.push_str(text);
    }
}

fn feed(addresses: &[Address], is_whole: bool, base: &Url) -> Feed {
    let mut entries: Vec<Entry> = addresses.iter().filter_map(|address| address.entry(base)).collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.published.unwrap_or(Millis(i64::MIN))));
    let mut warnings = Vec::new();
    if entries.len() > MAX_ENTRIES {
        entries.truncate(MAX_ENTRIES);
        warnings.push(Warning::TooManyEntries);
    }
    if !is_whole {
        warnings.push(Warning::Cut);
    }
    let publication =
        addresses.iter().map(|address| title_text(&address.publication)).find(|name| !name.is_empty());
    Feed {
        format: FeedFormat::Sitemap,
        title: publication.unwrap_or_default(),
        link: base.join("/").ok(),
        description: String::new(),
        language: entries.iter().find_map(|entry| entry.language),
        images: Vec::new(),
        updated: entries.iter().filter_map(|entry| entry.updated).max(),
        ttl_ms: None,
        hub: None,
        self_link: None,
        entries,
        warnings,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::read;
    use crate::feed::{FeedFormat, Warning};

    fn base() -> Url {
        Url::parse("https://ledger.example/news-sitemap.xml").unwrap()
    }

    const NEWS: &str = "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:n='x' xmlns:image='y'>
        <url><loc>https://ledger.example/old?a=1&amp;b=2</loc><lastmod>2026-11-20</lastmod></url>
        <url><loc> /new </loc><n:news><n:publication><n:name>The <![CDATA[Ledger & Co]]></n:name><n:language>en</n:language></n:publication>
        <n:publication_date>2026-11-24T10:00:00+01:00</n:publication_date><n:title>Rates &amp; risks</n:title><n:keywords>Bank, Rates</n:keywords></n:news>
        <image:image><image:loc>https://ledger.example/p.jpg</image:loc></image:image><image:image><image:loc>https://ledger.example/q.jpg</image:loc></image:image></url>";

    #[test]
    fn a_sitemap_of_news_is_a_feed() {
        let feed = read(&format!("{NEWS}</urlset>"), &base()).unwrap();
        assert_eq!((feed.format, feed.title.as_str()), (FeedFormat::Sitemap, "The Ledger & Co"));
        assert_eq!(feed.language.unwrap().as_str(), "en");
        let [new, old] = feed.entries.as_slice() else { panic!("{feed:?}") };
        assert_eq!((new.title.as_str(), new.link.as_ref().unwrap().path()), ("Rates & risks", "/new"));
        assert_eq!(new.published.unwrap().to_string(), "2026-11-24T09:00:00Z");
        assert_eq!((new.categories.len(), new.pictures.len()), (2, 1));
        assert_eq!(old.link.as_ref().unwrap().query(), Some("a=1&b=2"));
        assert_eq!(old.published.unwrap().to_string(), "2026-11-20T00:00:00Z");
        assert!(feed.warnings.is_empty());
    }

    #[test]
    fn a_sitemap_that_breaks_off_gives_what_stands_before() {
        let feed = read(&format!("{NEWS}<url><loc>https://ledger.exa"), &base()).unwrap();
        assert_eq!((feed.entries.len(), feed.warnings.as_slice()), (2, [Warning::Cut].as_slice()));
    }

    #[test]
    fn what_is_none_is_left_to_others() {
        for text in [
            "",
            "text",
            "<rss version='2.0'><channel><url/></channel></rss>",
            "<feed/>",
            "{}",
            "<!doctype html><p>x",
        ] {
            assert!(read(text, &base()).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "(<(/?(urlset|url|loc|news|title)|!\\[CDATA\\[|!--)>?|&[a-z]{0,3};?|\\PC){0,40}") {
            let _ = read(&format!("<urlset>{text}"), &base());
        }
    }
}
