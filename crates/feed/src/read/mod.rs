//! XML to a feed: RSS of all versions, RDF, Atom 0.3 and 1.0, with the vocabularies that go with them.
//!
//! In: the text of a document and the address that its links begin with. Out: a feed, whatever faults the XML has; what
//! cannot be understood is left out. Each byte is looked at a few times at most, and nothing calls itself.

mod collect;
mod draft;
mod element;
mod media;
mod person;
mod text;

use std::borrow::Cow;
use std::sync::Arc;

use url::Url;

pub(crate) use draft::Draft;
pub(crate) use text::{Text, folded};

use crate::feed::{Feed, FeedFormat, Warning};
use crate::xml::{Attributes, Namespace, Namespaces, Scanner, Tag, Token};

/// Most entries of one feed that are read.
pub(crate) const MAX_ENTRIES: usize = 10_000;

/// Deepest nesting that is followed; what is deeper is passed over.
const MAX_DEPTH: usize = 64;

/// Most text of a person, a picture or another element with little in it, in bytes.
const MAX_LOOSE_BYTES: usize = 4_096;

/// What an element is for what stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// The document, or its outermost element.
    Root,
    Feed,
    Entry,
    /// An author, whose name is an element in it or its text.
    Person,
    /// A picture, whose address is an element in it or its text.
    Picture,
    /// Media RSS: files that belong together, or one.
    Media,
    /// A category, which may have others in it.
    Category,
    /// Hours or days at which the feed does not want to be asked.
    SkipTimes,
    /// Nothing in it is read.
    Ignored,
}

/// An element that is open.
#[derive(Debug)]
struct Frame<'x> {
    name: &'x str,
    place: Place,
    base: Arc<Url>,
    /// Whether the document itself says that base.
    has_own_base: bool,
    /// How many prefixes were known before it.
    prefixes: usize,
}

#[derive(Debug)]
struct Reader<'x> {
    scanner: Scanner<'x>,
    /// A token that was read too early.
    returned: Option<Token<'x>>,
    names: Namespaces<'x>,
    frames: Vec<Frame<'x>>,
    /// Open elements that are deeper than is followed.
    too_deep: usize,
    document: Arc<Url>,
    /// What is known of the feed.
    about: Draft,
    entry: Option<Draft>,
    feed: Feed,
    /// Whether the document is a feed for sure.
    is_feed: bool,
    /// The text of the person or picture that is open.
    loose: String,
    /// Whether an element in it said the name.
    is_named: bool,
    /// Internal entities that the document declares.
    entities: Vec<(&'x str, Cow<'x, str>)>,
    period: Option<(i64, i64)>,
}

/// Reads a feed; `None` when it is none.
pub(crate) fn read(text: &str, base: &Url) -> Option<Feed> {
    let mut reader = Reader::new(text, base);
    while let Some(token) = reader.next_token() {
        match token {
            Token::Start(tag) => {
                if reader.frames.len() <= 1 && is_page(tag.name) {
                    return None;
                }
                reader.start(tag);
            }
            Token::End(name) => reader.end(name),
            Token::Text(raw) => reader.loose_text(raw, true),
            Token::Section(raw) => reader.loose_text(raw, false),
            Token::Doctype(inside) => reader.declare(inside),
        }
        if reader.feed.entries.len() > MAX_ENTRIES {
            reader.feed.entries.truncate(MAX_ENTRIES);
            reader.feed.warn(Warning::TooManyEntries);
            reader.entry = None;
            return Some(reader.finish(true));
        }
    }
    reader.is_feed.then(|| reader.finish(false))
}

/// Whether the outermost element is that of a web page.
fn is_page(name: &str) -> bool {
    ["html", "head", "body"].iter().any(|page| name.eq_ignore_ascii_case(page))
}

impl<'x> Reader<'x> {
    fn new(text: &'x str, base: &Url) -> Self {
        let document = Arc::new(base.clone());
        let root = Frame {
            name: "",
            place: Place::Root,
            base: Arc::clone(&document),
            has_own_base: false,
            prefixes: 0,
        };
        Self {
            scanner: Scanner::new(text),
            returned: None,
            names: Namespaces::new(Namespace::Rss),
            frames: vec![root],
            too_deep: 0,
            document,
            about: Draft::default(),
            entry: None,
            feed: Feed::new(FeedFormat::Rss),
            is_feed: false,
            loose: String::new(),
            is_named: false,
            entities: Vec::new(),
            period: None,
        }
    }

