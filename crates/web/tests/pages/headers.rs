//! What stands in the headers, and error pages.

use coranto_model::Millis;
use coranto_web::WebConfig;
use http::{Request, StatusCode};

use crate::app::{NOW, TestApp};
use crate::fill::Draft;

#[tokio::test]
async fn every_answer_is_strict() {
    let app = TestApp::public().await;
    for path in ["/", "/nonsense", "/static/none", "/healthz", "/sign-in", "/picture/640/x/y"] {
        let answer = app.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert_eq!(answer.header("strict-transport-security"), "");
    }
}

#[tokio::test]
async fn no_page_has_inline_code() {
    let mut app = TestApp::public().await;
    app.publish(Draft::new("a.example", "One", NOW.minus(Millis::HOUR))).await;
    let admin = app.admin().await;
    for path in [
        "/en",
        "/ar",
        "/en/world",
        "/article/1/one",
        "/publisher/a.example",
        "/publishers",
        "/about",
        "/sign-in",
        "/first-run",
        "/admin/sources",
        "/admin/tasks",
        "/none",
    ] {
        let page = admin.get(path).await;
        let lower = page.text.to_lowercase();
        for bad in [
            " style=",
            "<style",
            " onclick",
            " onload",
            "javascript:",
            "href=\"#\"",
            "src=\"http",
            "src=\"data:",
            "href=\"\"",
        ] {
            assert!(!lower.contains(bad), "{path} has {bad}");
        }
        for script in lower.split("<script").skip(1) {
            assert!(
                script.contains("src=\"/static/") || script.starts_with(" type=\"application/ld+json\""),
                "{path}: {script}"
            );
        }
    }
}

#[tokio::test]
async fn no_link_leads_nowhere() {
    let mut app = TestApp::public().await;
    let picture = coranto_model::Picture { url: "https://a.example/p.jpg".to_owned(), ..Default::default() };
    let drafts = (0..30).map(|number| Draft {
        picture: Some(picture.clone()),
        ..Draft::new(
            &format!("{}.example", number % 3),
            &format!("Story {number}"),
            NOW.minus(number * Millis::MINUTE),
        )
    });
    app.filler.publish(drafts.collect()).await;
    let admin = app.admin().await;
    let mut seen = std::collections::HashSet::new();
    let mut to_see = vec!["/".to_owned(), "/admin/sources".to_owned(), "/publishers".to_owned()];
    while let Some(path) = to_see.pop() {
        if !seen.insert(path.clone()) || seen.len() > 150 {
            continue;
        }
        let page = admin.get(&path).await;
        assert!(page.status.is_success() || page.status.is_redirection(), "{path} gave {}", page.status);
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        for attribute in ["href=\"", "src=\""] {
            for link in page.text.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()) {
                if let Some(place) = link.strip_prefix('#') {
                    assert!(page.text.contains(&format!("id=\"{place}\"")), "{path}: nothing at #{place}");
                } else if link.starts_with('/') {
                    to_see.push(link.split('#').next().unwrap().replace("&#38;", "&"));
                }
            }
        }
    }
    assert!(seen.len() > 40);
}

#[tokio::test]
async fn a_page_that_one_has_is_not_sent_again() {
    let mut app = TestApp::public().await;
    app.publish(Draft::new("a.example", "One", NOW.minus(Millis::HOUR))).await;
    let page = app.get("/en").await;
    let tag = page.header("etag").to_owned();
    assert!(tag.starts_with("W/\""));
    assert_eq!(page.header("cache-control"), "private, no-cache");
    let again = app.get_with("/en", &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    app.wait(2 * Millis::MINUTE);
    app.publish(Draft::new("a.example", "Two", NOW)).await;
    assert_eq!(app.get_with("/en", &[("if-none-match", &tag)]).await.status, StatusCode::OK);
    let admin = app.admin().await.get("/en").await;
    assert_eq!((admin.header("etag"), admin.header("cache-control")), ("", "private, no-store"));
}

#[tokio::test]
async fn pages_and_files_are_packed() {
    let app = TestApp::public().await;
    let page = app.get_with("/about", &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(page.header("content-encoding"), "br");
    let sheet = app.get("/about").await.between("stylesheet\" href=\"", "\"").to_owned();
    for (accepted, coding) in [("br", "br"), ("gzip", "gzip"), ("", "")] {
        let file = app.get_with(&sheet, &[("accept-encoding", accepted)]).await;
        assert_eq!(file.header("content-encoding"), coding);
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
        assert!(file.header("vary").contains("Accept-Encoding"));
    }
    // Fonts are packed already.
    let font = app.get("/about").await.between("rel=\"preload\" href=\"", "\"").to_owned();
    let font = app.get_with(&font, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!((font.header("content-type"), font.header("content-encoding")), ("font/woff2", ""));
    assert_eq!(app.get("/static/coranto.000000000000.css").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn other_names_are_not_answered() {
    let app = TestApp::public().await;
    for host in ["evil.example", "localhost.evil.example", "192.168.1.7", ""] {
        let request = Request::get("/en").header("host", host).body(axum::body::Body::empty()).unwrap();
        let answer = app.send(request).await;
        assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        answer.has("allowed_hosts");
    }
    let request =
        Request::get("/healthz").header("host", "10.0.0.7:8080").body(axum::body::Body::empty()).unwrap();
    assert_eq!(app.send(request).await.status, StatusCode::OK);
    let app =
        TestApp::with(WebConfig { allowed_hosts: vec!["box.lan".to_owned()], ..WebConfig::default() }).await;
    let request =
        Request::get("/healthz").header("host", "box.lan:8080").body(axum::body::Body::empty()).unwrap();
    assert_eq!(app.send(request).await.status, StatusCode::OK);
}

#[tokio::test]
async fn errors_have_the_look_and_language_of_the_site() {
    let app = TestApp::public().await;
    let page = app.get("/nothing/at/all").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    page.has("<h1>Nothing here</h1>");
    page.has("class=\"masthead wrap\"");
    page.has("content=\"noindex\"");
    let arabic = app.get_with("/nothing/at/all", &[("accept-language", "ar")]).await;
    arabic.has("<html lang=\"ar\" dir=\"rtl\">");
    arabic.has("لا شيء هنا");
    let request = Request::put("/about").header("host", "localhost").body(axum::body::Body::empty()).unwrap();
    let put = app.send(request).await;
    assert_eq!((put.status, put.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD"));
    put.has("Not in this way");
    for path in ["/article/%ff/x", "/publisher/%ff", "/%ff"] {
        let status = app.get(path).await.status;
        assert!(status.is_client_error(), "{path}: {status}");
    }
    let picture = app.get("/picture/640/x/y").await;
    assert_eq!(picture.header("content-type"), "text/plain; charset=utf-8");
}
