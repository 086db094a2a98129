//! Which element says what.

use std::sync::Arc;

use coranto_markup::written_date;
use coranto_model::Millis;
use url::Url;

use super::media::duration_ms;
use super::text::{Collected, Kind, Text, Use};
use super::{Place, Reader, address};
use crate::feed::Warning;
use crate::read::Draft;
use crate::xml::{Attributes, Namespace, Tag};

/// What is done with an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It holds others.
    Holds(Place),
    /// Its text says something.
    Says(Fact),
    /// Its attributes do.
    Link,
    Enclosure,
    MediaContent,
    Thumbnail,
    OtherSource,
    Category,
}

/// What a text says. The number is its rank: the higher, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fact {
    Title(u8),
    Summary(u8),
    Content(u8),
    Link,
    OriginalLink,
    Id(u8),
    Guid,
    Author,
    OtherAuthor,
    PersonName,
    Published(u8),
    Updated(u8),
    PublishedOrUpdated,
    /// When the feed was published, which says when its entries were at the latest.
    FeedPublished,
    Category,
    Keywords,
    Comments,
    Language,
    PictureAddress,
    EnclosureAddress,
    Duration,
    Ttl,
    Period,
    Frequency,
    SkipHour,
    SkipDay,
}

impl Fact {
    /// Whether elements of HTML may stand in it.
    fn holds_text(self) -> bool {
        matches!(self, Self::Title(_) | Self::Summary(_) | Self::Content(_))
    }
}

/// Whether an element is an entry, whatever stands around it.
pub(super) fn is_entry(namespace: Namespace, local: &str) -> bool {
    is_core(namespace) && matches!(local, "item" | "entry")
}

/// Atom's elements are understood in RSS, and the reverse.
fn is_core(namespace: Namespace) -> bool {
    matches!(namespace, Namespace::Rss | Namespace::Atom)
}

/// Longest name of an element that means something, in bytes.
const MAX_NAME_BYTES: usize = 24;

/// Whether an element says something where `parent` is open.
pub(super) fn is_known(parent: Place, namespace: Namespace, local: &str) -> bool {
    role(parent, namespace, local).is_some()
}

/// What `local` in `namespace` means in `place`. Names are compared in lower case: many write `pubdate`.
fn role(place: Place, namespace: Namespace, local: &str) -> Option<Role> {
    let mut lower = [0_u8; MAX_NAME_BYTES];
    let lower = lower.get_mut(..local.len())?;
    lower.copy_from_slice(local.as_bytes());
    lower.make_ascii_lowercase();
    let name = std::str::from_utf8(lower).ok()?;
    match place {
        Place::Root | Place::Feed => structure(namespace, name).or_else(|| of_feed(namespace, name)),
        Place::Entry => of_entry(namespace, name).or_else(|| shared(place, namespace, name)),
        Place::Media => media(namespace, name),
        Place::Person if matches!(name, "name" | "email") => Some(Role::Says(Fact::PersonName)),
        Place::Category if name == "category" => Some(Role::Category),
        Place::Picture if name == "url" => Some(Role::Says(Fact::PictureAddress)),
        Place::SkipTimes => match name {
            "hour" => Some(Role::Says(Fact::SkipHour)),
            "day" => Some(Role::Says(Fact::SkipDay)),
            _ => None,
        },
        Place::Person | Place::Picture | Place::Category | Place::Ignored => None,
    }
}

fn structure(namespace: Namespace, name: &str) -> Option<Role> {
    let place = match (namespace, name) {
        (Namespace::Rss | Namespace::Atom, "item" | "entry") => Place::Entry,
        (Namespace::Rss | Namespace::Atom, "channel" | "feed") => Place::Feed,
        (Namespace::Rss, "items" | "rss") | (Namespace::Rdf, "rdf") => Place::Root,
        (Namespace::Rss, "skiphours" | "skipdays") => Place::SkipTimes,
        _ => return None,
    };
    Some(Role::Holds(place))
}

