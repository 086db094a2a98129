//! The starter list: well-known public feeds, which the first-run page offers as packs of one edition each.
//!
//! In comes `data/starter.toml`, which is part of the program; out go its sources, and the packs that they make.
//! Whether an address still has a feed is not promised: [`Starter::checked`] says whether somebody has looked.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use coranto_model::{Country, Edition, Language, Section};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

const FILE: &str = include_str!("../data/starter.toml");

/// What the file says of a feed that carries several sections.
const SEVERAL_SECTIONS: &str = "top";

/// Who stands behind a publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ownership {
    /// A broadcaster in the public service.
    Public,
    /// Run by a state, or owned or paid by one without distance.
    State,
    /// Anybody whom no other kind fits, companies that a trust holds among them.
    Private,
    /// Itself a charity or another body without profit.
    Nonprofit,
    /// Owned by its members, staff or readers.
    Cooperative,
    /// A news agency, where no other kind says more.
    Agency,
    /// A university, or a publisher that belongs to one.
    Academic,
}

/// A feed of the starter list.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Starter {
    /// Where the feed is.
    pub url: Url,
    /// What the feed is called.
    pub title: String,
    /// The publisher's name.
    pub publisher: String,
    /// The domain that names the publisher, without `www.`. Not always the feed's own: some come from elsewhere.
    pub domain: String,
    /// Where the publisher is at home.
    pub country: Country,
    /// The language that the feed is in.
    pub language: Language,
    /// The section that the feed is about; `None` when it carries several.
    #[serde(deserialize_with = "section")]
    pub section: Option<Section>,
    /// Who stands behind the publisher.
    pub ownership: Ownership,
    /// Whether somebody has fetched the address and found a feed.
    pub checked: bool,
}

impl Starter {
    /// The edition whose pack it is in.
    pub fn edition(&self) -> Edition {
        Edition { language: self.language, country: Some(self.country) }
    }
}

/// The feeds of one edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Their language, and the country of their publishers.
    pub edition: Edition,
    /// The feeds, in the order in which they should be offered. At least one.
    pub sources: Vec<&'static Starter>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct List {
    source: Vec<Starter>,
}

fn section<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Section>, D::Error> {
    let name = String::deserialize(deserializer)?;
    if name == SEVERAL_SECTIONS {
        return Ok(None);
    }
    name.parse::<Section>().map(Some).map_err(D::Error::custom)
}

fn read(file: &str) -> Result<Vec<Starter>, toml::de::Error> {
    toml::from_str::<List>(file).map(|list| list.source)
}

/// The whole list, in the file's order.
pub fn starters() -> &'static [Starter] {
    static STARTERS: OnceLock<Vec<Starter>> = OnceLock::new();
    STARTERS.get_or_init(|| {
        read(FILE).unwrap_or_else(|error| {
            tracing::error!(%error, "the starter list cannot be read, so no packs are offered");
            Vec::new()
        })
    })
}

