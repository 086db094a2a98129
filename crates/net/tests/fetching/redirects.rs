//! Being sent on (behaviour 24).

use coranto_net::{Client, FetchError, NetConfig};

use crate::server::{config, fetch, get, ok, redirect, script};

#[tokio::test]
async fn b21_b22_every_hop_is_told() {
    let script = script(|path| match path {
        "/a" => redirect(301, "/b"),
        "/b" => redirect(302, "c?d"),
        _ => ok(b"here", ""),
    })
    .await;
    let answer = get(&script, "/a").await.unwrap();
    let hops: Vec<_> =
        answer.redirects.iter().map(|hop| (hop.status, hop.from.path(), hop.to.path())).collect();
    assert_eq!(hops, [(301, "/a", "/b"), (302, "/b", "/c")]);
    assert!(answer.redirects[0].is_permanent() && !answer.redirects[1].is_permanent());
    assert_eq!((answer.url, &answer.body[..]), (script.url("/c?d"), &b"here"[..]));
}

#[tokio::test]
async fn b24_redirects_end() {
    let script = script(|path| match path {
        "/self" => redirect(301, "/self#again"),
        "/one" => redirect(302, "/other"),
        "/other" => redirect(302, "/one"),
        "/scheme" => redirect(301, "file:///etc/passwd"),
        "/nowhere" => redirect(301, "http://"),
        path => redirect(301, &format!("{path}x")),
    })
    .await;
    for (path, want) in [("/self", "/self"), ("/one", "/one")] {
        let error = get(&script, path).await.unwrap_err();
        assert!(matches!(&error, FetchError::RedirectLoop { to, .. } if to.ends_with(want)), "{error}");
        assert_eq!(error.code(), "redirects");
    }
    script.requests.lock().unwrap().clear();
    let error = get(&script, "/far").await.unwrap_err();
    assert!(matches!(error, FetchError::TooManyRedirects { limit: 8, .. }), "{error}");
    assert_eq!(script.requests.lock().unwrap().len(), 9);
    for path in ["/scheme", "/nowhere"] {
        let error = get(&script, path).await.unwrap_err();
        assert!(matches!(error, FetchError::BadRedirect { .. }), "{error}");
    }
}

#[tokio::test]
async fn b24_the_number_is_configuration() {
    let script = script(|path| if path == "/" { redirect(302, "/b") } else { ok(b"x", "") }).await;
    let client = Client::new(NetConfig { max_redirects: 0, ..config(&["127.0.0.0/8"]) }).unwrap();
    assert_eq!(fetch(&client, &script.base).await.unwrap_err().code(), "redirects");
}

#[tokio::test]
async fn b24_passwords_stay_with_their_server() {
    let far = script(|_| ok(b"x", "")).await;
    let to = far.base.to_string();
    let near = script(move |path| if path == "/a" { redirect(302, "/b") } else { redirect(302, &to) }).await;
    let mut url = near.url("/a");
    url.set_username("me").unwrap();
    url.set_password(Some("s3cret")).unwrap();
    fetch(&crate::server::client(), &url).await.unwrap();
    assert!(near.request(0).contains("authorization") && near.request(1).contains("authorization"));
    assert!(!far.request(0).contains("authorization"));
}
