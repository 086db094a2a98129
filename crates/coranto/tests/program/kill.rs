//! The process is killed at random moments while it takes articles in. At the end every article is there exactly
//! once, and whole.

use std::collections::BTreeSet;
use std::time::Duration;

use coranto_model::{ArticleId, CanonicalAddress};
use coranto_press::{Load, LoadOptions};
use coranto_store::Store;
use coranto_store::articles::{ArticleLine, ArticleState, Origin};

use crate::harness::{FAST, Place, fastrand, opml};

/// Kills and articles: the short form of every day, and the long one of `cargo xtask soak`.
fn size() -> (u32, usize) {
    if std::env::var_os("CORANTO_SOAK").is_some() { (100, 2_000) } else { (10, 300) }
}

#[tokio::test(flavor = "multi_thread")]
async fn soak_or_short_killed_and_whole_on_sqlite() {
    let place = Place::new(FAST);
    let store = Store::sqlite(&place.path().join("coranto.sqlite")).await.unwrap();
    take_in_with_kills(&place, &store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn soak_or_short_killed_and_whole_on_postgres() {
    let place = Place::on_postgres(FAST);
    let store = Store::postgres(place.database.as_ref().unwrap()).await.unwrap();
    take_in_with_kills(&place, &store).await;
}

async fn take_in_with_kills(place: &Place, store: &Store) {
    let (kills, articles) = size();
    let now = (coranto_engine::system_clock())();
    let options = LoadOptions { publishers: 20, articles, seed: fastrand(), now, ..LoadOptions::default() };
    let load = Load::start(options).await.unwrap();
    let feeds: Vec<String> = load.feed_urls().iter().map(ToString::to_string).collect();
    let file = opml(place, &feeds);
    tokio::task::block_in_place(|| {
        place.run_well(&["source", "import", file.to_str().unwrap()]);
        for _ in 0..kills {
            let server = place.serve();
            // Random on purpose: nothing is waited for, any moment must do.
            std::thread::sleep(Duration::from_millis(fastrand() % 900));
            server.kill();
        }
        let server = place.serve();
        server.wait_for_articles(articles);
        let (code, _) = server.terminate();
        assert_eq!(code, Some(0));
    });
    check(store, &load, articles).await;
    load.stop().await;
}

async fn check(store: &Store, load: &Load, articles: usize) {
    let lines = store.live_articles(ArticleId(0), 1_000_000).await.unwrap();
    assert_eq!(lines.len(), articles, "each article once");
    check_whole(store, load, &lines).await;
    assert!(store.dead_tasks(0, 1).await.unwrap().is_empty());
}

/// Fails unless `lines` are the articles of `load`, each once and whole.
pub async fn check_whole(store: &Store, load: &Load, lines: &[ArticleLine]) {
    let want: BTreeSet<_> =
        load.article_urls().iter().map(|url| CanonicalAddress::of(url).unwrap()).collect();
    let found: BTreeSet<_> = lines.iter().map(|line| CanonicalAddress::parse(&line.url).unwrap()).collect();
    assert_eq!(found, want, "the right ones");
    assert_eq!(lines.len(), want.len(), "each once");
    let mut stories = BTreeSet::new();
    for line in lines {
        let article = store.article(line.id).await.unwrap().unwrap();
        assert_eq!(article.state, ArticleState::Live);
        assert_eq!(article.origin, Origin::Page, "{}", article.url);
        assert_eq!(article.version, 1, "no version without a change: {}", article.url);
        let paragraphs = load.paragraphs(&article.url);
        assert!(!paragraphs.is_empty());
        let text = coranto_markup::plain_text(&article.body);
        for paragraph in paragraphs {
            assert!(text.contains(&paragraph), "{} has every paragraph", article.url);
        }
        assert!(stories.insert(article.story.unwrap()), "filed once");
    }
}
