//! The article's page.

use coranto_model::{Language, Millis, Picture, Reuse, Rights, Section};
use http::StatusCode;

use crate::app::{NOW, TestApp};
use crate::fill::Draft;

fn notice() -> Draft {
    Draft {
        publisher: "Vesperin Post".to_owned(),
        country: "GB".parse().ok(),
        authors: ["Mira Tolland", "Anselm Reye", "Lena Ost"].map(str::to_owned).into(),
        keywords: vec!["Meridian Pact".to_owned()],
        picture: Some(Picture {
            url: "https://vesperin.example/lead.jpg".to_owned(),
            alt: "Nine flagpoles".to_owned(),
            caption: "Nine poles, three bare".to_owned(),
            credit: "Lena Ostrander".to_owned(),
            width: Some(1_200),
            height: Some(800),
        }),
        rights: Rights { full_text: Reuse::Allowed, ..Rights::default() },
        modified: Some(NOW.minus(10 * Millis::MINUTE)),
        words: 1_100,
        ..Draft::new("vesperin.example", "Vessaly gives notice, and leaves", NOW.minus(31 * Millis::MINUTE))
    }
}

const PATH: &str = "/article/1/vessaly-gives-notice-and-leaves";

#[tokio::test]
async fn the_anatomy_of_an_article() {
    let mut app = TestApp::public().await;
    app.publish(notice()).await;
    let page = app.get(PATH).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in [
        "<p class=\"kicker\">World</p>",
        "<h1>Vessaly gives notice, and leaves</h1>",
        "<p class=\"deck\">What happened, in short",
        "<b><bdi>Vesperin Post</bdi></b><br>United Kingdom",
        "By Mira Tolland, Anselm Reye and Lena Ost",
        "datetime=\"2026-11-23T08:11:00Z\" title=\"31 minutes ago\" data-show=\"full\">23 November 2026, 08:11 UTC</time>",
        "Updated <time",
        "5 minutes to read",
        "width=\"1200\" height=\"800\"",
        "alt=\"Nine flagpoles\"",
        "Nine poles, three bare",
        "Picture: Lena Ostrander",
        "<p>The first line of it.</p>",
        "<li><span>Meridian Pact</span></li>",
        "<link rel=\"canonical\" href=\"https://vesperin.example/Vessaly-gives-notice--and-leaves\">",
        "<meta name=\"robots\" content=\"noindex\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:title\" content=\"Vessaly gives notice, and leaves\">",
        "\"@type\":\"NewsArticle\"",
        "id=\"share\" type=\"button\" data-done=\"Link copied\" hidden",
    ] {
        page.has(part);
    }
    let first_link = page.text.split("<main").nth(1).unwrap().split("<a ").nth(1).unwrap();
    assert!(
        first_link.contains("href=\"https://vesperin.example/") && first_link.contains("rel=\"external\""),
        "{first_link}"
    );
    page.has_not("style=");
    assert_eq!(page.text.matches("og:type").count(), 1);
}

#[tokio::test]
async fn without_permission_there_are_the_first_lines_and_the_way_to_the_original() {
    let mut app = TestApp::public().await;
    let long = Draft {
        rights: Rights::default(),
        body: format!("<p>Begin of it.</p><p>{}</p><p>The very end.</p>", "word ".repeat(200)),
        ..notice()
    };
    app.publish(long).await;
    let page = app.get(PATH).await;
    page.has("Begin of it.");
    page.has_not("The very end.");
    page.has("Read on at Vesperin Post");
    page.has_not("noindex");
    page.has_not("minutes to read");
    let own = format!("<link rel=\"canonical\" href=\"http://localhost{PATH}\">");
    page.has(&own);
    // A reader who is signed in may read what the publisher has not reserved.
    let read = app.admin().await.get(PATH).await;
    read.has("The very end.");
    read.has("content=\"noindex\"");
    read.has(&own);
}

