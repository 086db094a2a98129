//! What must hold of opening a database.

use crate::articles::ArticleState;
use crate::tasks::LaneKind;
use crate::testing::{
    Draft, NOW, claim, new_postgres_database, new_source, publish, run_on_postgres, sqlite,
};
use crate::{Store, StoreError};

/// What a Coranto of the future leaves behind.
const FROM_THE_FUTURE: &str = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum)
     VALUES (9999, 'future', '2040-01-01T00:00:00Z', '1')";

/// Keeps an article, a setting and a lease.
async fn fill(store: &Store) {
    publish(store, Draft::of("a.example", "news")).await;
    store.set_setting("key".to_owned(), "value".to_owned()).await.unwrap();
    store.add_source(new_source("https://a.example/feed", "a.example"), NOW).await.unwrap();
    assert!(claim(store, LaneKind::Network, NOW).await.is_some());
}

/// Fails unless what [`fill`] kept is there.
async fn check(store: &Store) {
    let articles = store.live_articles(coranto_model::ArticleId(0), 10).await.unwrap();
    let article = store.article(articles[0].id).await.unwrap().unwrap();
    assert_eq!((article.state, article.body.as_str()), (ArticleState::Live, "<p>news</p>"));
    assert_eq!(store.setting("key".to_owned()).await.unwrap().as_deref(), Some("value"));
    assert!(claim(store, LaneKind::Network, NOW).await.is_none(), "leases outlive the program");
    assert_eq!(store.release_held("north".to_owned(), NOW).await.unwrap(), 1);
    assert!(claim(store, LaneKind::Network, NOW).await.is_some());
}

#[tokio::test]
async fn a_reopened_sqlite_store_has_what_it_had() {
    let (store, folder) = sqlite().await;
    fill(&store).await;
    drop(store);
    check(&Store::sqlite(&folder.path().join("coranto.sqlite")).await.unwrap()).await;
}

#[tokio::test]
async fn a_reopened_postgres_store_has_what_it_had() {
    let url = new_postgres_database().await;
    fill(&Store::postgres(&url).await.unwrap()).await;
    check(&Store::postgres(&url).await.unwrap()).await;
}

#[tokio::test]
async fn a_newer_sqlite_database_is_refused() {
    let (store, folder) = sqlite().await;
    drop(store);
    let file = folder.path().join("coranto.sqlite");
    rusqlite::Connection::open(&file).unwrap().execute(FROM_THE_FUTURE, []).unwrap();
    let refused = Store::sqlite(&file).await.err();
    assert!(matches!(refused, Some(StoreError::Newer { found: 9999, .. })), "{refused:?}");
}

#[tokio::test]
async fn a_newer_postgres_database_is_refused() {
    let url = new_postgres_database().await;
    drop(Store::postgres(&url).await.unwrap());
    run_on_postgres(&url, FROM_THE_FUTURE).await;
    let refused = Store::postgres(&url).await.err();
    assert!(matches!(refused, Some(StoreError::Newer { found: 9999, .. })), "{refused:?}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("coranto.sqlite");
    let long = "This is a long letter. ".repeat(1_000);
    for content in ["This is a short letter.", long.as_str()] {
        std::fs::write(&file, content).unwrap();
        let refused = Store::sqlite(&file).await.err();
        assert!(matches!(refused, Some(StoreError::Damaged(_))), "{refused:?}");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), content);
    }
}

#[tokio::test]
async fn the_folder_of_a_sqlite_database_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::sqlite(&folder.path().join("deep/down/coranto.sqlite")).await.unwrap();
    store.ping().await.unwrap();
    assert_eq!(store.kind(), "sqlite");
}

#[tokio::test]
async fn a_place_where_no_file_can_be_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let refused = Store::sqlite(folder.path()).await.err();
    let Some(StoreError::Folder { path, .. }) = &refused else { panic!("{refused:?}") };
    assert_eq!(path, folder.path());
}

#[tokio::test]
async fn nodes_that_open_a_new_postgres_database_at_once_all_succeed() {
    let url = new_postgres_database().await;
    let (one, two, three) = tokio::join!(Store::postgres(&url), Store::postgres(&url), Store::postgres(&url));
    for node in [one, two, three] {
        let store = node.unwrap();
        store.ping().await.unwrap();
        assert_eq!(store.kind(), "postgres");
    }
}

#[tokio::test]
async fn a_postgres_server_that_cannot_be_reached_is_named() {
    // Nobody listens on port 1.
    for url in ["postgres://coranto@127.0.0.1:1/coranto", "not an address"] {
        let refused = Store::postgres(url).await.err();
        assert!(matches!(refused, Some(StoreError::Unreachable(_))), "{url}: {refused:?}");
    }
}

#[tokio::test]
async fn a_postgres_server_that_must_encrypt_and_cannot_is_refused() {
    let url = format!("{}?sslmode=require", new_postgres_database().await);
    let refused =
        Store::postgres(&url).await.err().expect("the test's server has no certificate").to_string();
    assert!(refused.contains("TLS"), "{refused}");
}
