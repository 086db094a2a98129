//! Namespaces, by their addresses and not by their prefixes.

use super::Attributes;

/// Most prefixes that are known at one time.
const MAX_PREFIXES: usize = 256;

/// What an element's name belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// RSS of all versions, and whatever has no namespace.
    Rss,
    /// Atom 0.3 and 1.0.
    Atom,
    /// RDF's own elements.
    Rdf,
    /// Dublin Core: <https://www.dublincore.org/specifications/dublin-core/dces/>.
    DublinCore,
    /// Dublin Core's terms: <https://www.dublincore.org/specifications/dublin-core/dcmi-terms/>.
    Terms,
    /// RSS 1.0 content: <https://web.resource.org/rss/1.0/modules/content/>.
    Content,
    /// RSS 1.0 syndication: <https://web.resource.org/rss/1.0/modules/syndication/>.
    Syndication,
    /// Media RSS: <https://www.rssboard.org/media-rss>.
    Media,
    /// Apple's podcasts, and Google's, which named their elements alike.
    Itunes,
    /// <https://podcasting2.org/podcast-namespace>.
    Podcast,
    /// FeedBurner and Pheedo, which put an address of their own before the article's.
    Original,
    Xhtml,
    /// `xml:lang`, `xml:base`.
    Xml,
    /// One that says nothing of what is read here.
    Other,
}

/// Begins of the namespaces' addresses in lower case, without their scheme. Those of drafts and of older versions are
/// still written.
const ADDRESSES: [(&str, Namespace); 29] = [
    ("www.w3.org/2005/atom", Namespace::Atom),
    ("purl.org/atom/ns", Namespace::Atom),
    ("purl.org/atom-blog/ns", Namespace::Atom),
    ("purl.org/echo", Namespace::Atom),
    ("purl.org/pie", Namespace::Atom),
    ("example.com/necho", Namespace::Atom),
    ("example.com/newformat", Namespace::Atom),
    ("purl.org/dc/elements/", Namespace::DublinCore),
    ("purl.org/dc/terms", Namespace::Terms),
    ("purl.org/rss/1.0/modules/content", Namespace::Content),
    ("purl.org/rss/1.0/modules/syndication", Namespace::Syndication),
    ("purl.org/rss/1.0/modules/rss091", Namespace::Rss),
    ("purl.org/rss/1.0/modules/", Namespace::Other),
    ("purl.org/rss/1.0", Namespace::Rss),
    ("purl.org/net/rss1.1", Namespace::Rss),
    ("my.netscape.com/", Namespace::Rss),
    ("channel.netscape.com/", Namespace::Rss),
    ("backend.userland.com/", Namespace::Rss),
    ("blogs.law.harvard.edu/", Namespace::Rss),
    ("cyber.law.harvard.edu/rss", Namespace::Rss),
    ("search.yahoo.com/", Namespace::Media),
    ("www.rssboard.org/media-rss", Namespace::Media),
    ("www.itunes.com/dtds/podcast", Namespace::Itunes),
    ("www.google.com/schemas/play-podcasts", Namespace::Itunes),
    ("podcastindex.org/namespace", Namespace::Podcast),
    ("github.com/podcastindex-org/podcast-namespace", Namespace::Podcast),
    ("rssnamespace.org/feedburner", Namespace::Original),
    ("www.pheedo.com/namespace", Namespace::Original),
    ("www.w3.org/1999/xhtml", Namespace::Xhtml),
];

/// Prefixes as everybody writes them, for documents that forget to say what they mean.
const PREFIXES: [(&str, Namespace); 16] = [
    ("xml", Namespace::Xml),
    ("atom", Namespace::Atom),
    ("atom10", Namespace::Atom),
    ("a10", Namespace::Atom),
    ("rdf", Namespace::Rdf),
    ("rss", Namespace::Rss),
    ("dc", Namespace::DublinCore),
    ("dcterms", Namespace::Terms),
    ("content", Namespace::Content),
    ("sy", Namespace::Syndication),
    ("media", Namespace::Media),
    ("itunes", Namespace::Itunes),
    ("googleplay", Namespace::Itunes),
    ("podcast", Namespace::Podcast),
    ("feedburner", Namespace::Original),
    ("xhtml", Namespace::Xhtml),
];

