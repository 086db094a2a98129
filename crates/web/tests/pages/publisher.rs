//! Publishers.

use std::collections::HashSet;

use coranto_model::Millis;
use coranto_store::sources::{PollFailure, Problem};
use coranto_store::tasks::LaneKind;
use http::StatusCode;

use crate::app::{NOW, TestApp};
use crate::fill::Draft;

fn drafts(count: i64) -> Vec<Draft> {
    (0..count)
        .map(|number| Draft {
            publisher: "Vesperin Post".to_owned(),
            country: "GB".parse().ok(),
            ..Draft::new("vesperin.example", &format!("Article {number}"), NOW.minus(number * Millis::HOUR))
        })
        .collect()
}

#[tokio::test]
async fn the_latest_come_first_and_older_ones_on_the_next_page() {
    let mut app = TestApp::public().await;
    app.filler.publish(drafts(40)).await;
    let page = app.get("/publisher/vesperin.example").await;
    page.has("<h1><bdi>Vesperin Post</bdi></h1>");
    page.has("United Kingdom");
    page.has(">Article 0</a>");
    page.has(">Article 29</a>");
    page.has_not(">Article 30</a>");
    page.has("Last read just now");
    page.has("href=\"https://vesperin.example/\"");
    page.has_not("noindex");
    let older = page.between("rel=\"next\" href=\"", "\"").to_owned();
    let page = app.get(&older).await;
    page.has(">Article 30</a>");
    page.has(">Article 39</a>");
    page.has_not("rel=\"next\"");
    page.has("noindex");
    assert_eq!(app.get("/publisher/nobody.example").await.status, StatusCode::NOT_FOUND);
    for before in ["x", "1795423320000", "1795423320000-x", "-"] {
        app.get(&format!("/publisher/vesperin.example?before={before}")).await.has(">Article 0</a>");
    }
}

#[tokio::test]
async fn articles_of_one_time_are_all_on_some_page() {
    let mut app = TestApp::public().await;
    let of_one_time = drafts(60).into_iter().map(|draft| Draft { published: NOW, ..draft });
    app.filler.publish(of_one_time.collect()).await;
    let (mut path, mut pages, mut seen) = ("/publisher/vesperin.example".to_owned(), 1, HashSet::new());
    loop {
        let page = app.get(&path).await;
        for rest in page.text.split("class=\"card-title\"><a href=\"").skip(1) {
            let link = rest.split('"').next().unwrap();
            assert!(seen.insert(link.to_owned()), "{link} stands twice");
        }
        if !page.text.contains("rel=\"next\"") {
            break;
        }
        page.between("rel=\"next\" href=\"", "\"").clone_into(&mut path);
        pages += 1;
    }
    assert_eq!((seen.len(), pages), (60, 2));
}

#[tokio::test]
async fn the_health_of_its_sources_is_told_in_words() {
    let mut app = TestApp::public().await;
    app.filler.publish(drafts(1)).await;
    let later = NOW.plus(Millis::HOUR);
    let claim =
        app.store.claim(vec![LaneKind::Network], "test".to_owned(), later, later.plus(Millis::DAY), 9).await;
    let claim = claim.unwrap().unwrap();
    let problem =
        Problem { code: "dns".to_owned(), sentence: "the name vesperin.example is not known".to_owned() };
    let failure =
        PollFailure { source: claim.tasks[0].source(), problem, next_poll: Some(later.plus(Millis::HOUR)) };
    app.store.fail_poll(claim.lease, failure, later).await.unwrap();
    let page = app.get("/publisher/vesperin.example").await;
    page.has("state state--bad");
    page.has("Failing");
    page.has("Its server’s name cannot be found.");
    let arabic = app.get_with("/publisher/vesperin.example", &[("cookie", "coranto-edition=ar")]).await;
    arabic.has("متعثر");
    arabic.has("لا يُعثر على اسم خادمه.");
    arabic.has("<a href=\"/article/1/article-0\" lang=\"en\" dir=\"ltr\">");
}

#[tokio::test]
async fn all_publishers_are_listed() {
    let mut app = TestApp::public().await;
    app.filler.publish(drafts(3)).await;
    app.publish(Draft::new("wire.example", "Another", NOW.minus(2 * Millis::DAY))).await;
    let page = app.get("/publishers").await;
    page.has("2 publishers are read here.");
    page.has("<a href=\"/publisher/vesperin.example\"><bdi>Vesperin Post</bdi></a>");
    page.has("3 articles, Newest article just now");
    page.has("1 article, Newest article 2 days ago");
    page.has("class=\"source-logo letter letter--");
}
