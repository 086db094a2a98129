//! The administration.

use coranto_model::Millis;
use coranto_store::tasks::{AfterFailure, LaneKind};
use http::StatusCode;

use crate::app::{Client, NOW, TestApp};
use crate::fill::Draft;

#[tokio::test]
async fn only_the_admin_gets_in() {
    let app = TestApp::public().await;
    for path in ["/admin", "/admin/sources", "/admin/tasks", "/admin/sources/opml"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.header("location").starts_with("/sign-in?next=%2Fadmin"), "{path}");
    }
    let page = app.get("/sign-in").await;
    let client = app.client_of(&page);
    for path in [
        "/admin/sources",
        "/admin/sources/1/poll",
        "/admin/sources/1/remove",
        "/admin/sources/packs",
        "/admin/tasks/scrape/1/retry",
    ] {
        assert_eq!(client.post(path, &[]).await.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn forms_from_elsewhere_are_refused() {
    let app = TestApp::public().await;
    let admin = app.admin().await;
    let fields = [("address", "https://added.example/feed")];
    for headers in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.example")],
        vec![("origin", "null")],
    ] {
        let client = Client { headers, ..app.admin().await };
        let answer = client.post("/admin/sources", &fields).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        answer.has("did not come from this site");
    }
    for token in ["", "wrong", "AAAAAAAAAAAAAAAAAAAAAA"] {
        let client = Client { token: token.to_owned(), ..app.admin().await };
        assert_eq!(client.post("/admin/sources", &fields).await.status, StatusCode::FORBIDDEN);
        assert_eq!(
            client.upload("/admin/sources/opml", &[("token", token)], b"<opml/>").await.status,
            StatusCode::FORBIDDEN
        );
    }
    // The token of another visitor's form does not open it, nor does a file before the token.
    let other = app.get("/sign-in").await.form_token();
    let client = Client { token: other, ..app.admin().await };
    assert_eq!(client.post("/admin/sources", &fields).await.status, StatusCode::FORBIDDEN);
    assert_eq!(admin.upload("/admin/sources/opml", &[], b"<opml/>").await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.store.sources().await.unwrap().len(), 0);
    let ours =
        Client { headers: vec![("sec-fetch-site", "same-origin"), ("origin", "http://localhost")], ..admin };
    assert_eq!(ours.post("/admin/sources", &fields).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn sources_are_added_polled_and_removed() {
    let app = TestApp::public().await;
    let admin = app.admin().await;
    let answer = admin.post("/admin/sources", &[("address", " https://added.example/feed ")]).await;
    assert_eq!(answer.header("location"), "/admin/sources?added=1");
    admin.get("/admin/sources?added=1").await.has("Added Gazette was added.");
    let again = admin.post("/admin/sources", &[("address", "https://added.example/feed")]).await;
    assert_eq!(again.header("location"), "/admin/sources?known=1");
    let polled = admin.post("/admin/sources/1/poll", &[]).await;
    assert_eq!(polled.header("location"), "/admin/sources?polled=1");
    admin.get("/admin/sources?polled=1").await.has("Next poll of Added Gazette: now.");
    for path in ["/admin/sources/9/poll", "/admin/sources/x/poll", "/admin/sources/9/remove"] {
        assert_eq!(admin.post(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(
        admin.post("/admin/sources/1/remove", &[]).await.header("location"),
        "/admin/sources?removed=1"
    );
    assert!(app.store.sources().await.unwrap().is_empty());
    admin.get("/admin/sources").await.has("There are no sources here.");
    let bad = admin.post("/admin/sources", &[("address", "https://nothing.example/\"><b>")]).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    bad.has("there is no feed at https://nothing.example/&#34;&#62;&#60;b&#62;");
}

#[tokio::test]
async fn the_list_tells_health_and_finds() {
    let mut app = TestApp::public().await;
    let drafts =
        ["a.example", "b.example"].map(|domain| Draft::new(domain, "One", NOW.minus(3 * Millis::MINUTE)));
    app.filler.publish(drafts.into()).await;
    let admin = app.admin().await;
    admin.post("/admin/sources", &[("address", "https://added.example/feed")]).await;
    let page = admin.get("/admin/sources").await;
    for part in [
        "<dd>3</dd>",
        "sources</dt>",
        "state state--good",
        "Polled every 8 minutes",
        "6 minutes</td>",
        "Not polled yet",
        "action=\"/admin/sources/1/poll\"",
        "<dd>3 minutes</dd>",
        "Sources, 3 of 3",
    ] {
        page.has(part);
    }
    let found = admin.get("/admin/sources?find=B.EXAMPLE").await;
    found.has("Sources, 1 of 3".replace("of 3", "of 1").as_str());
    found.has_not("https://a.example/feed");
    admin.get("/admin/sources?health=new").await.has("added.example");
    admin.get("/admin/sources?health=failing").await.has("There are no sources here.");
    admin.get("/admin/sources?page=99999999999999").await.has("There are no sources here.");
    let arabic = app
        .get_with(
            "/admin/sources",
            &[(
                "cookie",
                &format!("coranto-session={}; coranto-edition=ar", admin.cookies["coranto-session"]),
            )],
        )
        .await;
    arabic.has("يُسأل كل 8 دقائق");
}

#[tokio::test]
async fn lists_go_in_and_out() {
    let app = TestApp::public().await;
    let admin = app.admin().await;
    let fields = [("token", admin.token.as_str())];
    let page = admin.upload("/admin/sources/opml", &fields, b"<opml version=\"2.0\"/>").await;
    assert_eq!(page.status, StatusCode::OK);
    page.has("2 sources added, 1 known already, 1 address refused.");
    page.has("ftp://x: only http and https");
    let bad = admin.upload("/admin/sources/opml", &fields, b"no list").await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    bad.has("this is not an OPML file");
    let first = [("token", admin.token.as_str()), ("back", "/first-run")];
    assert_eq!(
        admin.upload("/admin/sources/opml", &first, b"<opml/>").await.header("location"),
        "/first-run"
    );
    // What was refused is told there, too.
    let page = admin.upload("/admin/sources/opml", &first, b"<opml version=\"2.0\"/>").await;
    assert_eq!(page.status, StatusCode::OK);
    page.has("What shall it read?");
    page.has("ftp://x: only http and https");
    let export = admin.get("/admin/sources/opml").await;
    assert_eq!(export.header("content-disposition"), "attachment; filename=\"coranto.opml\"");
    export.has("<opml version=\"2.0\"/>");
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let app = TestApp::public().await;
    let admin = app.admin().await;
    let large = "x".repeat(70_000);
    let answer = admin.post("/admin/sources", &[("address", &large)]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    answer.has("Too large");
    let file = vec![b'x'; 9 * 1024 * 1024];
    let answer = admin.upload("/admin/sources/opml", &[("token", &admin.token)], &file).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let json = admin.post_raw("/admin/sources", "application/json", b"{}".to_vec()).await;
    assert_eq!(json.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn dead_letters_are_shown_and_tried_again() {
    let mut app = TestApp::public().await;
    app.publish(Draft::new("a.example", "One", NOW)).await;
    // A second article whose page cannot be read.
    let draft = Draft::new("a.example", "Two", NOW);
    let source = app.store.sources().await.unwrap()[0].id;
    app.store.poll_at(source, NOW).await.unwrap();
    let claim =
        app.store.claim(vec![LaneKind::Network], "test".to_owned(), NOW, NOW.plus(Millis::DAY), 9).await;
    let claim = claim.unwrap().unwrap();
    app.store
        .fail_task(
            claim.lease.clone(),
            claim.tasks[0].clone(),
            "503 <b>for</b> three hours".to_owned(),
            AfterFailure::Dead,
            NOW,
        )
        .await
        .unwrap();
    app.store.release(claim.lease, NOW).await.unwrap();
    drop(draft);
    let admin = app.admin().await;
    let page = admin.get("/admin/tasks").await;
    page.has("503 &#60;b&#62;for&#60;/b&#62; three hours");
    page.has("action=\"/admin/tasks/poll/1/retry\"");
    page.has("Poll: ask sources");
    let sources = admin.get("/admin/sources?health=failing").await;
    sources.has("state state--bad");
    sources.has("Polling stopped; see Tasks.");
    let answer = admin.post("/admin/tasks/poll/1/retry", &[]).await;
    assert_eq!(answer.header("location"), "/admin/tasks?retried=1");
    let page = admin.get("/admin/tasks?retried=1").await;
    page.has("It is tried again now.");
    page.has("There are no dead letters.");
    admin.get("/admin/sources?health=failing").await.has("There are no sources here.");
    for path in ["/admin/tasks/poll/1/retry", "/admin/tasks/nonsense/1/retry", "/admin/tasks/poll/x/retry"] {
        assert_eq!(admin.post(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn packs_are_offered_and_added() {
    let app = TestApp::public().await;
    let admin = app.admin().await;
    for path in ["/admin/sources", "/first-run"] {
        let page = admin.get(path).await;
        page.has("action=\"/admin/sources/packs\"");
        assert!(page.text.matches("<option value=\"en-").count() >= 3, "{path}");
        page.has("<option value=\"ar-EG\"");
    }
    let added = admin.post("/admin/sources/packs", &[("pack", "ar-EG")]).await;
    added.has("12 sources added, 1 known already, 0 addresses refused.");
    let first = admin.post("/admin/sources/packs", &[("pack", "ar-EG"), ("back", "/first-run")]).await;
    assert_eq!(first.header("location"), "/first-run");
    for pack in ["xx-XX", "nonsense", ""] {
        let answer = admin.post("/admin/sources/packs", &[("pack", pack)]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{pack}");
    }
}