impl Namespace {
    fn of_address(address: &str) -> Self {
        let lower = address.trim().to_ascii_lowercase();
        if lower == "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
            return Self::Rdf;
        }
        if lower == "uri/of/echo/namespace#" {
            return Self::Atom;
        }
        let Some((_, place)) = lower.split_once("://") else {
            return if lower.is_empty() { Self::Rss } else { Self::Other };
        };
        ADDRESSES.iter().find(|(begin, _)| place.starts_with(begin)).map_or(Self::Other, |(_, it)| *it)
    }

    fn of_prefix(prefix: &str) -> Self {
        let known = PREFIXES.iter().find(|(known, _)| known.eq_ignore_ascii_case(prefix));
        known.map_or(Self::Other, |(_, it)| *it)
    }
}

/// The prefixes that are known at a place of a document.
#[derive(Debug)]
pub(crate) struct Namespaces<'x> {
    known: Vec<(&'x str, Namespace)>,
    /// What a name without prefix belongs to where nothing is said.
    default: Namespace,
}

impl<'x> Namespaces<'x> {
    pub(crate) fn new(default: Namespace) -> Self {
        Self { known: Vec::new(), default }
    }

    /// How many are known, to go back to.
    pub(crate) fn mark(&self) -> usize {
        self.known.len()
    }

    /// Forgets what was learnt since.
    pub(crate) fn back_to(&mut self, mark: usize) {
        self.known.truncate(mark);
    }

    /// Learns what a tag declares.
    pub(crate) fn learn(&mut self, attributes: Attributes<'x>) {
        for (name, value) in attributes.raw() {
            let prefix = match name.strip_prefix("xmlns") {
                Some("") => "",
                Some(prefix) => prefix.strip_prefix(':').unwrap_or_default(),
                None => continue,
            };
            if self.known.len() < MAX_PREFIXES {
                self.known.push((prefix, Namespace::of_address(value)));
            }
        }
    }

    /// The namespace and the rest of a name.
    pub(crate) fn resolve<'n>(&self, name: &'n str) -> (Namespace, &'n str) {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let declared = self.known.iter().rev().find(|(known, _)| *known == prefix).map(|(_, it)| *it);
        let namespace = match declared {
            // One without a namespace is of the format of its feed.
            Some(Namespace::Rss) | None if prefix.is_empty() => self.default,
            Some(declared) => declared,
            None => Namespace::of_prefix(prefix),
        };
        (namespace, local)
    }
}

#[cfg(test)]
mod tests {
    use super::{Attributes, Namespace, Namespaces};

    #[test]
    fn the_address_decides_and_not_the_prefix() {
        let mut names = Namespaces::new(Namespace::Rss);
        let tag = " xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://www.w3.org/1999/xhtml' xmlns:x='HTTP://Search.Yahoo.com/mrss'";
        assert_eq!(names.resolve("item"), (Namespace::Rss, "item"));
        let mark = names.mark();
        names.learn(Attributes(tag));
        for (name, want) in [
            ("entry", (Namespace::Atom, "entry")),
            ("media:p", (Namespace::Xhtml, "p")),
            ("x:content", (Namespace::Media, "content")),
            ("dc:date", (Namespace::DublinCore, "date")),
            ("unknown:date", (Namespace::Other, "date")),
            ("xml:lang", (Namespace::Xml, "lang")),
        ] {
            assert_eq!(names.resolve(name), want, "{name}");
        }
        names.back_to(mark);
        assert_eq!(names.resolve("media:content"), (Namespace::Media, "content"));
    }

    #[test]
    fn addresses_of_all_versions() {
        for (address, want) in [
            ("http://purl.org/rss/1.0/", Namespace::Rss),
            ("http://purl.org/rss/1.0/modules/slash/", Namespace::Other),
            ("http://purl.org/rss/1.0/modules/content/", Namespace::Content),
            ("http://purl.org/dc/elements/1.0/", Namespace::DublinCore),
            ("https://www.itunes.com/dtds/Podcast-1.0.dtd", Namespace::Itunes),
            ("http://purl.org/atom/ns#", Namespace::Atom),
            ("urn:x", Namespace::Other),
            ("", Namespace::Rss),
        ] {
            assert_eq!(Namespace::of_address(address), want, "{address}");
        }
    }
}
