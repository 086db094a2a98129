//! Sitemaps (<https://www.sitemaps.org/protocol.html>) as feeds: addresses with a time, and those made for news search
//! engines (<https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap>) with headlines too.

use std::sync::Arc;

use coranto_markup::{push_decoded, written_date};
use coranto_model::Millis;
use url::Url;

use crate::feed::{Feed, FeedFormat, Warning};
use crate::read::{Draft, Text, address, folded};
use crate::xml::{Scanner, Token};

/// Entries that are taken, the newest first: a sitemap may list all that a site ever published.
const MAX_ENTRIES: usize = 500;

/// Addresses of one sitemap that are looked at: the most that the protocol allows.
const MAX_ADDRESSES: usize = 50_000;

/// Longest text of one element, in bytes.
const MAX_TEXT_BYTES: usize = 4_096;

/// Deepest nesting that is followed.
const MAX_DEPTH: usize = 32;

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
        let [.., outer, inner] = path else { return None };
        match (outer.as_str(), inner.as_str()) {
            ("image", "loc") if self.image.is_empty() => Some(&mut self.image),
            ("url", "loc") => Some(&mut self.loc),
            ("url", "lastmod") => Some(&mut self.modified),
            ("news", "title") => Some(&mut self.title),
            ("news", "publication_date") => Some(&mut self.published),
            ("news", "keywords") => Some(&mut self.keywords),
            ("publication", "name") => Some(&mut self.publication),
            ("publication", "language") => Some(&mut self.language),
            _ => None,
        }
    }

    fn draft(&self, base: &Arc<Url>) -> Option<Draft> {
        let mut draft = Draft::default();
        let link = Some(&self.loc).filter(|loc| !loc.trim().is_empty()).and_then(|loc| address(loc, base))?;
        draft.link.offer(1, link);
        draft.title.offer(1, Text::plain(self.title.clone(), Arc::clone(base)));
        if let Some(at) = date(&self.modified) {
            draft.updated.offer(1, at);
            draft.published.offer(1, at);
        }
        if let Some(at) = date(&self.published) {
            draft.published.offer(2, at);
        }
        for word in self.keywords.split(',').take(64) {
            draft.add_category(word);
        }
        if let Some(url) =
            Some(&self.image).filter(|url| !url.trim().is_empty()).and_then(|url| address(url, base))
        {
            draft.add_picture(1, url);
        }
        if let Some(language) = Some(folded(&self.language)).filter(|language| !language.is_empty()) {
            draft.language.offer(1, language);
        }
        Some(draft)
    }
}

fn date(text: &str) -> Option<Millis> {
    written_date(text).map(Millis::from)
}

/// Whether the outermost element of `text` is that of a sitemap.
pub(crate) fn is_one(text: &str) -> bool {
    let root = Scanner::new(text).find_map(|token| match token {
        Token::Start(tag) => Some(local(tag.name)),
        _ => None,
    });
    root.as_deref() == Some("urlset")
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase()
}

/// The sitemap in `text`; `None` when it is none. One that breaks off gives what stands before.
pub(crate) fn read(text: &str, base: &Url) -> Option<Feed> {
    let mut path: Vec<String> = Vec::new();
    let mut too_deep = 0_usize;
    let mut address = Address::default();
    let mut addresses = Vec::new();
    let mut is_whole = false;
    for token in Scanner::new(text) {
        match token {
            Token::Start(tag) => {
                let name = local(tag.name);
                if path.is_empty() && name != "urlset" {
                    return None;
                }
                if name == "url" {
                    address = Address::default();
                }
                if tag.is_empty {
                    is_whole |= path.is_empty();
                } else if path.len() < MAX_DEPTH {
                    path.push(name);
                } else {
                    too_deep += 1;
                }
            }
            Token::End(_) if too_deep > 0 => too_deep -= 1,
            Token::End(name) => {
                let name = local(name);
                let Some(at) = path.iter().rposition(|open| *open == name) else { continue };
                path.truncate(at);
                if name == "url" {
                    addresses.push(std::mem::take(&mut address));
                }
                is_whole = path.is_empty();
                if is_whole || addresses.len() >= MAX_ADDRESSES {
                    break;
                }
            }
            Token::Text(text) => {
                if let Some(field) = address.field(&path).filter(|field| field.len() < MAX_TEXT_BYTES) {
                    push_decoded(text, field);
                }
            }
            Token::Section(text) => {
                if let Some(field) = address.field(&path).filter(|field| field.len() < MAX_TEXT_BYTES) {
                    field.push_str(text);
                }
            }
            Token::Doctype(_) => {}
        }
    }
    // Nothing of a document without a root element was ever a sitemap.
    (!addresses.is_empty() || !path.is_empty() || is_whole).then(|| feed(&addresses, is_whole, base))
}

fn feed(addresses: &[Address], is_whole: bool, base: &Url) -> Feed {
    let mut feed = Feed::new(FeedFormat::Sitemap);
    let base = Arc::new(base.clone());
    let drafts = addresses.iter().filter_map(|address| address.draft(&base));
    feed.entries = drafts.filter_map(|draft| draft.into_entry(&base)).collect();
    feed.entries.sort_by_key(|entry| std::cmp::Reverse(entry.published.unwrap_or(Millis(i64::MIN))));
    if feed.entries.len() > MAX_ENTRIES {
        feed.entries.truncate(MAX_ENTRIES);
        feed.warn(Warning::TooManyEntries);
    }
    if !is_whole {
        feed.warn(Warning::Cut);
    }
    let publication =
        addresses.iter().map(|address| folded(&address.publication)).find(|name| !name.is_empty());
    feed.title = publication.unwrap_or_default();
    feed.link = base.join("/").ok();
    feed.language = feed.entries.iter().find_map(|entry| entry.language.clone());
    feed.updated = feed.entries.iter().filter_map(|entry| entry.updated).max();
    feed
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
        assert_eq!(feed.language.as_deref(), Some("en"));
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
