//! The way of an article through the stages.

use coranto_model::{ArticleId, Language, Picture, Reuse, Rights, Section};

use super::read;
use crate::Store;
use crate::articles::{AnalyseSubject, Analysed, ArticleState, Origin, Saved, ScrapeSubject, Scraped};
use crate::changes::ChangeKind;
use crate::publishers::{NameRank, PublisherFacts};
use crate::sources::NewEntry;
use crate::tasks::{Lane, Stage, Task};
use crate::testing::{
    Draft, NOW, address, analyse, discover, extract, file, is_lost, lost_to, new_entry, noise, on_both,
    open_tasks, poll, publish, scrape, scraped, take,
};

on_both! {
    what_a_publisher_takes_back_is_withdrawn,
    an_article_goes_from_stage_to_stage,
    scraping_is_told_what_the_feed_said,
    scraping_is_told_the_longest_text_of_all_feeds,
    scraping_is_told_the_rights_that_are_known,
    analysing_is_told_what_the_page_said,
    an_analysis_without_a_section_takes_the_section_away,
    a_page_tells_of_its_publisher,
    an_article_whose_page_cannot_be_read_goes_on,
    a_dead_letter_that_is_retried_brings_the_page,
    a_lost_lease_keeps_nothing_of_a_scrape,
    a_lost_lease_keeps_nothing_of_an_analysis,
    what_is_not_there_can_only_be_dropped,
}

/// How many tasks wait before scrape, extract, analyse and file.
async fn waiting(store: &Store) -> [u64; 4] {
    let mut open = [0; 4];
    for (place, stage) in [Stage::Scrape, Stage::Extract, Stage::Analyse, Stage::File].into_iter().enumerate()
    {
        open[place] = open_tasks(store, stage).await;
    }
    open
}

/// What the page of [`scraped`] becomes when it cannot be read.
fn unreadable(text: &str) -> Scraped {
    let mut fallback =
        Scraped { problem: Some("the page is too long".to_owned()), page: None, ..scraped(text) };
    fallback.content.origin = Origin::Feed;
    fallback
}

async fn an_article_goes_from_stage_to_stage(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let before = read(&store, article).await;
    assert_eq!((before.state, before.version, before.body.as_str()), (ArticleState::New, 0, ""));
    assert_eq!((before.first_seen, before.origin), (NOW, Origin::Feed));
    assert_eq!(waiting(&store).await, [1, 0, 0, 0]);

    assert_eq!(scrape(&store, article, scraped("text")).await, Saved::Version(1));
    let after = read(&store, article).await;
    assert_eq!((after.state, after.version, after.body.as_str()), (ArticleState::New, 1, "<p>text</p>"));
    assert_eq!(waiting(&store).await, [0, 0, 1, 0]);

    analyse(&store, article, Language::ARABIC, Some(Section::Sport)).await;
    let after = read(&store, article).await;
    assert_eq!((after.language, after.section), (Some(Language::ARABIC), Some(Section::Sport)));
    assert_eq!((after.state, after.story), (ArticleState::New, None));
    assert_eq!(waiting(&store).await, [0, 0, 0, 1]);

    let event = file(&store, article, None).await;
    let after = read(&store, article).await;
    assert_eq!((after.state, after.story), (ArticleState::Live, Some(event)));
    assert_eq!(waiting(&store).await, [0, 0, 0, 0]);
}

async fn scraping_is_told_what_the_feed_said(store: Store) {
    let entry = NewEntry {
        url: "https://www.a.example/news?id=1".to_owned(),
        title: "Title".to_owned(),
        standfirst: "First lines".to_owned(),
        authors: vec!["Ada".to_owned(), "Grace".to_owned()],
        categories: vec!["Sport".to_owned()],
        published: NOW.minus(3),
        picture: Some("https://a.example/\"p\".jpg".to_owned()),
        ..new_entry("a.example", "news")
    };
    let article = discover(&store, entry.clone()).await;
    let expected = ScrapeSubject {
        id: article,
        url: entry.url,
        address: entry.address,
        title: entry.title,
        standfirst: entry.standfirst,
        authors: entry.authors,
        keywords: entry.categories,
        published: entry.published,
        first_seen: NOW,
        rights: Rights::default(),
        picture: entry.picture.map(|url| Picture { url, ..Picture::default() }),
        feed_body: entry.body,
        publisher_domain: "a.example".to_owned(),
    };
    assert_eq!(store.scrape_subject(article).await.unwrap(), Some(expected));
}