fn of_feed(namespace: Namespace, name: &str) -> Option<Role> {
    let fact = match (namespace, name) {
        (Namespace::Rss | Namespace::Atom, "ttl") => Fact::Ttl,
        (Namespace::Syndication, "updateperiod") => Fact::Period,
        (Namespace::Syndication, "updatefrequency") => Fact::Frequency,
        (Namespace::Rss | Namespace::Atom, "lastbuilddate") => Fact::Updated(4),
        (Namespace::Rss | Namespace::Atom, "pubdate" | "published")
        | (Namespace::Terms, "issued" | "created") => Fact::FeedPublished,
        (Namespace::Rss | Namespace::Atom, "subtitle" | "tagline") => Fact::Summary(6),
        (Namespace::Rss | Namespace::Atom, "logo" | "icon") => return Some(Role::Holds(Place::Picture)),
        (Namespace::Rss | Namespace::Atom, "managingeditor" | "webmaster") => return None,
        _ => return shared(Place::Feed, namespace, name),
    };
    Some(Role::Says(fact))
}

fn of_entry(namespace: Namespace, name: &str) -> Option<Role> {
    use Namespace::{Atom, Content, DublinCore, Itunes, Media, Podcast, Rss, Terms, Xhtml};
    let fact = match (namespace, name) {
        (Rss | Atom, "content" | "fullitem") | (Content, "encoded") => Fact::Content(5),
        (Xhtml | Rss, "body") => Fact::Content(4),
        (Rss | Atom, "comments") => Fact::Comments,
        (Itunes, "duration") => Fact::Duration,
        (Rss | Atom, "pubdate") => Fact::Published(5),
        (Rss | Atom, "published") => Fact::Published(6),
        (Rss | Atom, "issued") => Fact::Published(4),
        (Terms, "issued" | "available") => Fact::Published(3),
        (Rss | Atom | Terms, "created") => Fact::Published(2),
        (Namespace::Original, "origlink") => Fact::OriginalLink,
        (DublinCore, "identifier") => Fact::Id(1),
        (Rss | Atom, "enclosure") => return Some(Role::Enclosure),
        (Rss, "group") | (Podcast, "alternateenclosure") => return Some(Role::Holds(Place::Media)),
        (Media, _) => return media(namespace, name),
        _ => return None,
    };
    Some(Role::Says(fact))
}

/// What feeds and entries say alike.
fn shared(place: Place, namespace: Namespace, name: &str) -> Option<Role> {
    use Namespace::{Atom, DublinCore, Itunes, Rss, Terms};
    let fact = match (namespace, name) {
        (Rss | Atom, "title") => Fact::Title(6),
        (DublinCore | Terms, "title") => Fact::Title(4),
        (Itunes, "title") => Fact::Title(3),
        (Rss | Atom, "description" | "summary" | "abstract") => Fact::Summary(7),
        (DublinCore | Terms, "description" | "abstract") => Fact::Summary(5),
        (Itunes, "summary" | "description") => Fact::Summary(4),
        (Itunes, "subtitle") => Fact::Summary(2),
        (Rss | Atom | Itunes, "link") => return Some(Role::Link),
        (Rss | Atom, "guid") => Fact::Guid,
        (Rss | Atom, "id") => Fact::Id(3),
        (Rss | Atom, "author") => return Some(Role::Holds(Place::Person)),
        (DublinCore, "creator" | "author") => Fact::Author,
        (Itunes, "author") => Fact::OtherAuthor,
        (Rss | Atom, "updated" | "modified") => Fact::Updated(5),
        (Terms, "modified") => Fact::Updated(3),
        (DublinCore, "date") => Fact::PublishedOrUpdated,
        (Rss | Atom | Itunes, "category") => return Some(Role::Category),
        (DublinCore | Terms, "subject") => Fact::Category,
        (Itunes, "keywords") | (Rss, "tags") => Fact::Keywords,
        (Rss | Atom | DublinCore, "language") => Fact::Language,
        (Rss | Atom, "image") => return Some(Role::Holds(Place::Picture)),
        (Itunes, "image") => return Some(Role::Thumbnail),
        (Namespace::Media, _) if place == Place::Feed => {
            return media(namespace, name)
                .filter(|role| matches!(role, Role::Thumbnail | Role::MediaContent));
        }
        _ => return None,
    };
    Some(Role::Says(fact))
}

