//! What programs ask for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coranto_model::{Millis, Picture, Reuse, Rights};
use coranto_web::{Access, WebConfig};
use http::StatusCode;

use crate::app::{NOW, TestApp};
use crate::fill::Draft;

async fn with_picture(url: &str) -> (TestApp, String) {
    picture_in(TestApp::public().await, url).await
}

async fn picture_in(mut app: TestApp, url: &str) -> (TestApp, String) {
    let picture = Some(Picture { url: url.to_owned(), ..Picture::default() });
    app.publish(Draft { picture, ..Draft::new("a.example", "One", NOW.minus(Millis::HOUR)) }).await;
    let address = app.get("/en").await.between("class=\"card-picture\" src=\"", "\"").to_owned();
    (app, address)
}

#[tokio::test]
async fn pictures_come_through_the_proxy_when_their_address_is_signed() {
    let url = "https://a.example/p.jpg?x=1&y=ä";
    let (app, address) = with_picture(url).await;
    let answer = app.get(&address).await;
    assert_eq!((answer.status, &answer.bytes[..]), (StatusCode::OK, b"JPEG".as_slice()));
    assert_eq!(answer.header("content-type"), "image/jpeg");
    assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(*app.script.pictures.lock().unwrap(), [(url.to_owned(), 640)]);
    let parts: Vec<&str> = address.split('/').collect();
    let (signature, encoded) = (parts[3], parts[4]);
    let other = URL_SAFE_NO_PAD.encode("https://evil.example/p.jpg");
    for path in [
        format!("/picture/641/{signature}/{encoded}"),
        format!("/picture/0640/{signature}/{encoded}"),
        format!("/picture/640/{signature}/{other}"),
        format!("/picture/640/{}/{encoded}", "A".repeat(22)),
        format!("/picture/640/{}/{encoded}", &signature[..21]),
        format!("/picture/640/{signature}/%%%"),
        format!("/picture/640/x/{encoded}"),
    ] {
        let answer = app.get(&path).await;
        assert!(answer.status.is_client_error(), "{path}: {}", answer.status);
    }
    for width in [64, 320, 960, 1280] {
        assert_eq!(app.get(&format!("/picture/{width}/{signature}/{encoded}")).await.status, StatusCode::OK);
    }
    assert_eq!(app.script.pictures.lock().unwrap().len(), 5);
}

#[tokio::test]
async fn pictures_of_a_site_that_is_not_for_everybody_are_kept_by_browsers_alone() {
    let (app, address) = picture_in(TestApp::single_reader().await, "https://a.example/p.jpg").await;
    assert_eq!(app.get(&address).await.header("cache-control"), "private, max-age=31536000, immutable");
}

#[tokio::test]
async fn pictures_that_cannot_be_had_say_why() {
    for (url, status) in [
        ("https://a.example/missing.jpg", StatusCode::NOT_FOUND),
        ("https://a.example/logo.svg", StatusCode::NOT_FOUND),
        ("https://a.example/down.jpg", StatusCode::BAD_GATEWAY),
    ] {
        let (app, address) = with_picture(url).await;
        let answer = app.get(&address).await;
        assert_eq!(answer.status, status);
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        assert!(!answer.header("cache-control").contains("immutable"));
    }
}

#[tokio::test]
async fn watchers_get_their_answers() {
    let app = TestApp::public().await;
    app.get("/healthz").await.has("ok");
    app.get("/readyz").await.has("ready");
    assert_eq!(app.get("/metrics").await.status, StatusCode::FORBIDDEN);
    let metrics = app.admin().await.get("/metrics").await;
    metrics.has("# TYPE coranto_articles gauge\ncoranto_articles 7\n");
    metrics.has("coranto_http_responses_total{class=\"2xx\"}");
    let app =
        TestApp::with(WebConfig { metrics_token: Some("secret".to_owned()), ..WebConfig::default() }).await;
    for (value, status) in [
        ("Bearer secret", StatusCode::OK),
        ("Bearer wrong", StatusCode::FORBIDDEN),
        ("Bearer ", StatusCode::FORBIDDEN),
        ("secret", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(app.get_with("/metrics", &[("authorization", value)]).await.status, status, "{value}");
    }
}

#[tokio::test]
async fn search_engines_find_what_they_may_list() {
    let mut app = TestApp::public().await;
    app.publish(Draft::new("a.example", "Bread & butter", NOW.minus(Millis::HOUR))).await;
    for (title, rights) in [
        ("Copied", Rights { full_text: Reuse::Allowed, ..Rights::default() }),
        ("Hidden", Rights { noindex: true, ..Rights::default() }),
        ("Withdrawn", Rights { withdrawn: true, ..Rights::default() }),
    ] {
        app.publish(Draft { rights, ..Draft::new("b.example", title, NOW) }).await;
    }
    app.get("/robots.txt").await.has("Sitemap: http://localhost/sitemap.xml");
    let index = app.get("/sitemap.xml").await;
    assert_eq!(index.header("content-type"), "application/xml; charset=utf-8");
    index.has("<loc>http://localhost/sitemap/0</loc>");
    app.get("/sitemap/0").await.has(
        "<url><loc>http://localhost/article/1/bread-butter</loc><lastmod>2026-11-23T07:42:00Z</lastmod></url>",
    );
    assert_eq!(app.get("/sitemap/0").await.text.matches("<url>").count(), 1);
    index.has("<loc>http://localhost/sitemap/pages</loc>");
    let pages = app.get("/sitemap/pages").await;
    assert_eq!(pages.header("content-type"), "application/xml; charset=utf-8");
    for path in ["/en", "/en/world", "/publishers", "/about", "/publisher/a.example"] {
        pages.has(&format!("<url><loc>http://localhost{path}</loc></url>"));
        let page = app.get(path).await;
        page.has(&format!("<link rel=\"canonical\" href=\"http://localhost{path}\">"));
        page.has_not("noindex");
    }
    pages.has_not("/en/sport");
    // After the first article there is nothing that may be listed.
    for path in ["/sitemap/1", "/sitemap/9", "/sitemap/x"] {
        assert_eq!(app.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let app = TestApp::with(WebConfig { access: Access::SingleReader, ..WebConfig::default() }).await;
    app.get("/robots.txt").await.has("Disallow: /\n");
    assert_eq!(app.get("/sitemap.xml").await.status, StatusCode::NOT_FOUND);
}
