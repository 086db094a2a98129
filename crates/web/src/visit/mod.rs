//! Who asks, from where, and for what: worked out once a request, before any page.

mod client;
mod cookies;

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::response::Response;
use coranto_model::{Audience, Edition, Language, Millis, Role, Section};
use coranto_store::StoreError;
use coranto_store::readers::{Reader, TokenHash};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Uri, header};

use crate::config::Access;
use crate::errors::{PageError, Refusal};
use crate::keys::random_token;
use crate::language::{LANGUAGES, Wanted, Words, best_edition, wanted_languages};
use crate::state::{WebState, sections_of};
use crate::view::{
    Account, Alternate, EditionLink, Page, Pictures, SectionLink, SignedInAccount, edition_name, edition_path,
};

pub use client::{Peer, client_address};
pub use cookies::{Cookies, SESSION_MS};

/// One request, as the pages see it.
#[derive(Clone)]
pub struct Visit(Arc<Known>);

/// What is known of a request.
pub struct Known {
    /// What all requests share.
    pub web: WebState,
    /// The time of the request.
    pub now: Millis,
    /// The reader who is signed in.
    pub reader: Option<Reader>,
    /// The address of the client, where it is known.
    pub client: Option<IpAddr>,
    /// What was asked for.
    pub uri: Uri,
    /// The host under which it was asked for.
    host: String,
    cookies: Cookies,
    session: Option<String>,
    visit: Option<String>,
    remembered: Option<Edition>,
    wanted: Vec<Wanted>,
}

impl std::ops::Deref for Visit {
    type Target = Known;

    fn deref(&self) -> &Known {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        #[expect(clippy::expect_used, reason = "the router puts a visit before every page")]
        let visit = parts.extensions.get::<Self>().expect("layers::visit comes before every page");
        Ok(visit.clone())
    }
}

/// What is kept of a session's token.
pub fn token_hash(token: &str) -> TokenHash {
    blake3::hash(token.as_bytes()).into()
}

impl Visit {
    /// Works out who asks. One call of the store, and only for those who bring a session.
    pub async fn of(
        web: WebState,
        headers: &HeaderMap,
        uri: &Uri,
        peer: Option<IpAddr>,
    ) -> Result<Self, StoreError> {
        let now = web.now();
        let host = asked_host(headers, uri);
        let cookies = Cookies::new(web.config.is_https(host));
        let session = cookies.session(headers);
        let reader = match &session {
            Some(token) => web.store.session(token_hash(token), now).await?,
            None => None,
        };
        let known = Known {
            now,
            client: client_address(headers, peer, &web.config.trusted_proxies),
            uri: uri.clone(),
            host: host.to_owned(),
            cookies,
            session: session.filter(|_| reader.is_some()),
            visit: cookies.visit(headers),
            remembered: cookies.edition(headers),
            wanted: text(headers, header::ACCEPT_LANGUAGE).map(wanted_languages).unwrap_or_default(),
            reader,
            web,
        };
        Ok(Self(Arc::new(known)))
    }

    /// Whether who asks runs this instance.
    pub fn is_admin(&self) -> bool {
        self.web.config.access == Access::SingleReader
            || self.reader.as_ref().is_some_and(|reader| reader.role >= Role::Admin)
    }

    /// Whether who asks is known: signed in, or the one reader.
    pub fn is_reader(&self) -> bool {
        self.web.config.access == Access::SingleReader || self.reader.is_some()
    }

    /// For whom rights are asked.
    pub fn audience(&self) -> Audience {
        if self.is_reader() { Audience::Reader } else { Audience::Public }
    }

    /// Fails for everybody but the admin.
    pub fn only_admin(&self) -> Result<(), PageError> {
        if self.is_admin() { Ok(()) } else { Err(PageError::Forbidden(Refusal::NotAdmin)) }
    }

