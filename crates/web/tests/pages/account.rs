//! First run, signing in and out, what is refused.

use coranto_model::Millis;
use coranto_web::{Access, WebConfig};
use http::StatusCode;

use crate::app::{NAME, PASSWORD, SETUP, TestApp};
use crate::fill::Draft;

#[tokio::test]
async fn before_the_first_run_everything_leads_to_it() {
    let app = TestApp::with(WebConfig::default()).await;
    for path in ["/", "/en", "/article/1/x", "/about", "/sign-in", "/admin/sources", "/nonsense"] {
        let answer = app.get(path).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::SEE_OTHER, "/first-run"),
            "{path}"
        );
    }
    for (path, status) in [
        ("/healthz", StatusCode::OK),
        ("/readyz", StatusCode::OK),
        ("/robots.txt", StatusCode::OK),
        ("/metrics", StatusCode::FORBIDDEN),
        ("/sitemap.xml", StatusCode::FORBIDDEN),
        ("/progress", StatusCode::FORBIDDEN),
        ("/picture/640/x/y", StatusCode::FORBIDDEN),
    ] {
        assert_eq!(app.get(path).await.status, status, "{path}");
    }
    let page = app.get(&format!("/first-run?token={SETUP}")).await;
    page.has(&format!("value=\"{SETUP}\""));
    page.has("Welcome to Coranto");
    page.has("noindex");
    let arabic = app.get_with("/first-run", &[("accept-language", "ar")]).await;
    arabic.has("<html lang=\"ar\" dir=\"rtl\">");
}

#[tokio::test]
async fn only_who_has_the_token_becomes_the_admin() {
    let app = TestApp::with(WebConfig::default()).await;
    let page = app.get("/first-run").await;
    let client = app.client_of(&page);
    for (form, sentence) in [
        (
            [("setup", "wrong"), ("name", NAME), ("password", PASSWORD), ("again", PASSWORD)],
            "not the set-up token",
        ),
        (
            [("setup", ""), ("name", NAME), ("password", PASSWORD), ("again", PASSWORD)],
            "not the set-up token",
        ),
        (
            [("setup", SETUP), ("name", " "), ("password", PASSWORD), ("again", PASSWORD)],
            "A name has 1 to 64",
        ),
        ([("setup", SETUP), ("name", NAME), ("password", "short"), ("again", "short")], "too short"),
        (
            [("setup", SETUP), ("name", NAME), ("password", PASSWORD), ("again", "another one")],
            "not the same",
        ),
    ] {
        let answer = client.post("/first-run", &form).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        answer.has(sentence);
        answer.has_not(PASSWORD);
        assert!(!app.store.has_admin().await.unwrap());
    }
    let form = [("setup", SETUP), ("name", NAME), ("password", PASSWORD), ("again", PASSWORD)];
    let answer = client.post("/first-run", &form).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/first-run"));
    assert!(answer.cookie("coranto-session").is_some());
    // The token is of no more use.
    let other = app.get("/sign-in").await;
    let again = app
        .client_of(&other)
        .post("/first-run", &[("setup", SETUP), ("name", "Eve"), ("password", PASSWORD), ("again", PASSWORD)])
        .await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    assert!(app.store.reader_by_name("Eve".to_owned()).await.unwrap().is_none());
}

#[tokio::test]
async fn the_admin_watches_the_first_articles_come_in() {
    let mut app = TestApp::public().await;
    {
        let admin = app.admin().await;
        let page = admin.get("/first-run").await;
        page.has("There are no sources yet.");
        page.has_not("http-equiv=\"refresh\"");
        let back = [("address", "https://added.example/feed"), ("back", "/first-run")];
        let answer = admin.post("/admin/sources", &back).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/first-run"));
        let page = admin.get("/first-run").await;
        page.has("Asking 1 source for its articles…");
        page.has("<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>");
        page.has("data-progress=\"/progress\"");
        let bad = admin
            .post("/admin/sources", &[("address", "https://nothing.example"), ("back", "/first-run")])
            .await;
        assert_eq!(bad.status, StatusCode::BAD_REQUEST);
        bad.has("there is no feed at https://nothing.example");
        bad.has("value=\"https://nothing.example\"");
    }
    let source = app.store.source_by_url("https://added.example/feed".to_owned()).await.unwrap().unwrap();
    app.store.remove_source(source.id).await.unwrap();
    app.publish(Draft::new("a.example", "One", app_now())).await;
    let admin = app.admin().await;
    let progress = admin.get("/progress").await;
    assert_eq!(progress.header("content-type"), "application/json");
    assert_eq!(
        progress.text,
        "{\"all\":1,\"live\":1,\"is_busy\":false,\"words\":\"1 article found, 1 can be read.\"}"
    );
    assert_eq!(app.get("/progress").await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get("/first-run").await.header("location"), "/");
}