fn media(namespace: Namespace, name: &str) -> Option<Role> {
    if namespace == Namespace::Podcast {
        return (name == "source").then_some(Role::OtherSource);
    }
    if namespace != Namespace::Media {
        return None;
    }
    Some(match name {
        "group" => Role::Holds(Place::Media),
        "content" | "player" => Role::MediaContent,
        "thumbnail" => Role::Thumbnail,
        "title" => Role::Says(Fact::Title(2)),
        "description" | "text" => Role::Says(Fact::Summary(1)),
        "category" => Role::Category,
        "keywords" => Role::Says(Fact::Keywords),
        _ => return None,
    })
}

impl<'x> Reader<'x> {
    /// An element begins.
    pub(super) fn element(&mut self, tag: Tag<'x>, parent: Place, prefixes: usize) {
        let (namespace, local) = self.names.resolve(tag.name);
        if parent == Place::Entry && is_entry(namespace, local) {
            // The one before was never closed.
            self.feed.warn(Warning::Mended);
            while self.place() == Place::Entry {
                self.close();
            }
            let parent = self.place();
            self.names.learn(Attributes(tag.attributes));
            return self.element(tag, parent, prefixes);
        }
        let attributes = Attributes(tag.attributes);
        match role(parent, namespace, local) {
            Some(Role::Holds(place)) => self.hold(tag, place, prefixes),
            Some(Role::Says(fact)) => self.say(tag, namespace, parent, fact, prefixes),
            Some(Role::Link) if let Some(href) = attributes.text("href") => {
                let (base, _) = self.base_of(tag.attributes);
                self.link(attributes, namespace, &href, &base);
                self.ignore(tag, prefixes);
            }
            Some(Role::Link) => self.say(tag, namespace, parent, Fact::Link, prefixes),
            Some(Role::Enclosure) => {
                let url = attributes.text("url").or_else(|| attributes.text("href"));
                match url.and_then(|url| self.address(&url)) {
                    Some(url) => {
                        self.enclosure(attributes, url);
                        self.ignore(tag, prefixes);
                    }
                    None => self.say(tag, namespace, parent, Fact::EnclosureAddress, prefixes),
                }
            }
            Some(Role::MediaContent) => {
                self.media_content(attributes);
                if !tag.is_empty {
                    self.open(tag, Place::Media, prefixes);
                }
            }
            Some(Role::Thumbnail) => {
                self.thumbnail(attributes);
                self.ignore(tag, prefixes);
            }
            Some(Role::OtherSource) => {
                self.other_source(attributes);
                self.ignore(tag, prefixes);
            }
            Some(Role::Category) => match category(attributes) {
                Some(named) => {
                    self.draft().add_category(&named);
                    if !tag.is_empty {
                        self.open(tag, Place::Category, prefixes);
                    }
                }
                None => self.say(tag, namespace, parent, Fact::Category, prefixes),
            },
            None if parent == Place::Root && !self.is_feed && !tag.is_empty => {
                self.open(tag, Place::Root, prefixes);
            }
            None => self.ignore(tag, prefixes),
        }
    }

    /// Passes over what stands in an element.
    fn ignore(&mut self, tag: Tag<'x>, prefixes: usize) {
        if !tag.is_empty {
            self.open(tag, Place::Ignored, prefixes);
        }
    }

