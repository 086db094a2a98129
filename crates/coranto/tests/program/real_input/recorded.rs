//! Feeds and pages as they were recorded from the web, with what people or the feed itself say of their articles. The
//! READMEs in the folder describe it. Which samples are taken depends on nothing but the folder.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use coranto_feed::{Document, Entry};
use coranto_markup::{escape, plain_text};
use coranto_model::CanonicalAddress;
use coranto_model::address::{parse, without_tracking};
use flate2::read::GzDecoder;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::proxy::Recorded;

/// Of so many real feeds one is taken.
const FEED_STEP: usize = 4;

/// Entries of a feed that are looked at.
const ENTRIES: usize = 5;

/// Characters that the labelled text of a page must have.
const LEAST_CHARS: usize = 1_000;

/// Most pages from one set and from one host.
const PAGES_OF_SET: usize = 15;
const PAGES_OF_HOST: usize = 3;

/// A document and the articles in it.
pub struct Sample {
    pub document: Recorded,
    pub articles: Vec<Expected>,
}

/// What a reader should find.
pub struct Expected {
    pub address: CanonicalAddress,
    /// `None` where nobody noted it.
    pub title: Option<String>,
    pub text: String,
}

#[derive(Deserialize)]
struct Case {
    group: String,
    file: String,
    url: String,
    headers: HashMap<String, String>,
    checks: Vec<Check>,
}

#[derive(Deserialize)]
struct Check {
    #[serde(rename = "f")]
    field: String,
    want: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Label {
    id: String,
    set: String,
    url: String,
    article_body: Option<String>,
    title: Option<String>,
}

/// Real feeds whose entries have links.
pub fn feeds(folder: &Path) -> Vec<Sample> {
    let folder = folder.join("feeds");
    let cases: Vec<Case> = lines(&folder.join("cases.jsonl"));
    let chosen = cases.iter().filter(|case| case.group == "realworld" && has_links(case)).step_by(FEED_STEP);
    chosen.enumerate().map(|(number, case)| feed(&folder, number, case)).collect()
}

fn has_links(case: &Case) -> bool {
    let is_link = |check: &Check| check.field == "entries[0].link" && check.want.as_str() > Some("");
    case.checks.iter().any(is_link)
}

/// The recordings all name one host; here each publisher has one of its own.
fn feed(folder: &Path, number: usize, case: &Case) -> Sample {
    let mut url = Url::parse(&case.url).unwrap();
    url.set_scheme("http").unwrap();
    url.set_host(Some(&format!("feed-{number}.test"))).unwrap();
    let content_type = case.headers.get("content-type").cloned();
    let document = Recorded { url, content_type, bytes: fs::read(folder.join(&case.file)).unwrap().into() };
    Sample { articles: entries(&document), document }
}

/// The first entries, as the feed tells them.
fn entries(document: &Recorded) -> Vec<Expected> {
    let read = coranto_feed::parse(&Document {
        bytes: &document.bytes,
        url: &document.url,
        content_type: document.content_type.as_deref(),
        content_location: None,
    });
    let entries = read.map(|feed| feed.entries).unwrap_or_default();
    entries.iter().filter_map(told).take(ENTRIES).collect()
}

fn told(entry: &Entry) -> Option<Expected> {
    let link = entry.link.as_ref()?;
    Some(Expected {
        address: CanonicalAddress::of(link).ok()?,
        title: Some(entry.title.clone()).filter(|title| !title.is_empty()),
        text: plain_text(&entry.body().sanitised()),
    })
}

/// Real pages with a long labelled text, from all sets and many hosts.
pub fn pages(folder: &Path) -> Vec<Sample> {
    let folder = folder.join("extraction");
    let labels: Vec<Label> = lines(&folder.join("truth.jsonl"));
    let mut choice = Choice::default();
    labels.into_iter().filter_map(|label| choice.take(&folder, label)).collect()
}

/// What was chosen so far.
#[derive(Default)]
struct Choice {
    addresses: HashSet<CanonicalAddress>,
    of_host: HashMap<String, usize>,
    of_set: HashMap<String, usize>,
}

impl Choice {
    fn take(&mut self, folder: &Path, label: Label) -> Option<Sample> {
        let text = label.article_body.filter(|text| text.chars().count() >= LEAST_CHARS)?;
        let url = over_http(&label.url)?;
        let address = CanonicalAddress::of(&url).ok()?;
        let of_host = self.of_host.entry(url.host_str()?.to_owned()).or_default();
        let of_set = self.of_set.entry(label.set).or_default();
        let is_full = *of_host >= PAGES_OF_HOST || *of_set >= PAGES_OF_SET;
        if is_full || !self.addresses.insert(address.clone()) {
            return None;
        }
        *of_host += 1;
        *of_set += 1;
        let bytes = unpacked(&folder.join("pages").join(format!("{}.html.gz", label.id)));
        // The bytes are UTF-8, whatever the page itself says.
        let content_type = Some("text/html; charset=utf-8".to_owned());
        Some(Sample {
            document: Recorded { url, content_type, bytes: bytes.into() },
            articles: vec![Expected { address, title: label.title, text }],
        })
    }
}

/// The address as the program asks for it, but without TLS. `None` for what is no address.
fn over_http(text: &str) -> Option<Url> {
    let mut url = without_tracking(&parse(text).ok()?);
    url.set_scheme("http").ok()?;
    Some(url)
}

fn unpacked(file: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(File::open(file).unwrap()).read_to_end(&mut bytes).unwrap();
    bytes
}

/// A feed for each host of `pages`, which leads to them and tells only their headlines.
pub fn feeds_to(pages: &[Sample]) -> Vec<Recorded> {
    let mut items: BTreeMap<Url, String> = BTreeMap::new();
    for page in pages {
        let url = &page.document.url;
        let title = page.articles.first().and_then(|article| article.title.as_deref()).unwrap_or_default();
        let (title, link) = (escape(title), escape(url.as_str()));
        let items = items.entry(url.join("/recorded-pages.xml").unwrap()).or_default();
        write!(items, "<item><title>{title}</title><link>{link}</link><guid>{link}</guid></item>").unwrap();
    }
    items.into_iter().map(|(url, items)| made(url, &items)).collect()
}

fn made(url: Url, items: &str) -> Recorded {
    let host = url.host_str().unwrap_or_default();
    let xml = format!("<rss version=\"2.0\"><channel><title>{host}</title>{items}</channel></rss>");
    Recorded { url, content_type: Some("application/rss+xml; charset=utf-8".to_owned()), bytes: xml.into() }
}

/// A file with one JSON value a line.
fn lines<T: DeserializeOwned>(file: &Path) -> Vec<T> {
    let text = fs::read_to_string(file).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}