async fn scraping_is_told_the_longest_text_of_all_feeds(store: Store) {
    // The longest text takes least room when it is packed.
    let (short, long) = (noise(500), "All work and no play. ".repeat(100));
    let article = discover(&store, NewEntry { body: short.clone(), ..new_entry("a.example", "news") }).await;
    for (name, body) in [("one", long.clone()), ("two", short)] {
        let entry = NewEntry { body, ..new_entry("a.example", "news") };
        poll(&store, "b.example", name, vec![entry]).await;
    }
    assert_eq!(store.scrape_subject(article).await.unwrap().unwrap().feed_body, long);
}

async fn scraping_is_told_the_rights_that_are_known(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let rights = Rights { full_text: Reuse::Reserved, noindex: true, ..Rights::default() };
    let mut page = scraped("text");
    page.content.rights = rights;
    scrape(&store, article, page).await;
    assert_eq!(store.scrape_subject(article).await.unwrap().unwrap().rights, rights);
}

async fn analysing_is_told_what_the_page_said(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let mut page = scraped("text");
    page.content.standfirst = "First lines".to_owned();
    page.content.section_words = vec!["Football".to_owned()];
    page.content.keywords = vec!["cup".to_owned(), "final".to_owned()];
    page.content.language = Some(Language::ARABIC);
    scrape(&store, article, page).await;
    let expected = AnalyseSubject {
        id: article,
        title: "text".to_owned(),
        standfirst: "First lines".to_owned(),
        body: "<p>text</p>".to_owned(),
        section_words: Vec::from(["Football", "cup", "final"].map(str::to_owned)),
        url: "https://a.example/news".to_owned(),
        claimed_language: Some(Language::ARABIC),
    };
    assert_eq!(store.analyse_subject(article).await.unwrap(), Some(expected));
}

async fn an_analysis_without_a_section_takes_the_section_away(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    scrape(&store, article, scraped("text")).await;
    for section in [Some(Section::Sport), None] {
        analyse(&store, article, Language::ENGLISH, section).await;
        assert_eq!(read(&store, article).await.section, section);
        file(&store, article, None).await;
        store.reprocess(Stage::Analyse, 2, NOW).await.unwrap();
    }
}

async fn a_page_tells_of_its_publisher(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let facts = PublisherFacts {
        name: Some(("The Herald".to_owned(), NameRank::Page)),
        ..PublisherFacts::of("a.example")
    };
    scrape(&store, article, Scraped { publisher: Some(facts), ..scraped("text") }).await;
    assert_eq!(read(&store, article).await.publisher.name, "The Herald");
}

async fn an_article_whose_page_cannot_be_read_goes_on(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    assert_eq!(scrape(&store, article, unreadable("of the feed")).await, Saved::Version(1));
    let letters = store.dead_tasks(0, 10).await.unwrap();
    assert_eq!(letters.len(), 1);
    assert_eq!((letters[0].stage, letters[0].subject), (Stage::Scrape, article.0));
    assert_eq!((letters[0].about.as_str(), letters[0].since), ("https://a.example/news", NOW));
    assert_eq!(letters[0].problem, "the page is too long");
    assert_eq!(waiting(&store).await, [0, 0, 1, 0]);
    analyse(&store, article, Language::ENGLISH, None).await;
    file(&store, article, None).await;
    let live = read(&store, article).await;
    assert_eq!(
        (live.state, live.origin, live.body.as_str()),
        (ArticleState::Live, Origin::Feed, "<p>of the feed</p>")
    );
}

