//! What we say to servers.

use std::sync::atomic::Ordering;

use coranto_net::{Accept, Get, Validators};

use crate::server::{LIMIT_BYTES, Reply, Then, client, fetch, fetch_known, ok, redirect, script};

#[tokio::test]
async fn b01_b02_validators_come_back_byte_for_byte() {
    let script = script(|_| ok(b"x", "ETag: W/\"a'b\"\r\nLast-Modified: Tue 5 Nov 13:00 +0200\r\n")).await;
    let client = client();
    let first = fetch(&client, &script.base).await.unwrap();
    let known = Validators {
        etag: first.etag().map(str::to_owned),
        last_modified: first.last_modified().map(str::to_owned),
    };
    fetch_known(&client, &script.base, Some(&known)).await.unwrap();
    assert!(!script.request(0).contains("\r\nif-"));
    let second = script.requests.lock().unwrap()[1].clone();
    assert!(second.contains("If-None-Match: W/\"a'b\"\r\n"), "{second}");
    assert!(second.contains("If-Modified-Since: Tue 5 Nov 13:00 +0200\r\n"), "{second}");
}

#[tokio::test]
async fn b02_odd_validators_are_kept_or_left_out_but_never_changed() {
    let script = script(|path| match path {
        "/utf8" => ok(b"x", "ETag: \"\u{e9}\"\r\n"),
        "/empty" => ok(b"x", "ETag:\r\n"),
        _ => [ok(b"x", "")].concat(),
    })
    .await;
    let client = client();
    assert_eq!(fetch(&client, &script.url("/utf8")).await.unwrap().etag(), Some("\"\u{e9}\""));
    assert_eq!(fetch(&client, &script.url("/empty")).await.unwrap().etag(), None);
    let known = Validators { etag: Some("\"\u{e9}\"".to_owned()), last_modified: Some("a\nb".to_owned()) };
    fetch_known(&client, &script.base, Some(&known)).await.unwrap();
    let last = script.requests.lock().unwrap().last().unwrap().clone();
    assert!(last.contains("\"\u{e9}\"") && !last.contains("If-Modified-Since"), "{last}");
}

#[tokio::test]
async fn b07_validators_stay_with_their_address() {
    let script = script(|path| if path == "/a" { redirect(302, "/b#part") } else { ok(b"x", "") }).await;
    let known = Validators { etag: Some("\"1\"".to_owned()), last_modified: Some("Thursday".to_owned()) };
    let answer = fetch_known(&client(), &script.url("/a"), Some(&known)).await.unwrap();
    assert_eq!(answer.url, script.url("/b"));
    assert!(script.request(0).contains("if-none-match") && script.request(0).contains("if-modified-since"));
    assert!(!script.request(1).contains("\r\nif-"), "{}", script.request(1));
}

#[tokio::test]
async fn b09_a_304_is_an_answer_even_with_a_body() {
    let body = b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\nETag: \"2\"\r\n\r\nhello";
    let script = script(move |_| Reply::new(*body, Then::Close)).await;
    let answer = fetch(&client(), &script.base).await.unwrap();
    assert_eq!((answer.status, answer.body.len(), answer.truncated), (304, 0, false));
    assert_eq!(answer.etag(), Some("\"2\""));
}

#[tokio::test]
async fn b32_to_b34_b36_one_plain_request_and_nothing_else_told() {
    let script = script(|_| ok(b"x", "Set-Cookie: a=b\r\n")).await;
    let client = client();
    for (accept, want) in [
        (Accept::Feed, "application/atom+xml, application/rss+xml, application/feed+json"),
        (Accept::Page, "text/html"),
        (Accept::Picture, "image/webp"),
        (Accept::Robots, "text/plain"),
    ] {
        let url = script.url("/x?b=1&a=2#part");
        client.get(&Get { url: &url, accept, validators: None, limit_bytes: LIMIT_BYTES }).await.unwrap();
        let request = script.requests.lock().unwrap().last().unwrap().clone();
        let mut lines = request.trim_end().split("\r\n");
        assert_eq!(lines.next(), Some("GET /x?b=1&a=2 HTTP/1.1"));
        let mut names: Vec<&str> = lines.map(|line| line.split_once(": ").unwrap().0).collect();
        names.sort_unstable();
        assert_eq!(names, ["Accept", "Accept-Encoding", "Host", "User-Agent"], "{request}");
        assert!(request.contains("User-Agent: Coranto/0 (+test)\r\n"));
        assert!(request.contains("Accept-Encoding: gzip, br, zstd\r\n"));
        assert!(request.contains(&format!("Accept: {want}")), "{request}");
    }
    let feed = script.requests.lock().unwrap()[0].clone();
    assert!(feed.contains("*/*;q=0.1\r\n"), "{feed}");
    assert_eq!(script.requests.lock().unwrap().len(), 4);
}

#[tokio::test]
async fn a_connection_is_used_again() {
    let script = script(|_| Reply::new("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", Then::Stay)).await;
    let client = client();
    for _ in 0..3 {
        fetch(&client, &script.base).await.unwrap();
    }
    assert_eq!(script.connections.load(Ordering::Relaxed), 1);
}
