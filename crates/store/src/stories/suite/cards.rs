//! What a card says, and the lists of cards.

use coranto_model::{Language, Picture, PublisherId, Reuse, Rights, Section};

use super::{everything, front, shown};
use crate::Store;
use crate::publishers::{NameRank, PublisherFacts};
use crate::stories::Card;
use crate::testing::{Draft, NOW, analyse, discover, file, new_entry, on_both, publish, scrape, scraped};

on_both! {
    a_card_says_what_its_article_says,
    the_articles_of_a_story_come_newest_first,
    a_publishers_articles_are_read_page_by_page,
    a_publisher_shows_its_own_live_articles_only,
}

async fn a_card_says_what_its_article_says(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    let mut page = scraped("Title – عنوان 🗞");
    let picture =
        Picture { url: "https://a.example/p.jpg".to_owned(), width: Some(640), ..Picture::default() };
    let rights = Rights { full_text: Reuse::Allowed, noimage: true, ..Rights::default() };
    page.content.standfirst = "A standfirst".to_owned();
    page.content.published = NOW.minus(9);
    page.content.kind = "opinion".to_owned();
    page.content.picture = Some(picture.clone());
    page.content.words = 321;
    page.content.rights = rights;
    page.publisher = Some(PublisherFacts {
        name: Some(("The Herald".to_owned(), NameRank::Page)),
        country: Some("GB".parse().unwrap()),
        icon_url: Some("https://a.example/icon.png".to_owned()),
        ..PublisherFacts::of("a.example")
    });
    scrape(&store, article, page).await;
    analyse(&store, article, Language::ENGLISH, Some(Section::Opinion)).await;
    let event = file(&store, article, None).await;
    let publisher = store.publisher_by_domain("a.example".to_owned()).await.unwrap().unwrap();
    let expected = [Card {
        story: Some(event),
        articles: 1,
        publishers: 1,
        article,
        url: "https://a.example/news".to_owned(),
        title: "Title – عنوان 🗞".to_owned(),
        standfirst: "A standfirst".to_owned(),
        published: NOW.minus(9),
        language: Some(Language::ENGLISH),
        section: Some(Section::Opinion),
        kind: "opinion".to_owned(),
        picture: Some(picture),
        words: 321,
        rights,
        publisher: publisher.id,
        publisher_domain: "a.example".to_owned(),
        publisher_name: "The Herald".to_owned(),
        publisher_icon: Some("https://a.example/icon.png".to_owned()),
        publisher_country: publisher.country,
    }];
    assert_eq!(front(&store, everything()).await, expected);
    assert_eq!(store.story_cards(event).await.unwrap(), expected);
    assert_eq!(store.publisher_cards(publisher.id, None, 10).await.unwrap(), expected);
}

async fn the_articles_of_a_story_come_newest_first(store: Store) {
    let (middle, event) = publish(&store, Draft::of("a.example", "middle")).await;
    let old = Draft { published: NOW.minus(1), story: Some(event), ..Draft::of("b.example", "old") };
    let (old, _) = publish(&store, old).await;
    let new = Draft { published: NOW.plus(1), story: Some(event), ..Draft::of("c.example", "new") };
    let (new, _) = publish(&store, new).await;
    publish(&store, Draft::of("a.example", "another-story")).await;
    assert_eq!(shown(&store.story_cards(event).await.unwrap()), [new, middle, old]);
}

async fn a_publishers_articles_are_read_page_by_page(store: Store) {
    let mut expected = Vec::new();
    for name in 0..5 {
        // All but the last came out at the same time.
        let published = NOW.minus(name / 4);
        let draft = Draft { published, ..Draft::of("a.example", &name.to_string()) };
        expected.push(publish(&store, draft).await.0);
    }
    expected[..4].reverse();
    let publisher = store.publisher_by_domain("a.example".to_owned()).await.unwrap().unwrap().id;
    let mut read = Vec::new();
    let mut before = None;
    loop {
        let cards = store.publisher_cards(publisher, before, 2).await.unwrap();
        assert!(cards.len() <= 2);
        let Some(last) = cards.last() else { break };
        before = Some((last.published, last.article));
        read.extend(shown(&cards));
    }
    assert_eq!(read, expected);
}

async fn a_publisher_shows_its_own_live_articles_only(store: Store) {
    let (own, event) = publish(&store, Draft::of("a.example", "own")).await;
    publish(&store, Draft { story: Some(event), ..Draft::of("b.example", "theirs") }).await;
    discover(&store, new_entry("a.example", "coming")).await;
    let publisher = store.publisher_by_domain("a.example".to_owned()).await.unwrap().unwrap().id;
    let cards = store.publisher_cards(publisher, None, 10).await.unwrap();
    assert_eq!(shown(&cards), [own]);
    assert_eq!((cards[0].articles, cards[0].publishers), (2, 2));
    assert!(store.publisher_cards(PublisherId(publisher.0 + 100), None, 10).await.unwrap().is_empty());
}
