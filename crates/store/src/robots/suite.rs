//! What must hold of robots.txt files on both databases.

use super::RobotsFile;
use crate::Store;
use crate::testing::{NOW, on_both};

on_both! {
    a_file_comes_back_as_it_was_fetched,
    a_newer_file_replaces_the_older,
    each_origin_has_its_own,
}

fn file(status: u16, body: &str) -> RobotsFile {
    RobotsFile { fetched: NOW, status, body: body.to_owned() }
}

async fn save(store: &Store, origin: &str, file: RobotsFile) {
    store.save_robots(origin.to_owned(), file).await.unwrap();
}

async fn read(store: &Store, origin: &str) -> Option<RobotsFile> {
    store.robots(origin.to_owned()).await.unwrap()
}

async fn a_file_comes_back_as_it_was_fetched(store: Store) {
    let long = "Disallow: /\r\n".repeat(40_000);
    for (status, body) in
        [(200, "User-agent: *\nDisallow: /é?🦉\t#\u{1}"), (200, long.as_str()), (404, ""), (0, "")]
    {
        save(&store, "https://a.example", file(status, body)).await;
        assert_eq!(read(&store, "https://a.example").await, Some(file(status, body)));
    }
}

async fn a_newer_file_replaces_the_older(store: Store) {
    save(&store, "https://a.example", file(200, "Disallow: /")).await;
    let newer = RobotsFile { fetched: NOW.plus(1), ..file(u16::MAX, "") };
    save(&store, "https://a.example", newer.clone()).await;
    assert_eq!(read(&store, "https://a.example").await, Some(newer));
}

async fn each_origin_has_its_own(store: Store) {
    save(&store, "https://a.example", file(200, "Disallow: /")).await;
    for origin in ["http://a.example", "https://a.example:8443", "https://b.example"] {
        assert_eq!(read(&store, origin).await, None, "{origin}");
    }
}