fn app_now() -> Millis {
    crate::app::NOW
}

#[tokio::test]
async fn signing_in_and_out() {
    let app = TestApp::public().await;
    let answer = app.sign_in("ada", PASSWORD).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/about"));
    let cookie = answer.headers.get("set-cookie").unwrap().to_str().unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(!cookie.contains("Secure"));
    let admin = app.admin().await;
    admin.get("/en").await.has("<bdi>Ada</bdi>");
    let out = admin.post("/sign-out", &[]).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER);
    assert!(out.headers.get("set-cookie").unwrap().to_str().unwrap().contains("Max-Age=0"));
    // The session is over, whatever cookie the browser still sends.
    assert_eq!(admin.get("/admin/sources").await.header("location"), "/sign-in?next=%2Fadmin%2Fsources");
}

#[tokio::test]
async fn sessions_change_at_signing_in_and_end_after_thirty_days() {
    let app = TestApp::public().await;
    let first = app.admin().await;
    let page = app.get("/sign-in").await;
    let mut client = app.client_of(&page);
    client.cookies.insert("coranto-session".to_owned(), first.cookies["coranto-session"].clone());
    client.token.clone_from(&first.token);
    let answer = client.post("/sign-in", &[("name", NAME), ("password", PASSWORD)]).await;
    let second = answer.cookie("coranto-session").unwrap();
    assert_ne!(second, first.cookies["coranto-session"]);
    assert_eq!(first.get("/admin/sources").await.status, StatusCode::SEE_OTHER);
    client.cookies.insert("coranto-session".to_owned(), second);
    assert_eq!(client.get("/admin/sources").await.status, StatusCode::OK);
    app.wait(30 * Millis::DAY + 1);
    assert_eq!(client.get("/admin/sources").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn wrong_names_and_wrong_passwords_get_the_same_answer() {
    let app = TestApp::public().await;
    let wrong_password = app.sign_in(NAME, "not this one").await;
    let wrong_name = app.sign_in("Bob", "not this one").await;
    assert_eq!(wrong_password.status, StatusCode::BAD_REQUEST);
    let plain = |answer: &crate::app::Answer, name: &str| {
        answer.text.replace(&answer.form_token(), "").replace(&format!("value=\"{name}\""), "")
    };
    assert_eq!(plain(&wrong_password, NAME), plain(&wrong_name, "Bob"));
    wrong_name.has("Name or password is wrong.");
    wrong_name.has_not("not this one");
}

#[tokio::test]
async fn too_many_attempts_are_stopped() {
    let app = TestApp::public().await;
    let mut last = app.sign_in(NAME, "wrong").await;
    for _ in 0..10 {
        last = app.sign_in(NAME, "wrong").await;
    }
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    last.has("Too often");
    assert!(last.header("retry-after").parse::<u32>().unwrap() <= 901);
    // The right password does not help now, but does later. Other accounts can be tried meanwhile.
    assert_eq!(app.sign_in(NAME, PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(app.sign_in("Bob", "wrong").await.status, StatusCode::BAD_REQUEST);
    app.wait(15 * Millis::MINUTE);
    assert_eq!(app.sign_in(NAME, PASSWORD).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_is_led_away_after_signing_in() {
    let app = TestApp::public().await;
    for (next, want) in [("//evil.example", "/"), ("https://evil.example", "/"), ("/en", "/en")] {
        let page = app.get("/sign-in").await;
        let form = [("name", NAME), ("password", PASSWORD), ("next", next)];
        assert_eq!(app.client_of(&page).post("/sign-in", &form).await.header("location"), want);
    }
}

#[tokio::test]
async fn a_private_site_is_for_its_readers() {
    let mut app = TestApp::with(WebConfig { access: Access::Private, ..WebConfig::default() }).await;
    let first = app.get("/first-run").await;
    let form = [("setup", SETUP), ("name", NAME), ("password", PASSWORD), ("again", PASSWORD)];
    app.client_of(&first).post("/first-run", &form).await;
    app.publish(Draft::new("a.example", "One", crate::app::NOW)).await;
    for path in ["/", "/en", "/article/1/one", "/publishers", "/about"] {
        assert_eq!(app.get(path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    let sign_in = app.get("/sign-in").await;
    assert_eq!(sign_in.status, StatusCode::OK);
    sign_in.has_not("One");
    sign_in.has_not("/publishers");
    assert_eq!(app.get("/picture/640/x/y").await.status, StatusCode::FORBIDDEN);
    assert_eq!(app.get("/sitemap.xml").await.status, StatusCode::FORBIDDEN);
    app.get("/robots.txt").await.has("Disallow: /\n");
    app.admin().await.get("/article/1/one").await.has("The first line of it.");
}

#[tokio::test]
async fn the_single_reader_is_the_admin_without_signing_in() {
    let app = TestApp::single_reader().await;
    let page = app.get("/admin/sources").await;
    assert_eq!(page.status, StatusCode::OK);
    let added =
        app.client_of(&page).post("/admin/sources", &[("address", "https://added.example/feed")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let front = app.get("/en").await;
    front.has("href=\"/admin/sources\"");
    front.has_not("/sign-in");
    assert_eq!(app.get("/metrics").await.status, StatusCode::OK);
    // Forms still need their token.
    let forged = app.client_of(&page);
    let forged = crate::app::Client { token: "wrong".to_owned(), ..forged };
    assert_eq!(forged.post("/admin/sources", &[("address", "x")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn over_https_cookies_are_bound_to_it() {
    let app = TestApp::with(WebConfig {
        public_url: Some("https://news.example".parse().unwrap()),
        ..WebConfig::default()
    })
    .await;
    let page = app.get_with("/first-run", &[("host", "news.example")]).await;
    assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "two Host headers are one too many");
    let request =
        http::Request::get("/first-run").header("host", "news.example").body(axum::body::Body::empty());
    let page = app.send(request.unwrap()).await;
    let cookie = page.headers.get("set-cookie").unwrap().to_str().unwrap();
    assert!(cookie.starts_with("__Host-coranto-visit=") && cookie.ends_with("; Secure"), "{cookie}");
    assert_eq!(page.header("strict-transport-security"), "max-age=63072000");
}

#[tokio::test]
async fn forms_work_under_every_name_of_the_site() {
    let app = TestApp::with(WebConfig {
        public_url: Some("https://news.example".parse().unwrap()),
        allowed_hosts: vec!["box.lan".to_owned()],
        ..WebConfig::default()
    })
    .await;
    for (host, origin, cookie, status) in [
        ("news.example", "https://news.example", "__Host-coranto-visit", StatusCode::BAD_REQUEST),
        ("box.lan:8080", "http://box.lan:8080", "coranto-visit", StatusCode::BAD_REQUEST),
        ("box.lan", "https://box.lan", "coranto-visit", StatusCode::BAD_REQUEST),
        ("news.example", "http://news.example", "__Host-coranto-visit", StatusCode::FORBIDDEN),
        ("box.lan", "https://news.example", "coranto-visit", StatusCode::FORBIDDEN),
        ("box.lan", "https://evil.example", "coranto-visit", StatusCode::FORBIDDEN),
    ] {
        let request = http::Request::get("/first-run").header("host", host).body(axum::body::Body::empty());
        let page = app.send(request.unwrap()).await;
        let visit = page.cookie(cookie).unwrap();
        let form = format!("token={}&setup=wrong", page.form_token());
        let request = http::Request::post("/first-run")
            .header("host", host)
            .header("origin", origin)
            .header("cookie", format!("{cookie}={visit}"))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(form));
        let answer = app.send(request.unwrap()).await;
        assert_eq!(answer.status, status, "{host} {origin}");
        // What was read says that the set-up token is wrong.
        assert_eq!(answer.text.contains("not the set-up token"), status == StatusCode::BAD_REQUEST);
    }
}
