//! The first minutes with a newspaper of one's own: becoming the admin, signing out and in, and what is said on mistakes.

use crate::chromium::Browser;
use crate::look::{Look, Scheme};
use crate::page::{check, photograph};
use crate::program::Program;

const LOOK: Look = Look { language: "en", scheme: Scheme::Light, width: 360 };

/// Long enough for anybody's rule.
const PASSWORD: &str = "herons over the harbour at dawn";

/// The button of the form in the page, not of the masthead.
const SUBMIT: &str = "main button[type=submit]";

/// Fills in the form of the first run and sends it.
pub async fn become_admin(browser: &Browser, address: &str) {
    browser.open(address).await;
    browser.fill("input[name=name]", "ada").await;
    browser.fill("input[name=password]", PASSWORD).await;
    browser.fill("input[name=again]", PASSWORD).await;
    browser.follow(SUBMIT).await;
}

#[tokio::test]
async fn first_run_walk() {
    let (program, admin) = Program::empty();
    let browser = Browser::start().await;
    browser.wear(LOOK).await;
    browser.open(&admin).await;
    check(&browser, LOOK).await;
    photograph(&browser, &format!("first_run_{LOOK}")).await;
    become_admin(&browser, &admin).await;
    check(&browser, LOOK).await;
    photograph(&browser, &format!("first_sources_{LOOK}")).await;

    let user_menu = ".masthead details:has([action='/sign-out'])";
    browser.click(&format!("{user_menu} summary")).await;
    browser.follow(&format!("{user_menu} button")).await;
    browser.open(&program.url("/admin/sources")).await;
    let address = browser.address().await;
    assert!(address.contains("/sign-in"), "who is signed out is asked to sign in, not shown {address}");
    // That the page itself was refused is no mistake of the page.
    let _ = browser.errors().await;
    check(&browser, LOOK).await;

    browser.fill("input[name=name]", "ada").await;
    browser.fill("input[name=password]", PASSWORD).await;
    browser.follow(SUBMIT).await;
    let address = browser.address().await;
    assert!(
        address.ends_with("/admin/sources"),
        "signing in leads on to where one wanted to go, not to {address}"
    );
    check(&browser, LOOK).await;
}
