//! Brings articles into a store by the way that the engine takes: poll, scrape, analyse, file.

use std::collections::HashMap;

use coranto_model::{
    ArticleId, CanonicalAddress, Country, Language, Millis, Picture, Rights, Section, StoryId,
};
use coranto_store::Store;
use coranto_store::articles::{Analysed, Content, Origin, Scraped};
use coranto_store::publishers::{NameRank, PublisherFacts};
use coranto_store::sources::{NewEntry, NewSource, PollMemory, PollResult};
use coranto_store::stories::Filed;
use coranto_store::tasks::{Claim, Lane, LaneKind, Stage, Task};

/// An article to be published. Fields that a test does not care about have bearable values.
#[derive(Clone, Debug)]
pub struct Draft {
    pub domain: String,
    pub publisher: String,
    pub country: Option<Country>,
    pub icon: Option<String>,
    pub path: String,
    pub title: String,
    pub standfirst: String,
    pub body: String,
    pub authors: Vec<String>,
    pub keywords: Vec<String>,
    pub language: Language,
    pub section: Option<Section>,
    pub kind: String,
    pub picture: Option<Picture>,
    pub rights: Rights,
    pub published: Millis,
    pub modified: Option<Millis>,
    pub words: u32,
    /// Articles of one story name it alike.
    pub story: Option<String>,
    /// The address that the page states as its own.
    pub stated: Option<String>,
}

impl Draft {
    pub fn new(domain: &str, title: &str, published: Millis) -> Self {
        Self {
            domain: domain.to_owned(),
            publisher: domain.to_owned(),
            country: None,
            icon: None,
            path: title
                .chars()
                .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' })
                .collect(),
            title: title.to_owned(),
            standfirst: format!("What happened, in short: {title}."),
            body: format!("<p>The first line of it.</p><p>{title}, at length.</p>"),
            authors: vec!["Mira Tolland".to_owned()],
            keywords: Vec::new(),
            language: Language::ENGLISH,
            section: Some(Section::World),
            kind: "news".to_owned(),
            picture: None,
            rights: Rights::default(),
            published,
            modified: None,
            words: 400,
            story: None,
            stated: None,
        }
    }

    pub fn url(&self) -> String {
        format!("https://{}/{}", self.domain, self.path)
    }

    fn facts(&self) -> PublisherFacts {
        PublisherFacts {
            name: Some((self.publisher.clone(), NameRank::Given)),
            country: self.country,
            icon_url: self.icon.clone(),
            ..PublisherFacts::of(self.domain.clone())
        }
    }

    fn entry(&self) -> NewEntry {
        NewEntry {
            key: self.url(),
            address: CanonicalAddress::parse(&self.url()).unwrap(),
            url: self.url(),
            publisher: self.facts(),
            lane: Lane::network(&self.domain),
            title: self.title.clone(),
            standfirst: self.standfirst.clone(),
            authors: self.authors.clone(),
            categories: self.keywords.clone(),
            published: self.published,
            picture: None,
            body: String::new(),
        }
    }

    fn scraped(&self) -> Scraped {
        Scraped {
            content: Content {
                origin: Origin::Page,
                title: self.title.clone(),
                standfirst: self.standfirst.clone(),
                authors: self.authors.clone(),
                keywords: self.keywords.clone(),
                section_words: Vec::new(),
                published: self.published,
                modified: self.modified,
                language: Some(self.language),
                kind: self.kind.clone(),
                picture: self.picture.clone(),
                body: self.body.clone(),
                words: self.words,
                rights: self.rights,
            },
            address: self.stated.as_deref().map(|stated| CanonicalAddress::parse(stated).unwrap()),
            page: None,
            publisher: Some(self.facts()),
            problem: None,
            algorithm: 1,
        }
    }
}

/// Does what the engine's workers do.
pub struct Filler {
    store: Store,
    now: Millis,
    drafts: HashMap<String, Draft>,
    by_id: HashMap<ArticleId, String>,
    stories: HashMap<String, StoryId>,
}

