//! A person looks around in the demo: front page, first article, its publisher.

use serde::Deserialize;

use crate::chromium::Browser;
use crate::look::Look;
use crate::page::{check, photograph};
use crate::program::Program;

/// The first card's headline.
const FIRST_CARD: &str = "main .card-title a";

/// A link to the publisher of an article.
const PUBLISHER: &str = "main a[href^='/publisher/']";

#[derive(Debug, Deserialize)]
struct Article {
    first_link: String,
    lead: Option<Lead>,
    paragraphs: usize,
    chars: usize,
}

#[derive(Debug, Deserialize)]
struct Lead {
    natural: u32,
    shown: f64,
}

const ARTICLE: &str = "
    const lead = document.querySelector('main .lead img');
    const paragraphs = [...document.querySelectorAll('main .prose p')];
    return {
        first_link: document.querySelector('main a[href]').href,
        lead: lead && { natural: lead.naturalWidth, shown: lead.getBoundingClientRect().width },
        paragraphs: paragraphs.length,
        chars: paragraphs.map(paragraph => paragraph.textContent.length).reduce((all, one) => all + one, 0),
    };
";

#[tokio::test]
async fn demo_walk_en() {
    walk("en").await;
}

#[tokio::test]
async fn demo_walk_ar() {
    walk("ar").await;
}

async fn walk(language: &'static str) {
    let program = Program::demo();
    let browser = Browser::start().await;
    for look in Look::all(language) {
        browser.wear(look).await;
        front(&browser, &program, look).await;
        article(&browser, &program, look).await;
        publisher(&browser, look).await;
    }
}

async fn front(browser: &Browser, program: &Program, look: Look) {
    browser.open(&program.url(&look.front())).await;
    check(browser, look).await;
    photograph(browser, &format!("front_{look}")).await;
    let cards: usize = browser.run("return document.querySelectorAll('main .card-title a').length").await;
    assert!(cards >= 8, "{look}: {cards} cards");
    let twice: Vec<String> = browser
        .run("const all = [...document.querySelectorAll('main .card-title a')].map(a => a.pathname); return all.filter((path, at) => all.indexOf(path) !== at);")
        .await;
    assert!(twice.is_empty(), "{look}: shown twice: {twice:?}");
}

async fn article(browser: &Browser, program: &Program, look: Look) {
    let promised: String =
        browser.run(&format!("return document.querySelector({FIRST_CARD:?}).textContent.trim()")).await;
    browser.follow(FIRST_CARD).await;
    let heading = check(browser, look).await;
    assert_eq!(heading, promised, "{look}: the card leads to its article");
    photograph(browser, &format!("article_{look}")).await;
    let article: Article = browser.run(ARTICLE).await;
    assert!(
        article.first_link.starts_with("http") && !article.first_link.starts_with(&program.address),
        "{look}: the first link leads to the original, not to {}",
        article.first_link
    );
    let lead = article.lead.unwrap_or_else(|| panic!("{look}: the article has its lead picture"));
    assert!(lead.natural > 0 && lead.shown >= 300.0, "{look}: {lead:?} can be seen");
    assert!(article.paragraphs >= 3 && article.chars >= 400, "{look}: {} characters", article.chars);
}

async fn publisher(browser: &Browser, look: Look) {
    browser.follow(PUBLISHER).await;
    check(browser, look).await;
    photograph(browser, &format!("publisher_{look}")).await;
    let cards: usize = browser.run("return document.querySelectorAll('main .card-title a').length").await;
    assert!(cards >= 1, "{look}: the publisher's articles");
}