#[tokio::test]
async fn a_summary_that_is_the_begin_of_the_text_stands_once() {
    let mut app = TestApp::public().await;
    let summary = "The letter is one page long, and nobody who read it has forgotten it since. ".repeat(5);
    for (number, rights) in
        [(1, Rights { full_text: Reuse::Allowed, ..Rights::default() }), (2, Rights::default())]
    {
        app.publish(Draft {
            path: number.to_string(),
            standfirst: format!("{}\n\nAnd two.", summary.trim()),
            body: format!("<p>{summary}</p><p>And <em>two</em>.</p><p>Three.</p>"),
            rights,
            ..notice()
        })
        .await;
    }
    let whole = app.get(PATH).await;
    whole.has_not("class=\"deck\"");
    let excerpt = app.get(&PATH.replace("/1/", "/2/")).await;
    excerpt.has("class=\"deck\"");
    for page in [whole, excerpt] {
        let main = page.text.split("<main").nth(1).unwrap().split("<section").next().unwrap();
        assert_eq!(main.matches("The letter is one page long").count(), 5, "{main}");
    }
}

#[tokio::test]
async fn publishers_can_reserve_everything() {
    let mut app = TestApp::public().await;
    let rights = Rights {
        full_text: Reuse::Reserved,
        nosnippet: true,
        noimage: true,
        noindex: true,
        ..Rights::default()
    };
    app.publish(Draft { rights, ..notice() }).await;
    for page in [app.get(PATH).await, app.admin().await.get(PATH).await] {
        page.has_not("The first line of it.");
        page.has_not("What happened, in short");
        page.has_not("<figure");
        page.has_not("og:image");
        page.has("content=\"noindex\"");
        page.has("Read on at Vesperin Post");
    }
    let front = app.get("/en").await;
    front.has_not("What happened, in short");
    front.has_not("card-picture");
}