impl Filler {
    pub fn new(store: Store, now: Millis) -> Self {
        Self { store, now, drafts: HashMap::new(), by_id: HashMap::new(), stories: HashMap::new() }
    }

    /// Publishes `drafts` and takes them in; their numbers by address.
    pub async fn publish(&mut self, drafts: Vec<Draft>) -> HashMap<String, ArticleId> {
        let mut domains: Vec<&Draft> = Vec::new();
        for draft in &drafts {
            if !domains.iter().any(|known| known.domain == draft.domain) {
                domains.push(draft);
            }
        }
        for draft in domains {
            let added = self.store.add_source(source(draft, self.now), self.now).await.unwrap();
            self.store.poll_at(added.id, self.now).await.unwrap();
        }
        self.drafts.extend(drafts.into_iter().map(|draft| (draft.url(), draft)));
        self.work().await;
        self.by_id.iter().map(|(id, url)| (url.clone(), *id)).collect()
    }

    /// Forgets what was published: what follows is about other articles.
    #[allow(dead_code, reason = "the benchmark uses it")]
    pub fn forget(&mut self) {
        self.drafts.clear();
        self.by_id.clear();
    }

    async fn work(&mut self) {
        let kinds = vec![LaneKind::Network, LaneKind::Compute, LaneKind::File];
        let until = self.now.plus(Millis::DAY);
        loop {
            let claimed =
                self.store.claim(kinds.clone(), "test".to_owned(), self.now, until, 1_000).await.unwrap();
            let Some(Claim { lease, tasks }) = claimed else { break };
            for task in tasks {
                self.finish(lease.clone(), task).await;
            }
            self.store.release(lease, self.now).await.unwrap();
        }
    }

    async fn finish(&mut self, lease: coranto_store::tasks::Lease, task: Task) {
        let (store, now) = (self.store.clone(), self.now);
        match task.stage {
            Stage::Poll => self.poll(lease, task).await,
            Stage::Scrape | Stage::Extract => {
                let subject = store.scrape_subject(task.article()).await.unwrap().unwrap();
                self.by_id.insert(task.article(), subject.url.clone());
                let scraped = self.drafts[&subject.url].scraped();
                store.finish_scrape(lease, task, scraped, now).await.unwrap();
            }
            Stage::Analyse => {
                let draft = &self.drafts[&self.by_id[&task.article()]];
                let analysed = Analysed { language: draft.language, section: draft.section, algorithm: 1 };
                store.finish_analyse(lease, task, analysed, now).await.unwrap();
            }
            Stage::File => {
                let name = self.drafts[&self.by_id[&task.article()]].story.clone();
                let known = name.as_ref().and_then(|name| self.stories.get(name)).copied();
                let filed = Filed { story: known, algorithm: 1 };
                let id = store.finish_file(lease, task, filed, now).await.unwrap().unwrap();
                if let Some(name) = name {
                    self.stories.insert(name, id);
                }
            }
        }
    }

    async fn poll(&self, lease: coranto_store::tasks::Lease, task: Task) {
        let source = self.store.source(task.source()).await.unwrap().unwrap();
        let of_source = self.drafts.values().filter(|draft| source.url == feed(&draft.domain));
        let result = PollResult {
            source: task.source(),
            memory: PollMemory { interval_ms: Some(8 * Millis::MINUTE), ..PollMemory::default() },
            title: None,
            publisher: None,
            entries: of_source.map(Draft::entry).collect(),
            next_poll: self.now.plus(6 * Millis::MINUTE),
        };
        self.store.finish_poll(lease, result, self.now).await.unwrap();
    }
}

pub fn feed(domain: &str) -> String {
    format!("https://{domain}/feed")
}

fn source(draft: &Draft, now: Millis) -> NewSource {
    NewSource {
        url: feed(&draft.domain),
        title: draft.publisher.clone(),
        folder: None,
        publisher: draft.facts(),
        lane: Lane::network(&draft.domain),
        due: now,
    }
}
