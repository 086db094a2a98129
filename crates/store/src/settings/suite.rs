//! What must hold of settings on both databases.

use tokio::task::JoinSet;

use crate::Store;
use crate::testing::on_both;

on_both! {
    a_setting_is_what_it_was_last_set_to,
    the_first_candidate_stays,
    all_who_ask_at_once_get_the_same_value,
}

async fn read(store: &Store, name: &str) -> Option<String> {
    store.setting(name.to_owned()).await.unwrap()
}

async fn a_setting_is_what_it_was_last_set_to(store: Store) {
    assert_eq!(read(&store, "key").await, None);
    for value in ["one", "", "two\nصباح الخير 🌅"] {
        store.set_setting("key".to_owned(), value.to_owned()).await.unwrap();
        assert_eq!(read(&store, "key").await.as_deref(), Some(value));
    }
    assert_eq!(read(&store, "Key").await, None, "names are exact");
}

async fn the_first_candidate_stays(store: Store) {
    for candidate in ["one", "two"] {
        let value = store.setting_or("key".to_owned(), candidate.to_owned()).await.unwrap();
        assert_eq!(value, "one");
    }
    assert_eq!(read(&store, "key").await.as_deref(), Some("one"));
}

async fn all_who_ask_at_once_get_the_same_value(store: Store) {
    let mut nodes = JoinSet::new();
    for node in 0..16 {
        let store = store.clone();
        nodes.spawn(async move { store.setting_or("key".to_owned(), node.to_string()).await.unwrap() });
    }
    let values = nodes.join_all().await;
    let kept = read(&store, "key").await.unwrap();
    assert!(values.iter().all(|value| *value == kept), "{values:?}");
}