    fn hold(&mut self, tag: Tag<'x>, place: Place, prefixes: usize) {
        let attributes = Attributes(tag.attributes);
        let language = tag.attributes.contains("xml:lang").then(|| attributes.text("lang")).flatten();
        match place {
            Place::Feed | Place::Root => {
                if let Some(language) = language {
                    self.about.language.offer(1, language);
                }
            }
            Place::Entry => {
                self.is_feed = true;
                let mut draft = Draft::default();
                if let Some(language) = language {
                    draft.language.offer(1, language);
                }
                if let Some(about) = attributes.text("about") {
                    draft.id.offer(2, about);
                }
                self.entry = Some(draft);
            }
            Place::Picture => {
                self.loose.clear();
                self.is_named = false;
                self.thumbnail(attributes);
            }
            Place::Person => {
                self.loose.clear();
                self.is_named = false;
            }
            _ => {}
        }
        if tag.is_empty && place != Place::Entry {
            return;
        }
        self.open(tag, place, prefixes);
        if place == Place::Entry {
            let base = self.entry_base();
            if let Some(frame) = self.frames.last_mut() {
                frame.base = base;
            }
        }
        if tag.is_empty {
            self.close();
        }
    }

    /// Reads the text of an element and takes what it says.
    fn say(&mut self, tag: Tag<'x>, namespace: Namespace, parent: Place, fact: Fact, prefixes: usize) {
        let (base, _) = self.base_of(tag.attributes);
        let collected = self.collect(tag, parent, matches!(fact, Fact::Summary(_) | Fact::Content(_)));
        self.names.back_to(prefixes);
        let Some(collected) = collected else { return };
        if fact.holds_text() {
            let kind = Kind::of(Attributes(tag.attributes), namespace);
            let stands = if matches!(fact, Fact::Title(_)) { Use::Title } else { Use::Body };
            if let Some(text) = Text::new(collected, kind, stands, base) {
                self.take_text(fact, text);
            }
        } else {
            self.take_word(fact, tag, namespace, &collected, &base);
        }
    }

    fn take_text(&mut self, fact: Fact, text: Text) {
        let draft = self.draft();
        match fact {
            Fact::Title(rank) => draft.title.offer_later(rank, text),
            // A second description is the long one.
            Fact::Summary(7) if draft.summary.has(7) => draft.content.offer(1, text),
            Fact::Summary(rank) => draft.summary.offer(rank, text),
            Fact::Content(rank) => draft.content.offer(rank, text),
            _ => {}
        }
    }

    fn take_word(
        &mut self,
        fact: Fact,
        tag: Tag<'x>,
        namespace: Namespace,
        collected: &Collected<'x>,
        base: &Arc<Url>,
    ) {
        let text = collected.text.trim();
        if text.is_empty() {
            return;
        }
        let is_entry = self.entry.is_some();
        let date = || written_date(text).map(Millis::from);
        match fact {
            Fact::Guid => self.guid(tag, text, base),
            Fact::PersonName => self.person(tag, text),
            Fact::Ttl => {
                self.feed.ttl_ms =
                    text.parse().ok().map(|minutes: i64| minutes.saturating_mul(Millis::MINUTE));
            }
            Fact::Period => {
                self.period =
                    period_ms(text).map(|period| (period, self.period.map_or(1, |(_, times)| times)));
            }
            Fact::Frequency => {
                let times = text.parse().unwrap_or(1);
                self.period = Some((self.period.map_or(Millis::DAY, |(period, _)| period), times));
            }
            Fact::SkipHour => self
                .feed
                .skip_hours
                .extend(text.parse::<u32>().ok().filter(|_| self.feed.skip_hours.len() < 24)),
            Fact::SkipDay if self.feed.skip_days.len() < 7 => {
                self.feed.skip_days.push(text.chars().take(16).collect());
            }
            Fact::PictureAddress => {
                if let Some(url) = address(text, base) {
                    self.draft().add_picture(4, url);
                }
            }
            Fact::EnclosureAddress => {
                if let Some(url) = address(text, base) {
                    self.enclosure(Attributes(tag.attributes), url);
                }
            }
            Fact::FeedPublished => {
                if let Some(at) = date() {
                    self.about.updated.offer(1, at);
                }
            }
            Fact::Published(rank) => {
                if let Some(at) = date() {
                    self.draft().published.offer_later(rank, at);
                }
            }
            Fact::Updated(rank) => {
                if let Some(at) = date() {
                    self.draft().updated.offer_later(rank, at);
                }
            }
            Fact::PublishedOrUpdated => {
                if let Some(at) = date() {
                    self.draft().published.offer(1, at);
                    self.draft().updated.offer(1, at);
                }
            }
            Fact::Link => self.link(Attributes(tag.attributes), namespace, text, base),
            Fact::OriginalLink => {
                if let Some(url) = address(text, base) {
                    self.draft().link.offer(9, url);
                }
            }
            Fact::Comments => {
                if let Some(url) = address(text, base) {
                    self.draft().comments.offer(2, url);
                }
            }
            Fact::Id(rank) => self.draft().id.offer(rank, text.to_owned()),
            Fact::Author if is_entry => self.draft().add_author(text, true),
            Fact::OtherAuthor if is_entry => self.draft().add_author(text, false),
            Fact::Category => self.draft().add_category(text),
            Fact::Keywords => {
                for word in text.split(',').take(32) {
                    self.draft().add_category(word);
                }
            }
            Fact::Language => self.draft().language.offer(2, text.chars().take(35).collect()),
            Fact::Duration => self.draft().duration_ms = duration_ms(text),
            _ => {}
        }
    }

