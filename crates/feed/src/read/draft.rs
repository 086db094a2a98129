//! What was read of a feed or of an entry so far, and how it becomes one.
//!
//! Feeds say one thing several times, in several vocabularies. Each thing has its ranks here: what says it best is kept.

use std::sync::Arc;

use coranto_model::Millis;
use url::Url;

use super::text::{Text, folded};
use crate::feed::{Enclosure, Entry, Feed, Html};
use crate::key::key;

/// Most authors, and most categories, of one entry.
const MAX_NAMES: usize = 20;

/// Longest category, in characters.
const MAX_NAME_CHARS: usize = 100;

/// Most files, and most pictures, of one entry.
const MAX_FILES: usize = 64;

/// The best that was said of one thing.
#[derive(Clone, Debug)]
pub(crate) struct Best<T>(Option<(u8, T)>);

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Best<T> {
    /// Takes `value` if its rank is higher than of what is there.
    pub(crate) fn offer(&mut self, rank: u8, value: T) {
        if self.0.as_ref().is_none_or(|(known, _)| rank > *known) {
            self.0 = Some((rank, value));
        }
    }

    /// The same, but of two with one rank the later counts.
    pub(crate) fn offer_later(&mut self, rank: u8, value: T) {
        if self.0.as_ref().is_none_or(|(known, _)| rank >= *known) {
            self.0 = Some((rank, value));
        }
    }

    pub(crate) fn get(&self) -> Option<&T> {
        self.0.as_ref().map(|(_, value)| value)
    }

    /// Whether something of this rank is there.
    pub(crate) fn has(&self, rank: u8) -> bool {
        self.0.as_ref().is_some_and(|(known, _)| *known == rank)
    }

    pub(crate) fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }
}

/// A feed or an entry that is being read.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub title: Best<Text>,
    pub link: Best<Url>,
    pub id: Best<String>,
    pub summary: Best<Text>,
    pub content: Best<Text>,
    pub authors: Vec<String>,
    /// Those of a vocabulary that names authors for a second time.
    pub other_authors: Vec<String>,
    pub published: Best<Millis>,
    pub updated: Best<Millis>,
    pub categories: Vec<String>,
    pub enclosures: Vec<Enclosure>,
    /// Pictures with their rank, as they come.
    pub pictures: Vec<(u8, Url)>,
    /// How long the entry's episode plays, in milliseconds.
    pub duration_ms: Option<u64>,
    pub comments: Best<Url>,
    pub language: Best<String>,
    pub hub: Option<Url>,
    pub self_link: Option<Url>,
}

impl Draft {
    pub(crate) fn add_category(&mut self, text: &str) {
        let name: String = folded(text).chars().take(MAX_NAME_CHARS).collect();
        if !name.is_empty() && self.categories.len() < MAX_NAMES && !self.categories.contains(&name) {
            self.categories.push(name);
        }
    }

    pub(crate) fn add_author(&mut self, text: &str, is_first_choice: bool) {
        let Some(name) = super::person::name(text) else { return };
        let list = if is_first_choice { &mut self.authors } else { &mut self.other_authors };
        if list.len() < MAX_NAMES && !list.contains(&name) {
            list.push(name);
        }
    }

    pub(crate) fn add_picture(&mut self, rank: u8, url: Url) {
        if self.pictures.len() < MAX_FILES && !self.pictures.iter().any(|(_, known)| *known == url) {
            self.pictures.push((rank, url));
        }
    }

    /// Adds a file, or what is newly known of one.
    pub(crate) fn add_enclosure(&mut self, file: Enclosure) {
        if let Some(known) = self.enclosures.iter_mut().find(|known| known.url == file.url) {
            known.mime = known.mime.take().or(file.mime);
            known.length = known.length.or(file.length);
            known.duration_ms = known.duration_ms.or(file.duration_ms);
        } else if self.enclosures.len() < MAX_FILES {
            self.enclosures.push(file);
        }
    }

    /// What makes an entry another one where neither link nor identifier nor text does.
    fn others(&self) -> String {
        let dates = [self.published.get(), self.updated.get()].into_iter().flatten().map(ToString::to_string);
        let names = [&self.authors, &self.other_authors, &self.categories].into_iter().flatten().cloned();
        let files = self.enclosures.iter().map(|file| file.url.to_string());
        let others =
            self.pictures.iter().map(|(_, url)| url).chain(self.comments.get()).map(ToString::to_string);
        dates.chain(names).chain(files).chain(others).collect::<Vec<_>>().join(" ")
    }

    /// The draft as an entry; `None` when it has nothing that names it. `base` is what its links begin with.
    pub(crate) fn into_entry(mut self, base: &Arc<Url>) -> Option<Entry> {
        let html = |text: Best<Text>| {
            text.take().map_or_else(|| Html::new(String::new(), Arc::clone(base)), Text::into_html)
        };
        let (summary, content) =
            (html(std::mem::take(&mut self.summary)), html(std::mem::take(&mut self.content)));
        let link = std::mem::take(&mut self.link).take();
        let mut title = std::mem::take(&mut self.title).take().map(Text::into_title).unwrap_or_default();
        let id = std::mem::take(&mut self.id).take().unwrap_or_default();
        let others = if id.is_empty() && link.is_none() { self.others() } else { String::new() };
        let texts = [&title, summary.source(), content.source(), &others];
        let key = key(&id, link.as_ref(), &texts)?;
        if title.is_empty() {
            title = Text::stand_in(if summary.is_empty() { &content } else { &summary });
        }
        if let (Some(duration_ms), [only]) = (self.duration_ms, self.enclosures.as_mut_slice()) {
            only.duration_ms.get_or_insert(duration_ms);
        }
        self.pictures.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        let updated = self.updated.take();
        let authors = if self.authors.is_empty() { self.other_authors } else { self.authors };
        Some(Entry {
            key,
            link,
            title,
            summary,
            content,
            authors,
            // Most of Atom names only the last change.
            published: self.published.take().or(updated),
            updated,
            categories: self.categories,
            enclosures: self.enclosures,
            pictures: self.pictures.into_iter().map(|(_, url)| url).collect(),
            comments: self.comments.take(),
            language: self.language.take(),
        })
    }

    /// Says in `feed` what the draft knows of it.
    pub(crate) fn complete(mut self, feed: &mut Feed) {
        feed.title = self.title.take().map(Text::into_title).unwrap_or_default();
        feed.link = self.link.take();
        if let Some(description) = self.summary.take() {
            feed.description = description.into_html().plain();
        }
        feed.language = self.language.take();
        feed.updated = self.updated.take();
        feed.hub = self.hub;
        feed.self_link = self.self_link;
        self.pictures.sort_by_key(|(rank, _)| std::cmp::Reverse(*rank));
        feed.images = self.pictures.into_iter().map(|(_, url)| url).collect();
    }
}