#[tokio::test]
async fn addresses_lead_to_the_right_page() {
    let mut app = TestApp::public().await;
    app.publish(notice()).await;
    for path in
        ["/article/1", "/article/1/", "/article/1/wrong", "/article/1/Vessaly-gives-notice-and-leaves"]
    {
        let answer = app.get(path).await;
        if path.ends_with('/') {
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
            continue;
        }
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{path}");
        assert_eq!(answer.header("location"), PATH);
        assert_eq!(answer.header("cache-control"), "no-cache");
    }
    for path in
        ["/article/2/x", "/article/0/x", "/article/-1/x", "/article/x/y", "/article/99999999999999999999/x"]
    {
        assert_eq!(app.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_duplicate_leads_to_the_first() {
    let mut app = TestApp::public().await;
    let first = app.publish(notice()).await;
    let again = Draft { path: "again".to_owned(), stated: Some(notice().url()), ..notice() };
    let duplicate = app.publish(again).await;
    assert_ne!(first, duplicate);
    let answer = app.get(&format!("/article/{duplicate}/vessaly-gives-notice-and-leaves")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, PATH));
}

#[tokio::test]
async fn what_was_taken_back_is_gone() {
    let mut app = TestApp::public().await;
    app.publish(Draft { rights: Rights { withdrawn: true, ..Rights::default() }, ..notice() }).await;
    let page = app.get(PATH).await;
    assert_eq!(page.status, StatusCode::GONE);
    page.has("This article was withdrawn");
    page.has("Vesperin Post took it back");
    page.has_not("Vessaly gives notice");
    page.has("content=\"noindex\"");
}

#[tokio::test]
async fn an_arabic_article_makes_an_arabic_page() {
    let mut app = TestApp::public().await;
    let draft = Draft {
        publisher: "بريد المرسى".to_owned(),
        language: Language::ARABIC,
        section: Some(Section::World),
        authors: vec!["ليان الساحلي".to_owned(), "سمير".to_owned()],
        words: 500,
        rights: Rights { full_text: Reuse::Allowed, ..Rights::default() },
        ..Draft::new("marsa.example", "فيسالي تُخطر ميثاق الزوال", NOW.minus(31 * Millis::MINUTE))
    };
    let id = app.publish(draft).await;
    let path = app.get(&format!("/article/{id}")).await.header("location").to_owned();
    assert!(path.is_ascii());
    let page = app.get(&path).await;
    for part in [
        "<html lang=\"ar\" dir=\"rtl\">",
        "<p class=\"kicker\">العالم</p>",
        "<h1>فيسالي تُخطر ميثاق الزوال</h1>",
        "ليان الساحلي وسمير",
        "3 دقائق للقراءة",
        "اقرأ الأصل",
        "قبل 31 دقيقة",
    ] {
        page.has(part);
    }
    // Who chose the English edition keeps its furniture; the text says that it is Arabic.
    let page = app.get_with(&path, &[("cookie", "coranto-edition=en")]).await;
    page.has("<html lang=\"en\" dir=\"ltr\">");
    page.has("<h1 lang=\"ar\" dir=\"rtl\">");
    page.has("<div class=\"prose\" lang=\"ar\" dir=\"rtl\">");
}

#[tokio::test]
async fn under_it_stand_its_story_its_publisher_and_what_else_there_is() {
    let mut app = TestApp::public().await;
    let story = |draft: Draft| Draft { story: Some("notice".to_owned()), ..draft };
    let other = |number: i64, domain: &str| {
        Draft::new(domain, &format!("Something else {number}"), NOW.minus(number * Millis::HOUR))
    };
    app.publish(story(notice())).await;
    app.filler
        .publish(vec![
            story(Draft::new("wire.example", "The door is open both ways", NOW.minus(Millis::HOUR))),
            other(2, "vesperin.example"),
            other(3, "c.example"),
            other(4, "d.example"),
        ])
        .await;
    let page = app.get(PATH).await;
    let story = page.between("<section class=\"block\" id=\"story\"", "</section>");
    assert!(story.contains("1 other article on this story") && story.contains("The door is open both ways"));
    let publisher = page.between("<section class=\"block\" id=\"publisher\"", "</section>");
    assert!(publisher.contains("More from Vesperin Post") && publisher.contains("Something else 2"));
    assert!(publisher.contains("href=\"/publisher/vesperin.example\""));
    let now = page.between("<section class=\"block\" id=\"now\"", "</section>");
    assert!(
        now.contains("Something else 3")
            && now.contains("Something else 4")
            && !now.contains("Something else 2")
    );
    assert!(!now.contains("The door is open") && !now.contains("Vessaly gives notice"));
    page.has("<li><a href=\"#story\">");
}

#[tokio::test]
async fn hostile_texts_stay_texts() {
    let mut app = TestApp::public().await;
    let bad = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    let draft = Draft {
        path: "bad".to_owned(),
        publisher: format!("Paper {bad}"),
        title: format!("Title {bad}"),
        standfirst: format!("Standfirst {bad}</script>"),
        authors: vec![format!("Author {bad}")],
        keywords: vec![format!("Keyword {bad}")],
        body: format!("<p>Body</p>{bad}<a href=\"javascript:alert(1)\">x</a><svg onload=alert(1)></svg>"),
        picture: Some(Picture {
            url: "https://a.example/\"><script>alert(1)</script>".to_owned(),
            alt: format!("Alt {bad}"),
            caption: format!("Caption {bad}"),
            credit: format!("Credit {bad}"),
            ..Picture::default()
        }),
        icon: Some("javascript:alert(1)".to_owned()),
        rights: Rights { full_text: Reuse::Allowed, ..Rights::default() },
        ..Draft::new("vesperin.example", "x", NOW.minus(Millis::HOUR))
    };
    let id = app.publish(draft).await;
    let article = app.get(&format!("/article/{id}")).await.header("location").to_owned();
    for path in ["/en", "/en/world", &article, "/publisher/vesperin.example", "/publishers"] {
        for page in [app.get(path).await, app.admin().await.get(path).await] {
            assert_eq!(page.status, StatusCode::OK, "{path}");
            let lower = page.text.to_lowercase();
            assert!(
                !lower.contains("<script>")
                    && !lower.contains("<img src=x")
                    && !lower.contains("javascript:"),
                "{path}: {lower}"
            );
            // Four scripts are ours: theme, times, JSON-LD, share.
            assert!(lower.matches("<script").count() <= 4, "{path}");
            assert_eq!(lower.matches("</script>").count(), lower.matches("<script").count(), "{path}");
        }
    }
    app.admin().await.get("/admin/sources").await.has_not("<script>");
}