    fn guid(&mut self, tag: Tag<'x>, text: &str, base: &Url) {
        let permanent = Attributes(tag.attributes).get("isPermaLink");
        let is_link = permanent.is_none_or(|value| !value.trim().eq_ignore_ascii_case("false"));
        let draft = self.draft();
        draft.id.offer(3, text.to_owned());
        let has_scheme = text.starts_with("http://") || text.starts_with("https://");
        if (has_scheme || (is_link && text.starts_with('/')))
            && let Some(url) = address(text, base)
        {
            draft.link.offer(if is_link { 2 } else { 1 }, url);
        }
    }

    /// The name of a person comes before the address.
    fn person(&mut self, tag: Tag<'x>, text: &str) {
        let is_name = !tag.name.to_ascii_lowercase().ends_with("email");
        if !self.is_named && (is_name || self.loose.trim().is_empty()) {
            self.loose = text.chars().take(256).collect();
            self.is_named = is_name;
        }
    }

    /// A link, by its relation to the feed or entry.
    fn link(&mut self, attributes: Attributes<'_>, namespace: Namespace, href: &str, base: &Url) {
        let Some(url) = address(href, base) else { return };
        let kind = attributes.text("type").unwrap_or_default().to_ascii_lowercase();
        let is_page = kind.is_empty() || kind.contains("html");
        let relation = attributes.text("rel").unwrap_or_else(|| "alternate".to_owned()).to_ascii_lowercase();
        let relation = relation.rsplit('/').next().unwrap_or_default();
        if relation == "enclosure" {
            return self.enclosure(attributes, url);
        }
        let draft = self.draft();
        match relation {
            // Of several, most readers take Atom's first and RSS's last.
            "alternate" if namespace == Namespace::Rss => draft.link.offer_later(5, url),
            "alternate" => draft.link.offer(if is_page { 5 } else { 3 }, url),
            "self" => draft.self_link = Some(url),
            "hub" => draft.hub = draft.hub.take().or(Some(url)),
            "replies" => draft.comments.offer(u8::from(is_page), url),
            "icon" | "apple-touch-icon" | "image" => draft.add_picture(1, url),
            _ => {}
        }
    }
}

/// The name that the attributes of a category give it: the term, which most write for people, else the label.
fn category(attributes: Attributes<'_>) -> Option<String> {
    let term = attributes.text("term").or_else(|| attributes.text("text"));
    let is_for_people = |term: &String| !term.contains("://") && term.contains(char::is_alphabetic);
    term.filter(is_for_people).or_else(|| attributes.text("label"))
}

/// `sy:updatePeriod`, in milliseconds.
fn period_ms(text: &str) -> Option<i64> {
    let hours = match text.to_ascii_lowercase().as_str() {
        "hourly" => 1,
        "daily" => 24,
        "weekly" => 7 * 24,
        "monthly" => 30 * 24,
        "yearly" => 365 * 24,
        _ => return None,
    };
    Some(hours * Millis::HOUR)
}
