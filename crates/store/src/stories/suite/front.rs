//! What a front page may show, and which editions there are.

use coranto_model::{ArticleId, Country, Language, Section};

use super::{everything, front, shown};
use crate::Store;
use crate::stories::FrontQuery;
use crate::testing::{Draft, NOW, on_both, publish};

on_both! {
    stories_come_newest_first,
    no_more_are_given_than_asked_for,
    only_stories_in_the_language_are_given,
    stories_are_chosen_by_country_and_section,
    a_story_is_where_its_leading_article_is,
    editions_are_languages_and_their_countries,
}

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

/// Publishes `name` in its own country and section, `age` milliseconds ago.
async fn publish_in(store: &Store, name: &str, age: i64, code: &str, section: Option<Section>) -> ArticleId {
    let host = format!("{}.example", code.to_lowercase());
    let draft =
        Draft { published: NOW.minus(age), country: Some(country(code)), section, ..Draft::of(&host, name) };
    publish(store, draft).await.0
}

async fn stories_come_newest_first(store: Store) {
    let old = publish_in(&store, "old", 3, "GB", None).await;
    let newest = publish_in(&store, "newest", 1, "US", None).await;
    let newer = publish_in(&store, "newer", 2, "GB", None).await;
    assert_eq!(shown(&front(&store, everything()).await), [newest, newer, old]);
}

async fn no_more_are_given_than_asked_for(store: Store) {
    publish_in(&store, "old", 3, "GB", None).await;
    let newer = publish_in(&store, "newer", 2, "GB", None).await;
    let newest = publish_in(&store, "newest", 1, "GB", None).await;
    for (limit, expected) in [(0, vec![]), (1, vec![newest]), (2, vec![newest, newer])] {
        let cards = front(&store, FrontQuery { limit, ..everything() }).await;
        assert_eq!(shown(&cards), expected, "up to {limit}");
    }
}

async fn only_stories_in_the_language_are_given(store: Store) {
    let english = publish(&store, Draft::of("a.example", "news")).await.0;
    let arabic = Draft { language: Language::ARABIC, ..Draft::of("a.example", "akhbar") };
    let arabic = publish(&store, arabic).await.0;
    let yue: Language = "yue".parse().unwrap();
    for (language, expected) in
        [(Language::ENGLISH, vec![english]), (Language::ARABIC, vec![arabic]), (yue, vec![])]
    {
        let cards = front(&store, FrontQuery { language, ..everything() }).await;
        assert_eq!(shown(&cards), expected, "in {language}");
    }
}

async fn stories_are_chosen_by_country_and_section(store: Store) {
    let sport = Some(Section::Sport);
    let british_sport = publish_in(&store, "british-sport", 1, "GB", sport).await;
    let british_world = publish_in(&store, "british-world", 2, "GB", Some(Section::World)).await;
    let american_sport = publish_in(&store, "american-sport", 3, "US", sport).await;
    let british = Some(country("GB"));
    for (country, section, expected) in [
        (None, None, vec![british_sport, british_world, american_sport]),
        (british, None, vec![british_sport, british_world]),
        (None, sport, vec![british_sport, american_sport]),
        (british, sport, vec![british_sport]),
        (british, Some(Section::Health), vec![]),
        (Some(country("EG")), None, vec![]),
    ] {
        let cards = front(&store, FrontQuery { country, section, ..everything() }).await;
        assert_eq!(shown(&cards), expected, "{country:?} {section:?}");
    }
}

async fn a_story_is_where_its_leading_article_is(store: Store) {
    let british = Draft {
        published: NOW.minus(1),
        country: Some(country("GB")),
        section: Some(Section::World),
        ..Draft::of("gb.example", "british")
    };
    let (_, event) = publish(&store, british).await;
    let egyptian = Draft {
        language: Language::ARABIC,
        country: Some(country("EG")),
        section: Some(Section::Business),
        story: Some(event),
        ..Draft::of("eg.example", "egyptian")
    };
    let (lead, _) = publish(&store, egyptian).await;
    assert!(front(&store, everything()).await.is_empty());
    let query = FrontQuery {
        language: Language::ARABIC,
        country: Some(country("EG")),
        section: Some(Section::Business),
        limit: 1,
    };
    assert_eq!(shown(&front(&store, query).await), [lead]);
}

async fn editions_are_languages_and_their_countries(store: Store) {
    assert!(store.editions().await.unwrap().is_empty());
    for (name, language, code) in [
        ("one", Language::ENGLISH, Some("US")),
        ("two", Language::ENGLISH, Some("GB")),
        ("three", Language::ENGLISH, Some("GB")),
        ("four", Language::ARABIC, Some("EG")),
        ("five", Language::ARABIC, None),
    ] {
        let host = format!("{}.example", code.unwrap_or("none").to_lowercase());
        let draft = Draft { language, country: code.map(country), ..Draft::of(&host, name) };
        publish(&store, draft).await;
    }
    let expected = [
        (Language::ARABIC, None),
        (Language::ARABIC, Some(country("EG"))),
        (Language::ENGLISH, None),
        (Language::ENGLISH, Some(country("GB"))),
        (Language::ENGLISH, Some(country("US"))),
    ];
    assert_eq!(store.editions().await.unwrap(), expected);
}
