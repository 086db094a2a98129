//! What stands around every page: head, masthead, sections, footer.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use coranto_model::{Edition, Language, Section};

use crate::assets::{ASSETS, Assets};
use crate::errors::PageError;
use crate::language::{Words, country_name, language_name};

/// Who looks at the page.
pub enum Account {
    /// Nobody can sign in here and now.
    Hidden,
    /// Somebody who did not sign in.
    SignedOut,
    /// A reader.
    SignedIn(SignedInAccount),
    /// The one reader of this instance.
    Single,
}

/// A reader who is signed in.
pub struct SignedInAccount {
    /// The reader's name.
    pub name: String,
    /// Whether the reader runs this instance.
    pub is_admin: bool,
}

/// An edition in the menu.
pub struct EditionLink {
    /// Its front page.
    pub href: String,
    /// Its code, which is a language tag.
    pub code: String,
    /// Its name, in its own language.
    pub name: String,
    /// Whether this page belongs to it.
    pub is_current: bool,
    /// Whether it is of no country: the footer names only those.
    pub is_world: bool,
}

/// A section in the masthead.
pub struct SectionLink {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Whether this page is it.
    pub is_current: bool,
}

/// The same page in another language.
pub struct Alternate {
    /// The language's code; `x-default` for the page that suits whoever asks.
    pub code: String,
    /// Its whole address.
    pub href: String,
}

/// The line under the masthead of a front page.
pub struct Facts {
    /// The day, for `datetime`.
    pub day: String,
    /// The date in words.
    pub date: String,
    /// How much there is.
    pub lines: Vec<String>,
}

/// A link with its words.
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub words: String,
}

/// A sentence about what was just done.
pub struct Notice {
    /// The sentence.
    pub words: String,
    /// Whether it failed.
    pub is_bad: bool,
    /// Whether it is the engine's sentence, which is English.
    pub is_english: bool,
}

/// What stands around every page.
pub struct Page {
    /// The words of its language.
    pub words: Words,
    /// The newspaper's name.
    pub site: String,
    /// The title of the document.
    pub title: String,
    /// What it is called beside the name of the site, in previews.
    pub name: String,
    /// What it is about; empty for pages that nobody searches for.
    pub description: String,
    /// Whether search engines shall leave it out.
    pub noindex: bool,
    /// The whole address of the original.
    pub canonical: Option<String>,
    /// The same page in other languages.
    pub alternates: Vec<Alternate>,
    /// Static files.
    pub assets: &'static Assets,
    /// The font of the headlines.
    pub headline_font: String,
    /// The front page of its edition.
    pub home: String,
    /// Whether it is a front page.
    pub is_front: bool,
    /// Whether there are pages for everybody: not before the first run, nor before signing in to a private site.
    pub is_open: bool,
    /// The edition's name.
    pub edition_name: String,
    /// The editions that there are.
    pub editions: Vec<EditionLink>,
    /// The sections that have stories.
    pub sections: Vec<SectionLink>,
    /// The line under the masthead.
    pub facts: Option<Facts>,
    /// Who looks at it.
    pub account: Account,
    /// What proves that a form came from here.
    pub form_token: String,
    /// About what was just done.
    pub notice: Option<Notice>,
}

impl Page {
    /// A page in `words` with nothing in its masthead but the name of the site.
    pub fn bare(words: Words, site: &str) -> Self {
        let font = if words.language() == Language::ARABIC {
            "noto-naskh-arabic-700.woff2"
        } else {
            "newsreader-latin.woff2"
        };
        Self {
            words,
            site: site.to_owned(),
            title: site.to_owned(),
            name: site.to_owned(),
            description: String::new(),
            noindex: false,
            canonical: None,
            alternates: Vec::new(),
            assets: &ASSETS,
            headline_font: ASSETS.url(font).to_owned(),
            home: "/".to_owned(),
            is_front: false,
            is_open: false,
            edition_name: String::new(),
            editions: Vec::new(),
            sections: Vec::new(),
            facts: None,
            account: Account::Hidden,
            form_token: String::new(),
            notice: None,
        }
    }

    /// The same page with another title.
    #[must_use]
    pub fn titled(mut self, title: &str) -> Self {
        self.title = format!("{title} – {}", self.site);
        title.clone_into(&mut self.name);
        self
    }

    /// The same page with a sentence about what was just done.
    #[must_use]
    pub fn noticed(mut self, notice: Option<Notice>) -> Self {
        self.notice = notice;
        self
    }

    /// Whether who looks at it runs this instance.
    pub fn is_admin(&self) -> bool {
        match &self.account {
            Account::Single => true,
            Account::SignedIn(account) => account.is_admin,
            Account::Hidden | Account::SignedOut => false,
        }
    }
}

/// The address of an edition's front page or of one of its sections.
pub fn edition_path(edition: Edition, section: Option<Section>) -> String {
    section.map_or_else(|| format!("/{edition}"), |section| format!("/{edition}/{}", section.slug()))
}

/// An edition's name in its own language: "World, English".
pub fn edition_name(edition: Edition) -> String {
    let words = Words::of(edition.language).unwrap_or_else(Words::english);
    let place =
        edition.country.map_or_else(|| words.say("edition-world"), |country| country_name(words, country));
    let separator = words.say("list-separator");
    format!("{place}{separator}{}", language_name(edition.language))
}

/// The page that `template` gives.
pub fn html(template: &impl Template) -> Result<Response, PageError> {
    match template.render() {
        Ok(text) => Ok(Html(text).into_response()),
        Err(error) => {
            tracing::error!(%error, "a template failed");
            Err(PageError::Internal)
        }
    }
}
