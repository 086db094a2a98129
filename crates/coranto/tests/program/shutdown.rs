//! SIGTERM while work is under way: ends well and soon, and hands back what it holds.

use std::time::Duration;

use coranto_press::{Load, LoadOptions};

use crate::harness::{FAST, Place, opml, wait_until};

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_asked_to_stop_ends_within_ten_seconds() {
    let place = Place::new(FAST);
    let now = (coranto_engine::system_clock())();
    let load =
        Load::start(LoadOptions { publishers: 10, articles: 2_000, seed: 3, now, ..LoadOptions::default() })
            .await
            .unwrap();
    let feeds: Vec<String> = load.feed_urls().iter().map(ToString::to_string).collect();
    let file = opml(&place, &feeds);
    tokio::task::block_in_place(|| {
        place.run_well(&["source", "import", file.to_str().unwrap()]);
        let server = place.serve();
        wait_until("work to be under way", || server.metric("coranto_articles") > 10.0);
        let (code, took) = server.terminate();
        assert_eq!(code, Some(0));
        assert!(took < Duration::from_secs(10), "{took:?}");
    });
    let store = coranto_store::Store::sqlite(&place.path().join("coranto.sqlite")).await.unwrap();
    assert_eq!(store.release_held("local".to_owned(), now).await.unwrap(), 0, "every lane was handed back");
    load.stop().await;
}