    fn next_token(&mut self) -> Option<Token<'x>> {
        self.returned.take().or_else(|| self.scanner.next())
    }

    fn place(&self) -> Place {
        self.frames.last().map_or(Place::Root, |frame| frame.place)
    }

    fn base(&self) -> &Arc<Url> {
        self.frames.last().map_or(&self.document, |frame| &frame.base)
    }

    /// What an address in an attribute or text means here; only http and https.
    fn address(&self, text: &str) -> Option<Url> {
        address(text, self.base())
    }

    /// The draft of what is open: the entry, else the feed.
    fn draft(&mut self) -> &mut Draft {
        self.entry.as_mut().unwrap_or(&mut self.about)
    }

    fn format(&mut self, tag: Tag<'x>) {
        self.is_feed = true;
        self.feed.format = match tag.name.rsplit(':').next().unwrap_or_default() {
            "feed" => FeedFormat::Atom,
            "RDF" => FeedFormat::Rdf,
            _ => FeedFormat::Rss,
        };
        if self.feed.format == FeedFormat::Atom {
            self.names = Namespaces::new(Namespace::Atom);
        }
    }

    /// Opens an element of which more is to come.
    fn open(&mut self, tag: Tag<'x>, place: Place, prefixes: usize) {
        let (base, has_own_base) = self.base_of(tag.attributes);
        self.frames.push(Frame { name: tag.name, place, base, has_own_base, prefixes });
    }

    /// What addresses in an element begin with.
    fn base_of(&self, attributes: &str) -> (Arc<Url>, bool) {
        let outer = self.frames.last();
        let (base, has_own) =
            outer.map_or((&self.document, false), |frame| (&frame.base, frame.has_own_base));
        if attributes.contains("xml:base")
            && let Some((_, own)) = Attributes(attributes).raw().find(|(name, _)| *name == "xml:base")
            && let Ok(own) = base.join(coranto_markup::decode_references(own).trim())
            && matches!(own.scheme(), "http" | "https")
        {
            return (Arc::new(own), true);
        }
        (Arc::clone(base), has_own)
    }

    fn start(&mut self, tag: Tag<'x>) {
        if self.too_deep > 0 || self.frames.len() >= MAX_DEPTH {
            self.too_deep += usize::from(!tag.is_empty);
            return;
        }
        let parent = self.place();
        if parent == Place::Root && !self.is_feed && is_root(tag.name) {
            self.format(tag);
        }
        let prefixes = self.names.mark();
        if tag.attributes.contains("xmlns") {
            self.names.learn(Attributes(tag.attributes));
        }
        self.element(tag, parent, prefixes);
        if tag.is_empty {
            self.names.back_to(prefixes);
        }
    }

    /// An end tag closes what it names and all that is open in it; one that names nothing is passed over.
    fn end(&mut self, name: &str) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        match self.frames.iter().rposition(|frame| frame.name == name) {
            Some(at) if at > 0 => {
                if at + 1 < self.frames.len() {
                    self.feed.warn(Warning::Mended);
                }
                while self.frames.len() > at {
                    self.close();
                }
            }
            _ => self.feed.warn(Warning::Mended),
        }
    }

    /// Closes the innermost element.
    fn close(&mut self) {
        if self.frames.len() <= 1 {
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        match frame.place {
            Place::Person => self.end_person(),
            Place::Picture => self.end_picture(&frame.base),
            Place::Entry => self.end_entry(&frame),
            _ => {}
        }
        self.names.back_to(frame.prefixes);
    }

    fn end_person(&mut self) {
        let text = std::mem::take(&mut self.loose);
        if self.entry.is_some() || self.feed.format == FeedFormat::Atom {
            self.draft().add_author(&text, true);
        }
    }

    fn end_picture(&mut self, base: &Url) {
        let text = std::mem::take(&mut self.loose);
        let url = Some(text.trim()).filter(|text| !text.is_empty()).and_then(|text| address(text, base));
        if let Some(url) = url {
            self.draft().add_picture(3, url);
        }
    }

    fn end_entry(&mut self, frame: &Frame<'x>) {
        let Some(draft) = self.entry.take() else { return };
        match draft.into_entry(&frame.base) {
            Some(entry) => self.feed.entries.push(entry),
            None => self.feed.warn(Warning::NamelessEntries),
        }
    }

    /// Text that no element waits for, but the person or picture that is open.
    fn loose_text(&mut self, raw: &str, has_references: bool) {
        if self.is_named
            || !matches!(self.place(), Place::Person | Place::Picture)
            || self.loose.len() > MAX_LOOSE_BYTES
        {
            return;
        }
        if has_references {
            coranto_markup::push_decoded(raw, &mut self.loose);
        } else {
            self.loose.push_str(raw);
        }
    }

    /// What relative links of an entry begin with: what the document says, else where the feed is. A feed that another
    /// host gives out means its own site.
    fn entry_base(&self) -> Arc<Url> {
        let has_own_base = self.frames.last().is_some_and(|frame| frame.has_own_base);
        match self.about.link.get().or(self.about.self_link.as_ref()) {
            Some(site) if !has_own_base && site.host() != self.document.host() => Arc::new(site.clone()),
            _ => Arc::clone(self.base()),
        }
    }

    /// Closes all that is open. An entry that the document breaks off in is left out: what is missing of it, its
    /// identifier perhaps, would make it another one the next time.
    fn finish(mut self, is_stopped: bool) -> Feed {
        let is_cut = self.scanner.is_cut || (self.entry.is_some() && !is_stopped);
        if is_cut && !is_stopped {
            self.feed.warn(Warning::Cut);
        } else if self.scanner.is_faulty || (self.frames.len() > 1 && !is_stopped) {
            self.feed.warn(Warning::Mended);
        }
        self.entry = None;
        if let Some((period_ms, frequency)) = self.period {
            self.feed.update_period_ms = Some(period_ms / frequency.max(1));
        }
        let authors = std::mem::take(&mut self.about.authors);
        if self.feed.format == FeedFormat::Atom {
            // Atom's entries without an author have the feed's: RFC 4287, 4.2.1.
            for entry in self.feed.entries.iter_mut().filter(|entry| entry.authors.is_empty()) {
                entry.authors.clone_from(&authors);
            }
        }
        self.about.complete(&mut self.feed);
        self.feed
    }
}

/// Whether a feed may begin with such an element.
fn is_root(name: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or_default();
    ["rss", "rdf", "feed", "channel", "item", "entry"].iter().any(|root| local.eq_ignore_ascii_case(root))
}

/// What an address means where `base` is what relative ones begin with; only http and https.
pub(crate) fn address(text: &str, base: &Url) -> Option<Url> {
    let url = base.join(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

#[cfg(test)]
mod tests;