/// The list by edition: languages in the order of their codes, and the largest pack first within each.
pub fn packs() -> Vec<Pack> {
    let mut by_edition: BTreeMap<Edition, Vec<&'static Starter>> = BTreeMap::new();
    for starter in starters() {
        by_edition.entry(starter.edition()).or_default().push(starter);
    }
    let mut packs: Vec<Pack> =
        by_edition.into_iter().map(|(edition, sources)| Pack { edition, sources }).collect();
    packs.sort_by_key(|pack| (pack.edition.language, Reverse(pack.sources.len())));
    packs
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet, HashSet};

    use coranto_crawl::gate;
    use coranto_model::address::publisher_domain;
    use coranto_model::{CanonicalAddress, Language};
    use url::Url;

    use super::{FILE, Starter, packs, read, starters};

    /// Registrable names that feeds come from, with the publishers that they belong to or are rented by.
    const FEED_HOSTS: [(&str, &str); 16] = [
        ("24.com", "news24.com"),
        ("bbci.co.uk", "bbc.co.uk"),
        ("bbci.co.uk", "bbc.com"),
        ("dowjones.io", "marketwatch.com"),
        ("dowjones.io", "wsj.com"),
        ("feedburner.com", "cna.com.tw"),
        ("feedburner.com", "ndtv.com"),
        ("feedburner.com", "ndtv.in"),
        ("feedburner.com", "publico.pt"),
        ("impresa.pt", "expresso.pt"),
        ("skynews.com", "news.sky.com"),
        ("sr.se", "sverigesradio.se"),
        ("uecdn.es", "elmundo.es"),
        ("uecdn.es", "expansion.com"),
        ("uecdn.es", "marca.com"),
        ("web.nhk", "nhk.or.jp"),
    ];

    const ENTRY: &str = r#"
        [[source]]
        url = "https://www.example.com/feed"
        title = "Example – World"
        publisher = "Example"
        domain = "example.com"
        country = "GB"
        language = "en"
        section = "world"
        ownership = "private"
        checked = false
    "#;

    fn site(domain: &str) -> Url {
        Url::parse(&format!("https://{domain}/")).unwrap()
    }

    #[test]
    fn the_file_is_well_formed() {
        let list = read(FILE).unwrap();
        assert_eq!(list, starters());
        for starter in list {
            for text in [&starter.title, &starter.publisher] {
                assert!(!text.is_empty() && text.trim() == text, "{text:?}");
            }
        }
    }

    #[test]
    fn a_slip_in_the_file_is_an_error() {
        assert_eq!(read(ENTRY).unwrap().len(), 1);
        for (good, slip) in [
            ("https://www.example.com/feed", "example.com"),
            ("\"GB\"", "\"GBR\""),
            ("\"en\"", "\"english\""),
            ("\"world\"", "\"abroad\""),
            ("\"private\"", "\"royal\""),
            ("title = \"Example – World\"", ""),
            ("checked = false", ""),
            ("checked = false", "checked = \"no\""),
            ("checked = false", "checked = false\npaywall = true"),
            ("[[source]]", "[[sources]]"),
        ] {
            let spoiled = ENTRY.replacen(good, slip, 1);
            assert_ne!(spoiled, ENTRY, "{good}");
            assert!(read(&spoiled).is_err(), "{slip}");
        }
    }

    #[test]
    fn a_feed_of_several_sections_has_none() {
        let several = ENTRY.replacen("\"world\"", "\"top\"", 1);
        assert_eq!(read(&several).unwrap()[0].section, None);
        assert!(read(ENTRY).unwrap()[0].section.is_some());
    }

    #[test]
    fn no_address_and_no_title_stands_twice() {
        let (mut addresses, mut titles) = (HashSet::new(), HashSet::new());
        for starter in starters() {
            assert!(addresses.insert(CanonicalAddress::of(&starter.url).unwrap()), "{}", starter.url);
            assert!(titles.insert(&starter.title), "{}", starter.title);
        }
    }

    #[test]
    fn there_is_something_for_many() {
        let countries: HashSet<_> = starters().iter().map(|starter| starter.country).collect();
        let languages: HashSet<_> = starters().iter().map(|starter| starter.language).collect();
        assert!(starters().len() >= 150, "{} sources", starters().len());
        assert!(countries.len() >= 12, "{countries:?}");
        assert!(languages.len() >= 8, "{languages:?}");
        assert!(languages.contains(&Language::ARABIC));
    }

    /// No publisher of the list is without https; one that was would have to be let through here by its name.
    #[test]
    fn every_address_is_https() {
        for Starter { url, .. } in starters() {
            assert_eq!(url.scheme(), "https", "{url}");
            assert_eq!(coranto_model::address::parse(url.as_str()).as_ref(), Ok(url));
        }
    }

    #[test]
    fn a_domain_is_its_publishers() {
        let mut from_elsewhere = BTreeSet::new();
        for Starter { url, domain, .. } in starters() {
            let site = site(domain);
            assert_eq!(publisher_domain(&site).as_ref(), Some(domain));
            if gate::key(url) != gate::key(&site) {
                from_elsewhere.insert((gate::key(url), domain.clone()));
            }
        }
        let known = FEED_HOSTS.map(|(host, domain)| (host.to_owned(), domain.to_owned()));
        assert_eq!(from_elsewhere, BTreeSet::from(known));
    }

    #[test]
    fn a_domain_has_one_publisher() {
        let mut publishers = BTreeMap::new();
        for starter in starters() {
            let facts = (&starter.publisher, starter.country, starter.ownership);
            let known = *publishers.entry(&starter.domain).or_insert(facts);
            assert_eq!(known, facts, "{}", starter.domain);
        }
    }

    #[test]
    fn a_large_pack_has_several_sections() {
        for pack in packs().iter().filter(|pack| pack.sources.len() >= 10) {
            let sections: HashSet<_> = pack.sources.iter().map(|starter| starter.section).collect();
            assert!(sections.len() >= 5, "{}: {sections:?}", pack.edition);
        }
    }

    #[test]
    fn packs_hold_every_source_once_and_the_largest_come_first() {
        let packs = packs();
        assert_eq!(packs.iter().map(|pack| pack.sources.len()).sum::<usize>(), starters().len());
        let editions: HashSet<_> = packs.iter().map(|pack| pack.edition).collect();
        assert_eq!(editions.len(), packs.len());
        for pack in &packs {
            assert!(!pack.sources.is_empty());
            assert!(pack.sources.iter().all(|starter| starter.edition() == pack.edition), "{}", pack.edition);
        }
        for pair in packs.windows(2) {
            let (before, after) = (&pair[0], &pair[1]);
            assert!(before.edition.language <= after.edition.language);
            if before.edition.language == after.edition.language {
                assert!(before.sources.len() >= after.sources.len(), "{} {}", before.edition, after.edition);
            }
        }
    }
}