async fn a_dead_letter_that_is_retried_brings_the_page(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    scrape(&store, article, unreadable("of the feed")).await;
    assert!(store.retry_task(Stage::Scrape, article.0, NOW).await.unwrap());
    assert_eq!(scrape(&store, article, scraped("of the page")).await, Saved::Version(2));
    let after = read(&store, article).await;
    assert_eq!((after.origin, after.body.as_str()), (Origin::Page, "<p>of the page</p>"));
    assert!(store.dead_tasks(0, 10).await.unwrap().is_empty());
}

async fn a_lost_lease_keeps_nothing_of_a_scrape(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let (lease, task) = take(&store, &Lane::network("a.example"), Stage::Scrape, article.0).await;
    let page = Scraped { address: Some(address("https://a.example/other")), ..scraped("text") };
    assert!(is_lost(&store.finish_scrape(lost_to(&lease), task.clone(), page, NOW).await));
    assert!(is_lost(&store.drop_task(lost_to(&lease), task).await));
    let subject = store.scrape_subject(article).await.unwrap().unwrap();
    assert_eq!(subject.address, address("https://a.example/news"));
    assert_eq!(read(&store, article).await.version, 0);
    assert_eq!(store.raw_page(article).await.unwrap(), None);
    assert_eq!(waiting(&store).await, [1, 0, 0, 0]);
}

async fn a_lost_lease_keeps_nothing_of_an_analysis(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    scrape(&store, article, scraped("text")).await;
    let (lease, task) = take(&store, &Lane::compute(article), Stage::Analyse, article.0).await;
    let analysed = Analysed { language: Language::ARABIC, section: Some(Section::Sport), algorithm: 1 };
    assert!(is_lost(&store.finish_analyse(lost_to(&lease), task, analysed, NOW).await));
    let after = read(&store, article).await;
    assert_eq!((after.language, after.section), (None, None));
    assert_eq!(waiting(&store).await, [0, 0, 1, 0]);
}

async fn what_is_not_there_can_only_be_dropped(store: Store) {
    let gone = ArticleId(7);
    assert!(store.article(gone).await.unwrap().is_none());
    assert_eq!(store.scrape_subject(gone).await.unwrap(), None);
    assert_eq!(store.analyse_subject(gone).await.unwrap(), None);
    assert_eq!(store.raw_page(gone).await.unwrap(), None);

    let article = discover(&store, new_entry("a.example", "news")).await;
    let (lease, task) = take(&store, &Lane::network("a.example"), Stage::Scrape, article.0).await;
    let other = Task { subject: article.0 + 1, ..task.clone() };
    for (task, left) in [(other, 1), (task, 0)] {
        store.drop_task(lease.clone(), task).await.unwrap();
        assert_eq!(open_tasks(&store, Stage::Scrape).await, left);
    }
}

async fn what_a_publisher_takes_back_is_withdrawn(store: Store) {
    let (article, event) = publish(&store, Draft::of("a.example", "news")).await;
    let other = Draft { story: Some(event), ..Draft::of("b.example", "other") };
    let (other, _) = publish(&store, other).await;
    let before = store.newest_change().await.unwrap();
    let taken_back = Rights { withdrawn: true, ..Rights::default() };
    let mut gone = scraped("news");
    gone.content.rights = taken_back;
    extract(&store, article, gone).await;
    let after = read(&store, article).await;
    assert_eq!((after.state, after.story, after.rights), (ArticleState::Withdrawn, None, taken_back));
    assert_eq!(open_tasks(&store, Stage::Analyse).await, 0);
    let cards = store.story_cards(event).await.unwrap();
    assert_eq!((cards.len(), cards[0].article, cards[0].articles), (1, other, 1));
    let changes = store.changes_after(before, 10).await.unwrap();
    assert!(changes.iter().any(|change| change.kind == ChangeKind::ArticleWithdrawn));
}
