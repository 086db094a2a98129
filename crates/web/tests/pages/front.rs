//! The front page and the sections.

use std::collections::HashSet;

use coranto_model::{Language, Millis, Picture, Section};
use http::StatusCode;

use crate::app::{NOW, TestApp};
use crate::fill::Draft;

fn many(count: i64) -> Vec<Draft> {
    (0..count)
        .map(|number| {
            let draft = Draft::new(
                &format!("paper-{}.example", number % 7),
                &format!("Story number {number} of the day"),
                NOW.minus(number * 5 * Millis::MINUTE),
            );
            let picture =
                Picture { url: format!("https://pictures.example/{number}.jpg"), ..Picture::default() };
            Draft {
                section: Section::ALL.get(usize::try_from(number % 5).unwrap()).copied(),
                picture: (number % 3 != 0).then_some(picture),
                ..draft
            }
        })
        .collect()
}

fn links(text: &str) -> Vec<String> {
    let links = text.split("class=\"card-title\"><a href=\"").skip(1);
    links.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_empty_paper_says_so_and_its_admin_what_to_do() {
    let app = TestApp::public().await;
    let page = app.get("/").await;
    assert_eq!(page.status, StatusCode::OK);
    page.has("Nothing has been printed yet");
    page.has_not("Add a source");
    app.admin().await.get("/en").await.has("href=\"/admin/sources\">Add a source");
    assert_eq!(app.get("/ar").await.status, StatusCode::OK);
    assert_eq!(app.get("/de").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn no_story_stands_twice_and_sections_have_their_blocks() {
    let mut app = TestApp::public().await;
    app.filler.publish(many(80)).await;
    let page = app.get("/en").await;
    let links = links(&page.text);
    let different: HashSet<_> = links.iter().collect();
    assert_eq!(links.len(), different.len());
    assert!(links.len() > 30, "{}", links.len());
    for part in [
        "card card--lead",
        "<div class=\"feature\">",
        "<h2 id=\"also\">Also today</h2>",
        "<h2 id=\"recent\">Most recent</h2>",
        "<h2 id=\"business\"><a href=\"/en/business\">Business</a></h2>",
        "<a href=\"/en\" aria-current=\"page\">Top</a>",
        "<a href=\"/en/science\">Science</a>",
        "7 publishers",
        "Newest article just now",
        "Monday 23 November 2026",
        "<html lang=\"en\" dir=\"ltr\">",
    ] {
        page.has(part);
    }
    for part in [
        "<link rel=\"canonical\" href=\"http://localhost/en\">",
        "hreflang=\"en\" href=\"http://localhost/en\"",
        "hreflang=\"x-default\" href=\"http://localhost/\"",
        "<meta property=\"og:type\" content=\"website\">",
        "<meta property=\"og:site_name\" content=\"Coranto\">",
        "<meta property=\"og:title\" content=\"Coranto – World, English\">",
        "<meta property=\"og:url\" content=\"http://localhost/en\">",
    ] {
        page.has(part);
    }
    // Sections without stories are not in the masthead.
    page.has_not("/en/opinion");
    assert_eq!(page.text.matches("fetchpriority").count(), 1);
    assert_eq!(page.text.matches("<img").count(), page.text.matches("alt=\"").count());
    assert!(page.bytes.len() < 150_000, "{} bytes", page.bytes.len());
}

#[tokio::test]
async fn a_story_of_several_publishers_says_how_many() {
    let mut app = TestApp::public().await;
    let draft = |domain: &str, title: &str| Draft {
        story: Some("the letter".to_owned()),
        ..Draft::new(domain, title, NOW.minus(Millis::HOUR))
    };
    app.filler
        .publish(vec![draft("a.example", "A letter is sent"), draft("b.example", "The letter was sent")])
        .await;
    let page = app.get("/en").await;
    assert_eq!(links(&page.text).len(), 1);
    page.has(">2 publishers</a>");
    page.has("#story\"");
}

#[tokio::test]
async fn sections_show_their_stories() {
    let mut app = TestApp::public().await;
    app.filler.publish(many(40)).await;
    let page = app.get("/en/business").await;
    page.has("<h1>Business</h1>");
    page.has("<a href=\"/en/business\" aria-current=\"page\">Business</a>");
    assert_eq!(links(&page.text).len(), 8);
    page.has("hreflang=\"en\" href=\"http://localhost/en/business\"");
    page.has_not("x-default");
    page.has("<meta property=\"og:title\" content=\"Business\">");
    page.has("<meta property=\"og:url\" content=\"http://localhost/en/business\">");
    // Nobody is led to a section without stories.
    app.get("/en/opinion").await.has_not("rel=\"alternate\"");
    for (path, status) in [
        ("/en/opinion", StatusCode::OK),
        ("/en/nonsense", StatusCode::NOT_FOUND),
        ("/xx/business", StatusCode::NOT_FOUND),
        ("/admin/business", StatusCode::SEE_OTHER),
        ("/EN/business", StatusCode::PERMANENT_REDIRECT),
    ] {
        assert_eq!(app.get(path).await.status, status, "{path}");
    }
}

#[tokio::test]
async fn the_edition_follows_the_cookie_then_the_browser() {
    let mut app = TestApp::public().await;
    let arabic = Draft {
        language: Language::ARABIC,
        country: "QM".parse().ok(),
        ..Draft::new("marsa.example", "مدينة تمشي: ماذا هتفت فيسبر؟", NOW.minus(2 * Millis::HOUR))
    };
    let english = Draft::new("a.example", "A city walks", NOW.minus(Millis::HOUR));
    app.filler.publish(vec![arabic, english]).await;
    for (headers, want) in [
        ([("accept-language", "ar-EG,ar;q=0.9,en;q=0.5"), ("cookie", "")], "<html lang=\"ar\" dir=\"rtl\">"),
        ([("accept-language", "de,en;q=0.5"), ("cookie", "")], "<html lang=\"en\" dir=\"ltr\">"),
        ([("accept-language", "ar"), ("cookie", "coranto-edition=en")], "<html lang=\"en\" dir=\"ltr\">"),
        ([("accept-language", "en"), ("cookie", "coranto-edition=ar-QM")], "<html lang=\"ar\" dir=\"rtl\">"),
        (
            [("accept-language", "en"), ("cookie", "coranto-edition=nonsense")],
            "<html lang=\"en\" dir=\"ltr\">",
        ),
    ] {
        let page = app.get_with("/", &headers).await;
        page.has(want);
        assert!(page.header("vary").contains("Accept-Language"), "{}", page.header("vary"));
    }
    let page = app.get("/ar").await;
    assert_eq!(page.cookie("coranto-edition").as_deref(), Some("ar"));
    page.has("قبل ساعتين");
    page.has("الاثنين 23 نوفمبر 2026");
    page.has("العالم، العربية");
    page.has_not("A city walks");
    page.has("noto-naskh-arabic-700");
    // A code that is nobody's stands for itself.
    app.get("/ar-QM").await.has("QM، العربية");
    assert_eq!(app.get("/ar-QN").await.status, StatusCode::NOT_FOUND);
}
