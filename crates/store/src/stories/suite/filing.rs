//! How articles come into stories, and leave them.

use coranto_model::{ArticleId, Language, StoryId};

use super::{everything, front, shown};
use crate::Store;
use crate::articles::{ArticleState, Scraped};
use crate::stories::{Card, FileSubject, Filed};
use crate::tasks::{Lane, Stage};
use crate::testing::{
    Draft, NOW, address, analyse, discover, extract, file, is_lost, lost_to, new_entry, on_both, open_tasks,
    publish, scrape, scraped, take,
};

on_both! {
    filing_makes_an_article_live,
    each_article_alone_begins_a_story_of_its_own,
    a_story_is_led_by_its_newest_article,
    a_story_counts_its_articles_and_publishers,
    filing_again_into_the_same_story_changes_nothing,
    an_article_that_moves_leaves_its_old_story,
    a_duplicate_leaves_its_story,
    a_story_without_articles_is_not_shown,
    a_lost_lease_files_nothing,
    what_is_not_there_is_not_filed,
}

/// The one card of the front page.
async fn only_card(store: &Store) -> Card {
    let mut cards = front(store, everything()).await;
    assert_eq!(cards.len(), 1, "{cards:?}");
    cards.remove(0)
}

/// How many articles and publishers the story's cards say that it has.
async fn counts(store: &Store, event: StoryId) -> Vec<(u32, u32)> {
    let cards = store.story_cards(event).await.unwrap();
    cards.iter().map(|card| (card.articles, card.publishers)).collect()
}

/// A draft of `host`, published `age` milliseconds ago, for the story `within`.
fn draft(host: &str, name: &str, age: i64, within: Option<StoryId>) -> Draft {
    Draft { published: NOW.minus(age), story: within, ..Draft::of(host, name) }
}

/// Finds out that the live article `copy` is `first`.
async fn find_out(store: &Store, copy: ArticleId, first: &str) {
    let page = Scraped { address: Some(address(first)), ..scraped("copy") };
    extract(store, copy, page).await;
}

async fn filing_makes_an_article_live(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    scrape(&store, article, scraped("news")).await;
    analyse(&store, article, Language::ENGLISH, None).await;
    let before = FileSubject { id: article, story: None };
    assert_eq!(store.file_subject(article).await.unwrap(), Some(before));
    assert_eq!(store.article(article).await.unwrap().unwrap().state, ArticleState::New);
    assert!(front(&store, everything()).await.is_empty());

    let event = file(&store, article, None).await;
    let after = FileSubject { id: article, story: Some(event) };
    assert_eq!(store.file_subject(article).await.unwrap(), Some(after));
    let filed = store.article(article).await.unwrap().unwrap();
    assert_eq!((filed.state, filed.story), (ArticleState::Live, Some(event)));
    assert_eq!(shown(&front(&store, everything()).await), [article]);
    assert_eq!(open_tasks(&store, Stage::File).await, 0);
}

async fn each_article_alone_begins_a_story_of_its_own(store: Store) {
    let (_, first) = publish(&store, draft("a.example", "one", 1, None)).await;
    let (_, second) = publish(&store, draft("a.example", "two", 2, None)).await;
    assert_ne!(first, second);
    assert_eq!(counts(&store, first).await, [(1, 1)]);
    assert_eq!(counts(&store, second).await, [(1, 1)]);
}

async fn a_story_is_led_by_its_newest_article(store: Store) {
    let (first, event) = publish(&store, draft("a.example", "first", 10, None)).await;
    for (name, age, leads) in [("newer", 5, true), ("older", 20, false), ("newest", 0, true)] {
        let before = only_card(&store).await.article;
        let (article, same) = publish(&store, draft("a.example", name, age, Some(event))).await;
        assert_eq!(same, event);
        let card = only_card(&store).await;
        assert_eq!(card.article, if leads { article } else { before }, "after {name}");
        assert_ne!(card.article, first);
        assert_eq!(card.story, Some(event));
    }
}

async fn a_story_counts_its_articles_and_publishers(store: Store) {
    let (_, event) = publish(&store, draft("a.example", "one", 3, None)).await;
    publish(&store, draft("a.example", "two", 2, Some(event))).await;
    publish(&store, draft("b.example", "three", 1, Some(event))).await;
    publish(&store, draft("c.example", "another-story", 0, None)).await;
    assert_eq!(counts(&store, event).await, [(3, 2); 3]);
}

async fn filing_again_into_the_same_story_changes_nothing(store: Store) {
    let (article, event) = publish(&store, draft("a.example", "one", 0, None)).await;
    let before = front(&store, everything()).await;
    store.reprocess(Stage::File, 2, NOW).await.unwrap();
    assert_eq!(file(&store, article, Some(event)).await, event);
    assert_eq!(front(&store, everything()).await, before);
}

async fn an_article_that_moves_leaves_its_old_story(store: Store) {
    let (first, old) = publish(&store, draft("a.example", "first", 1, None)).await;
    let (moving, _) = publish(&store, draft("b.example", "moving", 0, Some(old))).await;
    store.reprocess(Stage::File, 2, NOW).await.unwrap();
    let new = file(&store, moving, None).await;
    assert_ne!(new, old);
    assert_eq!(counts(&store, old).await, [(1, 1)]);
    assert_eq!(counts(&store, new).await, [(1, 1)]);
    assert_eq!(shown(&front(&store, everything()).await), [moving, first]);
}

async fn a_duplicate_leaves_its_story(store: Store) {
    publish(&store, draft("c.example", "original", 30, None)).await;
    let (first, event) = publish(&store, draft("a.example", "first", 20, None)).await;
    let (copy, _) = publish(&store, draft("b.example", "copy", 10, Some(event))).await;
    find_out(&store, copy, "https://c.example/original").await;
    assert_eq!(shown(&store.story_cards(event).await.unwrap()), [first]);
    assert_eq!(counts(&store, event).await, [(1, 1)]);
    assert!(shown(&front(&store, everything()).await).contains(&first), "the story is still shown");
}

async fn a_story_without_articles_is_not_shown(store: Store) {
    let (original, _) = publish(&store, draft("a.example", "original", 20, None)).await;
    let (copy, event) = publish(&store, draft("b.example", "copy", 10, None)).await;
    find_out(&store, copy, "https://a.example/original").await;
    assert!(store.story_cards(event).await.unwrap().is_empty());
    assert_eq!(shown(&front(&store, everything()).await), [original]);
}

async fn a_lost_lease_files_nothing(store: Store) {
    let article = discover(&store, new_entry("a.example", "news")).await;
    scrape(&store, article, scraped("news")).await;
    analyse(&store, article, Language::ENGLISH, None).await;
    let (lease, task) = take(&store, &Lane::file(), Stage::File, article.0).await;
    let filed = Filed { story: None, algorithm: 1 };
    assert!(is_lost(&store.finish_file(lost_to(&lease), task, filed, NOW).await));
    assert_eq!(store.article(article).await.unwrap().unwrap().state, ArticleState::New);
    assert!(front(&store, everything()).await.is_empty());
    assert_eq!(open_tasks(&store, Stage::File).await, 1);
}

async fn what_is_not_there_is_not_filed(store: Store) {
    assert_eq!(store.file_subject(ArticleId(7)).await.unwrap(), None);
    assert!(store.story_cards(StoryId(7)).await.unwrap().is_empty());
}
