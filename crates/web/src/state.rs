//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coranto_model::{ArticleId, Edition, Millis, Section};
use coranto_store::articles::Totals;
use coranto_store::publishers::PublisherLine;
use coranto_store::stories::{Card, FrontQuery};
use coranto_store::{Store, StoreError};

use crate::account::{Attempts, Passwords};
use crate::backstage::Backstage;
use crate::cache::Cache;
use crate::config::{Access, WebConfig};
use crate::keys::{Keys, random_token};
use crate::language::LANGUAGES;
use crate::layers::Counts;

/// Stories that a front page is chosen from.
pub const FRONT_CARDS: u32 = 240;

/// How long an edition's newest stories are shown beside articles before they are asked for again.
const CARDS_LIFE: Duration = Duration::from_secs(5);

/// How long the list of editions and the totals are shown.
const TOTALS_LIFE: Duration = Duration::from_secs(10);

/// How long the list of publishers and the parts of the sitemap are shown.
const LISTS_LIFE: Duration = Duration::from_mins(1);

/// Name of the setting that holds the instance's secret.
const SECRET_SETTING: &str = "web.secret";

/// Why the pages cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system gives no randomness.
    #[error("the system gives no randomness for secret keys: {0}")]
    Random(getrandom::Error),
    /// The secret in the store is not what this program writes.
    #[error(
        "the setting web.secret in the database is damaged: delete it, and all readers must sign in again"
    )]
    Secret,
}

/// What all requests share. Cloning is cheap.
#[derive(Clone)]
pub struct WebState {
    shared: Arc<Shared>,
}

/// The parts of a [`WebState`], which only this crate sees.
pub struct Shared {
    pub(crate) store: Store,
    pub(crate) backstage: Arc<dyn Backstage>,
    pub(crate) config: WebConfig,
    pub(crate) keys: Keys,
    pub(crate) passwords: Passwords,
    pub(crate) attempts: Attempts,
    pub(crate) counts: Counts,
    has_admin: AtomicBool,
    editions: Cache<(), Vec<Edition>>,
    totals: Cache<(), Totals>,
    cards: Cache<Edition, Vec<Card>>,
    publishers: Cache<(), Vec<PublisherLine>>,
    pub(crate) sitemap: Cache<(), Vec<ArticleId>>,
    pub(crate) sitemap_pages: Cache<(), Vec<String>>,
}

impl std::ops::Deref for WebState {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.shared
    }
}

impl WebState {
    /// Loads the instance's secret key, or makes it when it is the first start.
    pub async fn new(
        store: Store,
        backstage: Arc<dyn Backstage>,
        config: WebConfig,
    ) -> Result<Self, StartError> {
        let candidate = random_token().map_err(StartError::Random)?;
        let secret = store.setting_or(SECRET_SETTING.to_owned(), candidate).await?;
        let secret = URL_SAFE_NO_PAD.decode(secret).map_err(|_| StartError::Secret)?;
        let shared = Shared {
            store,
            backstage,
            config,
            keys: Keys::from_secret(&secret),
            passwords: Passwords::new(),
            attempts: Attempts::default(),
            counts: Counts::default(),
            has_admin: AtomicBool::new(false),
            editions: Cache::new(TOTALS_LIFE),
            totals: Cache::new(TOTALS_LIFE),
            cards: Cache::new(CARDS_LIFE),
            publishers: Cache::new(LISTS_LIFE),
            sitemap: Cache::new(LISTS_LIFE),
            sitemap_pages: Cache::new(LISTS_LIFE),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// The time.
    pub(crate) fn now(&self) -> Millis {
        self.backstage.now()
    }

    /// Whether this is still the first run: nobody is the admin, and somebody has to be.
    pub(crate) async fn is_first_run(&self) -> Result<bool, StoreError> {
        if self.config.access == Access::SingleReader || self.has_admin.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let has_admin = self.store.has_admin().await?;
        self.has_admin.store(has_admin, Ordering::Relaxed);
        Ok(!has_admin)
    }

    /// The editions: those with articles, and those of the languages that the pages speak.
    pub(crate) async fn editions(&self) -> Result<Arc<Vec<Edition>>, StoreError> {
        let store = self.store.clone();
        self.editions
            .get((), async move {
                let mut editions: Vec<Edition> = store
                    .editions()
                    .await?
                    .into_iter()
                    .map(|(language, country)| Edition { language, country })
                    .collect();
                if editions.is_empty() {
                    editions.extend(LANGUAGES.map(|language| Edition { language, country: None }));
                }
                Ok::<_, StoreError>(editions)
            })
            .await
    }

    /// How much there is, a few seconds ago.
    pub(crate) async fn totals(&self) -> Result<Arc<Totals>, StoreError> {
        let store = self.store.clone();
        self.totals.get((), async move { store.totals().await }).await
    }

    /// All publishers, up to a minute ago.
    pub(crate) async fn publishers(&self) -> Result<Arc<Vec<PublisherLine>>, StoreError> {
        let store = self.store.clone();
        self.publishers.get((), async move { store.publishers().await }).await
    }

    /// The newest stories of an edition, a few seconds ago: for what stands beside the thing that was asked for.
    pub(crate) async fn recent_cards(&self, edition: Edition) -> Result<Arc<Vec<Card>>, StoreError> {
        let store = self.store.clone();
        self.cards.get(edition, async move { store.front(front_query(edition, None)).await }).await
    }

    /// The newest stories of an edition now.
    pub(crate) async fn front_cards(&self, edition: Edition) -> Result<Arc<Vec<Card>>, StoreError> {
        let cards = Arc::new(self.store.front(front_query(edition, None)).await?);
        self.cards.put(edition, Arc::clone(&cards));
        Ok(cards)
    }

    /// The newest stories of a section now.
    pub(crate) async fn section_cards(
        &self,
        edition: Edition,
        section: Section,
    ) -> Result<Vec<Card>, StoreError> {
        self.store.front(FrontQuery { limit: 60, ..front_query(edition, Some(section)) }).await
    }

    /// Forgets what is kept for some seconds: sources were added or removed by hand.
    pub(crate) fn forget_lists(&self) {
        self.editions.clear();
        self.totals.clear();
        self.publishers.clear();
    }
}

/// What a front page, or a section of it, is chosen from.
pub(crate) fn front_query(edition: Edition, section: Option<Section>) -> FrontQuery {
    FrontQuery { language: edition.language, country: edition.country, section, limit: FRONT_CARDS }
}

/// The sections of `cards`, in the order of the masthead.
pub(crate) fn sections_of(cards: &[Card]) -> Vec<Section> {
    let has = |section: &Section| cards.iter().any(|card| card.section == Some(*section));
    Section::ALL.into_iter().filter(has).collect()
}
