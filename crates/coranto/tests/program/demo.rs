//! The demo, read through its pages.

use crate::harness::{Server, program, wait_until};

#[test]
fn the_demo_fills_a_newspaper_and_goes_on_publishing() {
    let mut command = program();
    command.args(["demo", "--listen", "127.0.0.1:0", "--every", "1"]);
    let server = Server::start(command);
    for (front, language, direction) in [("/en", "en", "ltr"), ("/ar", "ar", "rtl"), ("/de", "en", "ltr")] {
        let page = server.get(front);
        assert_eq!(page.status, 200);
        assert!(page.body.contains(&format!("<html lang=\"{language}\" dir=\"{direction}\"")), "{front}");
        assert!(page.body.matches("card-title").count() >= 10, "{front} has its stories");
    }
    assert!((15.0..16.0).contains(&server.metric("coranto_sources")));
    let articles = server.metric("coranto_articles");
    assert!(articles >= 140.0, "{articles}");
    wait_until("a new article", || server.metric("coranto_articles") > articles);
    let (code, _) = server.terminate();
    assert_eq!(code, Some(0));
}
