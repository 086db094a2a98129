//! Pictures for people: `cargo xtask screenshots`.

use crate::chromium::Browser;
use crate::look::{Look, Scheme};
use crate::page::{check, keep, photograph};
use crate::program::Program;

/// The look of the README's picture.
const README: Look = Look { language: "en", scheme: Scheme::Light, width: 1280 };

#[tokio::test]
#[ignore = "takes pictures and nothing else: cargo xtask screenshots"]
async fn every_page() {
    let browser = Browser::start().await;
    let demo = Program::demo();
    let (_empty, admin) = Program::empty();
    browser.wear(README).await;
    browser.open(&demo.url(&README.front())).await;
    check(&browser, README).await;
    keep("readme", &browser.photograph_window().await);
    for look in ["en", "ar"].into_iter().flat_map(Look::all) {
        browser.wear(look).await;
        browser.open(&demo.url(&look.front())).await;
        take(&browser, "front", look).await;
        browser.follow("main .card-title a").await;
        take(&browser, "article", look).await;
        browser.follow("main a[href^='/publisher/']").await;
        take(&browser, "publisher", look).await;
        browser.open(&demo.url("/admin/sources")).await;
        take(&browser, "sources", look).await;
        browser.open(&admin).await;
        take(&browser, "first_run", look).await;
    }
}

/// Pages without a language in their address speak the browser's, so what is checked elsewhere is not checked here.
async fn take(browser: &Browser, page: &str, look: Look) {
    let ready = "await document.fonts.ready; for (const picture of document.images) picture.loading = 'eager'; await Promise.all([...document.images].map(picture => picture.decode().catch(() => null))); return true;";
    assert!(browser.run_async::<bool>(ready).await);
    photograph(browser, &format!("{page}_{look}")).await;
}
