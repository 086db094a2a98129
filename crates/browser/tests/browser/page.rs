//! What has to be true of every page, in every look.

use std::fs;
use std::path::PathBuf;

use serde::Deserialize;

use crate::chromium::Browser;
use crate::look::{Look, Scheme};
use crate::program::target_folder;

/// Waits for fonts and for all pictures, also those that are not yet in sight; the addresses of the broken ones.
const LOAD_ALL: &str = "
    await document.fonts.ready;
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = 'eager';
    await Promise.all(pictures.map(picture => picture.complete || new Promise(done => {
        picture.addEventListener('load', done);
        picture.addEventListener('error', done);
    })));
    return pictures.filter(picture => picture.naturalWidth === 0).map(picture => picture.currentSrc || picture.src);
";

/// The window of a telephone grows with a page that is too wide, so WIDTH stands for what it should be.
const FACTS: &str = "
    const root = document.documentElement;
    const style = getComputedStyle(document.body);
    const headings = document.querySelectorAll('h1');
    const wide = [...document.body.querySelectorAll('*')].filter(element => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && (box.right > WIDTH + 1 || box.left < -1);
    });
    return {
        language: root.lang,
        direction: root.dir,
        title: document.title,
        headings: headings.length,
        heading: headings[0]?.textContent.trim() ?? '',
        width: root.scrollWidth,
        wide: wide.slice(0, 5).map(element => element.outerHTML.slice(0, 120)),
        paper: style.backgroundColor,
        ink: style.color,
        outside: performance.getEntriesByType('resource').map(entry => entry.name)
            .filter(name => /^https?:/.test(name) && !name.startsWith(location.origin + '/')),
    };
";

#[derive(Debug, Deserialize)]
struct Facts {
    language: String,
    direction: String,
    title: String,
    headings: usize,
    heading: String,
    width: u32,
    wide: Vec<String>,
    paper: String,
    ink: String,
    outside: Vec<String>,
}

/// Fails when the page that is shown is not as a page should be; its headline.
pub async fn check(browser: &Browser, look: Look) -> String {
    let address = browser.address().await;
    let place = format!("{look} {address}");
    let broken: Vec<String> = browser.run_async(LOAD_ALL).await;
    assert!(broken.is_empty(), "{place}: pictures that do not load: {broken:?}");
    let facts: Facts = browser.run(&FACTS.replace("WIDTH", &look.width.to_string())).await;
    assert_eq!(facts.language, look.language, "{place}: language");
    assert_eq!(facts.direction, look.direction(), "{place}: direction");
    assert!(!facts.title.is_empty(), "{place}: a title");
    assert_eq!(facts.headings, 1, "{place}: one heading of the first level");
    assert!(!facts.heading.is_empty(), "{place}: a heading");
    assert!(facts.width <= look.width, "{place}: {} pixels wide, because of {:#?}", facts.width, facts.wide);
    assert!(facts.outside.is_empty(), "{place}: asks other servers: {:?}", facts.outside);
    let (paper, ink) = (lightness(&facts.paper), lightness(&facts.ink));
    match look.scheme {
        Scheme::Light => assert!(paper > 0.8 && ink < 0.3, "{place}: {facts:?} is not light"),
        Scheme::Dark => assert!(paper < 0.2 && ink > 0.7, "{place}: {facts:?} is not dark"),
    }
    let errors = browser.errors().await;
    assert!(errors.is_empty(), "{place}: {errors:#?}");
    facts.heading
}

/// Lightness of a colour such as `rgb(18, 21, 22)`, from 0 to 1.
fn lightness(colour: &str) -> f64 {
    let inside = colour.split(['(', ')']).nth(1).unwrap_or_default();
    let parts: Vec<f64> = inside.split(',').filter_map(|part| part.trim().parse().ok()).collect();
    assert!(parts.len() >= 3, "{colour} is no colour that this test can read");
    (0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]) / 255.0
}

/// Puts a picture of the whole page among the screenshots.
pub async fn photograph(browser: &Browser, name: &str) {
    keep(name, &browser.photograph_page().await);
}

/// Puts a picture among the screenshots.
pub fn keep(name: &str, picture: &[u8]) {
    let named = std::env::var_os("CORANTO_SCREENSHOTS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| target_folder().join("screenshots"));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.png")), picture).unwrap();
}
