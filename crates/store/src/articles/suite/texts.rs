//! Texts of every kind come back as they were.

use coranto_model::Picture;

use super::read;
use crate::Store;
use crate::sources::NewEntry;
use crate::testing::{discover, new_entry, noise, on_both, scrape, scraped};

on_both! {
    texts_of_feeds_come_back_as_they_were,
    texts_of_pages_come_back_as_they_were,
}

fn texts() -> Vec<String> {
    let mut texts = Vec::from(
        [
            "",
            " ",
            "صباح الخير، ١٢٣",
            "שלום\u{200f}\u{202b}!",
            "👩‍👩‍👧‍👦 🏳️‍🌈 é e\u{301} 𝔄",
            "日本語、한국어、ไทย",
            "\u{1}\u{8}\t\r\n\u{b}\u{1f}\u{7f}\u{85}",
            "\u{feff}\u{fffd}\u{ffff}\u{10ffff}",
            "'; DROP TABLE article; -- $1 ?1 %s \\0 \\u0000 \\",
            "<p lang=\"en\">&amp;&nbsp;</p>",
            "{\"a\":[null]}",
        ]
        .map(str::to_owned),
    );
    texts.extend([noise(300_000), "long ".repeat(200_000)]);
    texts
}

async fn texts_of_feeds_come_back_as_they_were(store: Store) {
    for (number, text) in texts().into_iter().enumerate() {
        let entry = NewEntry {
            title: text.clone(),
            standfirst: text.clone(),
            authors: vec![text.clone()],
            categories: vec![text.clone(), text.clone()],
            picture: Some(text.clone()),
            body: text.clone(),
            ..new_entry("a.example", &number.to_string())
        };
        let article = discover(&store, entry).await;
        let subject = store.scrape_subject(article).await.unwrap().unwrap();
        let told = [
            &subject.title,
            &subject.standfirst,
            &subject.authors[0],
            &subject.keywords[1],
            &subject.picture.as_ref().unwrap().url,
            &subject.feed_body,
        ];
        assert!(told.iter().all(|told| **told == text), "text {number}");
    }
}

async fn texts_of_pages_come_back_as_they_were(store: Store) {
    for (number, text) in texts().into_iter().enumerate() {
        let article = discover(&store, new_entry("a.example", &number.to_string())).await;
        let mut page = scraped(&text);
        page.content.standfirst.clone_from(&text);
        page.content.body.clone_from(&text);
        page.content.kind.clone_from(&text);
        page.content.authors = vec![text.clone()];
        page.content.keywords = vec![text.clone()];
        page.content.picture = Some(Picture { caption: text.clone(), ..Picture::default() });
        scrape(&store, article, page).await;
        let kept = read(&store, article).await;
        let told = [
            &kept.title,
            &kept.standfirst,
            &kept.body,
            &kept.kind,
            &kept.authors[0],
            &kept.keywords[0],
            &kept.picture.as_ref().unwrap().caption,
        ];
        assert!(told.iter().all(|told| **told == text), "text {number}");
        assert!(store.analyse_subject(article).await.unwrap().unwrap().body == text, "text {number}");
    }
}