    /// The value of `name` in what was asked for.
    pub fn query(&self, name: &str) -> Option<String> {
        let query = self.uri.query()?;
        url::form_urlencoded::parse(query.as_bytes())
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into())
    }

    /// Makes the addresses of pictures.
    pub fn pictures(&self) -> Pictures<'_> {
        Pictures(&self.web.keys)
    }

    /// The token of the session, where somebody is signed in.
    pub fn session(&self) -> Option<&str> {
        self.session.as_deref()
    }

    /// What forms are bound to: the session, or the visit's cookie.
    pub fn form_binding(&self) -> Option<&str> {
        self.session.as_deref().or(self.visit.as_deref())
    }

    /// The scheme and host of this site, as readers see it.
    pub fn origin(&self) -> String {
        match &self.web.config.public_url {
            Some(url) => url.origin().ascii_serialization(),
            None => format!("http://{}", self.host),
        }
    }

    /// The host under which it was asked for, with its port where one was named.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Reads and writes the cookies of that host.
    pub fn cookies(&self) -> Cookies {
        self.cookies
    }

    /// The edition that who asks would like to see: the one chosen before, or the one that the browser's languages
    /// tell, or that of `document`, the language of what was asked for.
    pub async fn edition(&self, document: Option<Language>) -> Result<Edition, StoreError> {
        let editions = self.web.editions().await?;
        if let Some(remembered) = self.remembered.filter(|edition| exists(&editions, *edition)) {
            return Ok(remembered);
        }
        let document = document.map(|language| Edition { language, country: None });
        if let Some(edition) = document.filter(|edition| editions.contains(edition)) {
            return Ok(edition);
        }
        Ok(best_edition(&editions, &self.wanted))
    }

    /// The words for a page of `edition`: its language's, or else the reader's, or else English.
    pub fn words(&self, edition: Edition) -> Words {
        Words::of(edition.language)
            .or_else(|| self.wanted.iter().find_map(|wanted| Words::of(wanted.language)))
            .unwrap_or_else(Words::english)
    }

    /// The words for a page that belongs to no edition.
    pub fn own_words(&self) -> Words {
        let remembered = self.remembered.and_then(|edition| Words::of(edition.language));
        remembered
            .or_else(|| self.wanted.iter().find_map(|wanted| Words::of(wanted.language)))
            .unwrap_or_else(Words::english)
    }

    /// A page before anybody can be let in: the first run, signing in to a private site, errors.
    pub fn bare_page(&self) -> Page {
        let page = Page::bare(self.own_words(), &self.web.config.site_name);
        Page { account: self.account(), form_token: self.form_token(), noindex: true, ..page }
    }

    /// What stands around a page of `edition`.
    pub async fn page(&self, edition: Edition) -> Result<Page, StoreError> {
        let editions = self.web.editions().await?;
        let sections = sections_of(&self.web.recent_cards(edition).await?);
        let words = self.words(edition);
        let bare = Page::bare(words, &self.web.config.site_name);
        let top = SectionLink {
            href: edition_path(edition, None),
            name: words.say("section-top").into(),
            is_current: false,
        };
        let sections = sections.into_iter().map(|section| SectionLink {
            href: edition_path(edition, Some(section)),
            name: words.say(crate::language::section_id(section)).into(),
            is_current: false,
        });
        Ok(Page {
            home: edition_path(edition, None),
            is_open: true,
            edition_name: edition_name(edition),
            editions: editions.iter().map(|other| edition_link(*other, edition)).collect(),
            sections: std::iter::once(top).chain(sections).collect(),
            account: self.account(),
            form_token: self.form_token(),
            ..bare
        })
    }

    /// What stands around a page of the administration.
    pub async fn admin_page(&self) -> Result<Page, StoreError> {
        let page = self.page(self.edition(None).await?).await?;
        Ok(Page { noindex: true, ..page })
    }

    /// The addresses of the front page, or of a section, in all editions. The front page has one besides that suits
    /// whoever asks.
    pub fn alternates(&self, page: &Page, section: Option<Section>) -> Vec<Alternate> {
        let origin = self.origin();
        let tail = section.map(|section| format!("/{}", section.slug())).unwrap_or_default();
        let link = |link: &EditionLink| Alternate {
            code: link.code.clone(),
            href: format!("{origin}{}{tail}", link.href),
        };
        let root = || Alternate { code: "x-default".to_owned(), href: format!("{origin}/") };
        page.editions.iter().map(link).chain(section.is_none().then(root)).collect()
    }

    fn account(&self) -> Account {
        match &self.reader {
            _ if self.web.config.access == Access::SingleReader => Account::Single,
            Some(reader) => {
                let is_admin = reader.role >= Role::Admin;
                Account::SignedIn(SignedInAccount { name: reader.name.clone(), is_admin })
            }
            None => Account::SignedOut,
        }
    }

    fn form_token(&self) -> String {
        self.form_binding().map(|binding| self.web.keys.form_token(binding)).unwrap_or_default()
    }

    /// The same visit with a cookie to bind forms to; a page with a form is made from it, and `remember` sends the
    /// cookie with that page.
    pub fn with_form(&self) -> Result<Self, PageError> {
        if self.form_binding().is_some() {
            return Ok(self.clone());
        }
        let visit = random_token().map_err(|error| {
            tracing::error!(%error, "the system gives no randomness");
            PageError::Internal
        })?;
        let known = Known {
            web: self.web.clone(),
            now: self.now,
            reader: self.reader.clone(),
            client: self.client,
            uri: self.uri.clone(),
            host: self.host.clone(),
            cookies: self.cookies,
            session: None,
            visit: Some(visit),
            remembered: self.remembered,
            wanted: self.wanted.clone(),
        };
        Ok(Self(Arc::new(known)))
    }

    /// Sends the cookie that forms are bound to.
    pub fn remember(&self, mut response: Response) -> Response {
        if self.session.is_none()
            && let Some(visit) = &self.visit
        {
            self.cookies.set_visit(&mut response, visit);
        }
        response
    }

    /// Sends the cookie that keeps the choice of an edition.
    pub fn remember_edition(&self, mut response: Response, edition: Edition) -> Response {
        if self.remembered != Some(edition) {
            self.cookies.set_edition(&mut response, edition);
        }
        response
    }
}

/// The host that a request asks for: the Host header, or else what its address says.
pub fn asked_host<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> &'a str {
    text(headers, header::HOST)
        .or_else(|| uri.authority().map(http::uri::Authority::as_str))
        .unwrap_or_default()
}

/// Whether there is such an edition. Those of the languages that the pages speak are always there.
pub fn exists(editions: &[Edition], edition: Edition) -> bool {
    editions.contains(&edition) || (edition.country.is_none() && LANGUAGES.contains(&edition.language))
}

fn edition_link(edition: Edition, current: Edition) -> EditionLink {
    EditionLink {
        href: edition_path(edition, None),
        code: edition.to_string(),
        name: edition_name(edition),
        is_current: edition == current,
        is_world: edition.country.is_none(),
    }
}

fn text(headers: &HeaderMap<HeaderValue>, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
