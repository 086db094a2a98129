//! What must hold of readers and their sessions on both databases.

use coranto_model::{Millis, ReaderId, Role};
use tokio::task::JoinSet;

use super::{NewReader, Reader, TokenHash};
use crate::testing::{NOW, on_both};
use crate::{Store, StoreError};

on_both! {
    there_is_one_first_admin,
    of_many_who_try_at_once_one_becomes_admin,
    a_reader_is_kept_as_it_was_given,
    names_are_the_same_in_any_case,
    a_name_is_taken_in_any_case,
    a_session_lasts_until_it_expires,
    a_session_that_is_closed_ends_alone,
    a_new_password_ends_all_sessions,
    sessions_that_have_ended_are_purged,
}

const DAY: Millis = Millis(NOW.0 + Millis::DAY);

fn admin(name: &str) -> NewReader {
    NewReader { name: name.to_owned(), password_hash: format!("$argon2id$ of {name}"), role: Role::Admin }
}

/// The hash of a token; different for each `number`.
fn token(number: u8) -> TokenHash {
    [number; 32]
}

/// The admin Ada, with a session for each of `numbers` that ends in a day.
async fn ada_with_sessions(store: &Store, numbers: &[u8]) -> ReaderId {
    let ada = store.create_first_admin(admin("Ada"), NOW).await.unwrap();
    for number in numbers {
        store.open_session(token(*number), ada, NOW, DAY).await.unwrap();
    }
    ada
}

/// Whose session it is at `now`.
async fn whose(store: &Store, number: u8, now: Millis) -> Option<String> {
    store.session(token(number), now).await.unwrap().map(|reader| reader.name)
}

async fn there_is_one_first_admin(store: Store) {
    assert!(!store.has_admin().await.unwrap());
    store.create_first_admin(admin("Ada"), NOW).await.unwrap();
    assert!(store.has_admin().await.unwrap());
    for name in ["Ada", "Grace"] {
        let second = store.create_first_admin(admin(name), NOW).await;
        assert!(matches!(second, Err(StoreError::AdminExists)), "{name}: {second:?}");
    }
    assert_eq!(store.reader_by_name("Grace".to_owned()).await.unwrap(), None);
}

async fn of_many_who_try_at_once_one_becomes_admin(store: Store) {
    let mut people = JoinSet::new();
    for number in 0..8 {
        let store = store.clone();
        people.spawn(async move { store.create_first_admin(admin(&number.to_string()), NOW).await });
    }
    let (made, refused): (Vec<_>, Vec<_>) = people.join_all().await.into_iter().partition(Result::is_ok);
    assert_eq!(made.len(), 1, "{made:?}");
    assert!(refused.iter().all(|result| matches!(result, Err(StoreError::AdminExists))), "{refused:?}");
}

async fn a_reader_is_kept_as_it_was_given(store: Store) {
    let id = store.create_first_admin(admin("Ada 愛達 🦉"), NOW).await.unwrap();
    let expected = Reader {
        id,
        name: "Ada 愛達 🦉".to_owned(),
        password_hash: "$argon2id$ of Ada 愛達 🦉".to_owned(),
        role: Role::Admin,
        created: NOW,
    };
    assert_eq!(store.reader_by_name("Ada 愛達 🦉".to_owned()).await.unwrap(), Some(expected));
}

async fn names_are_the_same_in_any_case(store: Store) {
    let id = store.create_first_admin(admin("Élodie Weiß"), NOW).await.unwrap();
    for (name, expected) in [
        ("élodie weiß", Some(id)),
        ("ÉLODIE WEIß", Some(id)),
        ("  Élodie Weiß ", Some(id)),
        ("Elodie Weiß", None),
        ("Élodie", None),
        ("", None),
    ] {
        let found = store.reader_by_name(name.to_owned()).await.unwrap();
        assert_eq!(found.map(|reader| reader.id), expected, "{name}");
    }
}

async fn a_name_is_taken_in_any_case(store: Store) {
    let reader = NewReader { role: Role::Reader, ..admin("Ada") };
    store.create_first_admin(reader, NOW).await.unwrap();
    let second = store.create_first_admin(admin(" ADA"), NOW).await;
    assert!(matches!(second, Err(StoreError::NameTaken)), "{second:?}");
    assert!(!store.has_admin().await.unwrap());
}

async fn a_session_lasts_until_it_expires(store: Store) {
    ada_with_sessions(&store, &[1]).await;
    let ada = || Some("Ada".to_owned());
    assert_eq!(whose(&store, 1, NOW).await, ada());
    assert_eq!(whose(&store, 1, DAY.minus(1)).await, ada());
    assert_eq!(whose(&store, 1, DAY).await, None);
    assert_eq!(whose(&store, 2, NOW).await, None, "nobody has that token");
}

async fn a_session_that_is_closed_ends_alone(store: Store) {
    ada_with_sessions(&store, &[1, 2]).await;
    store.close_session(token(1)).await.unwrap();
    store.close_session(token(1)).await.unwrap();
    assert_eq!(whose(&store, 1, NOW).await, None);
    assert_eq!(whose(&store, 2, NOW).await, Some("Ada".to_owned()));
}

async fn a_new_password_ends_all_sessions(store: Store) {
    let ada = ada_with_sessions(&store, &[1, 2]).await;
    store.set_password(ada, "$argon2id$ of another".to_owned()).await.unwrap();
    let reader = store.reader_by_name("Ada".to_owned()).await.unwrap().unwrap();
    assert_eq!(reader.password_hash, "$argon2id$ of another");
    for number in [1, 2] {
        assert_eq!(whose(&store, number, NOW).await, None);
    }
    store.open_session(token(3), ada, NOW, DAY).await.unwrap();
    assert_eq!(whose(&store, 3, NOW).await, Some("Ada".to_owned()));
}

async fn sessions_that_have_ended_are_purged(store: Store) {
    let ada = ada_with_sessions(&store, &[1, 2]).await;
    store.open_session(token(3), ada, NOW, DAY.plus(1)).await.unwrap();
    assert_eq!(store.purge_sessions(DAY.minus(1)).await.unwrap(), 0);
    assert_eq!(store.purge_sessions(DAY).await.unwrap(), 2);
    assert_eq!(store.purge_sessions(DAY).await.unwrap(), 0);
    assert_eq!(whose(&store, 3, DAY).await, Some("Ada".to_owned()));
}
