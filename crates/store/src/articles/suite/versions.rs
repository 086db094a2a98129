//! The versions of an article.

use coranto_model::{Language, Picture, Reuse, Rights};

use super::read;
use crate::Store;
use crate::articles::{Content, Origin, Saved, Scraped};
use crate::tasks::{Lane, Stage};
use crate::testing::{NOW, discover, new_entry, on_both, scrape, scraped, take};

on_both! {
    a_version_is_added_when_the_text_changes,
    what_is_not_text_changes_without_a_version,
    everything_that_the_page_says_is_kept,
    a_page_that_claims_no_language_leaves_the_known_one,
}

async fn a_version_is_added_when_the_text_changes(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let (lease, task) = take(&store, &Lane::network("a.example"), Stage::Scrape, article.0).await;
    for (title, standfirst, body, expected, version) in [
        ("title", "first", "body", Saved::Version(1), 1),
        ("title", "first", "body", Saved::Same, 1),
        ("title", "first", "body!", Saved::Version(2), 2),
        ("title", "first!", "body!", Saved::Version(3), 3),
        ("title!", "first!", "body!", Saved::Version(4), 4),
        // The same letters in other places.
        ("title", "!first", "!body!", Saved::Version(5), 5),
        ("title", "first", "body", Saved::Version(6), 6),
        ("", "", "", Saved::Version(7), 7),
        ("", "", "", Saved::Same, 7),
    ] {
        let mut page = scraped(title);
        page.content.standfirst = standfirst.to_owned();
        page.content.body = body.to_owned();
        let saved = store.finish_scrape(lease.clone(), task.clone(), page, NOW).await.unwrap();
        assert_eq!(saved, expected, "{title} {standfirst} {body}");
        let kept = read(&store, article).await;
        assert_eq!(
            (kept.title.as_str(), kept.standfirst.as_str(), kept.body.as_str()),
            (title, standfirst, body)
        );
        assert_eq!(kept.version, version);
    }
}

async fn what_is_not_text_changes_without_a_version(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let (lease, task) = take(&store, &Lane::network("a.example"), Stage::Scrape, article.0).await;
    for (keyword, expected) in [("one", Saved::Version(1)), ("two", Saved::Same)] {
        let mut page = scraped("text");
        page.content.keywords = vec![keyword.to_owned()];
        page.content.published = NOW.minus(1);
        let saved = store.finish_scrape(lease.clone(), task.clone(), page, NOW).await.unwrap();
        assert_eq!(saved, expected);
        let kept = read(&store, article).await;
        assert_eq!((kept.keywords, kept.published), (vec![keyword.to_owned()], NOW.minus(1)));
    }
}

async fn everything_that_the_page_says_is_kept(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let content = Content {
        origin: Origin::Page,
        title: "Title".to_owned(),
        standfirst: "First lines".to_owned(),
        authors: vec!["Ada, \"the first\"".to_owned(), "غريس".to_owned()],
        keywords: vec!["one".to_owned(), String::new()],
        section_words: vec!["World".to_owned()],
        published: NOW.minus(5),
        modified: Some(NOW.minus(4)),
        language: Some("ckb".parse().unwrap()),
        kind: "interview".to_owned(),
        picture: Some(Picture {
            url: "https://a.example/p.jpg".to_owned(),
            alt: "A bridge".to_owned(),
            caption: "The \"old\" bridge".to_owned(),
            credit: "Ada".to_owned(),
            width: Some(u32::MAX),
            height: Some(0),
        }),
        body: "<p>Body</p>".to_owned(),
        words: u32::MAX,
        rights: Rights {
            full_text: Reuse::Reserved,
            ai: Reuse::Allowed,
            noindex: true,
            nosnippet: true,
            noimage: true,
            withdrawn: true,
        },
    };
    scrape(&store, article, Scraped { content: content.clone(), ..scraped("text") }).await;
    let kept = read(&store, article).await;
    assert_eq!((kept.url.as_str(), kept.first_seen), ("https://a.example/news", NOW));
    assert_eq!((kept.title, kept.standfirst, kept.body), (content.title, content.standfirst, content.body));
    assert_eq!((kept.authors, kept.keywords), (content.authors, content.keywords));
    assert_eq!((kept.published, kept.modified), (content.published, content.modified));
    assert_eq!((kept.language, kept.kind, kept.words), (content.language, content.kind, content.words));
    assert_eq!((kept.picture, kept.rights), (content.picture, content.rights));
    assert_eq!(kept.origin, content.origin);
}

async fn a_page_that_claims_no_language_leaves_the_known_one(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let (lease, task) = take(&store, &Lane::network("a.example"), Stage::Scrape, article.0).await;
    let farsi: Language = "fa".parse().unwrap();
    for language in [Some(farsi), None] {
        let mut page = scraped("text");
        page.content.language = language;
        store.finish_scrape(lease.clone(), task.clone(), page, NOW).await.unwrap();
        assert_eq!(read(&store, article).await.language, Some(farsi));
    }
}
