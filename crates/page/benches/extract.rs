//! Pages extracted a second. With CORANTO_BENCH, real pages; without, one that is made here.

#![allow(missing_docs, clippy::unwrap_used)]

use std::io::Read;
use std::path::PathBuf;

use coranto_page::{PageInput, extract};
use divan::counter::{BytesCount, ItemsCount};
use url::Url;

/// Real pages that are taken: enough to be typical, few enough for a round of seconds.
const PAGES: usize = 100;

fn main() {
    divan::main();
}

fn pages() -> Vec<String> {
    let Some(folder) =
        std::env::var_os("CORANTO_BENCH").map(|folder| PathBuf::from(folder).join("extraction/pages"))
    else {
        let paragraph =
            format!("<p>{}</p>", "Some words of a report about a harbour and its cranes. ".repeat(12));
        return vec![format!(
            "<html><title>T</title><body><nav>{}</nav><article>{}</article>",
            "<a href=/>x</a>".repeat(80),
            paragraph.repeat(20)
        )];
    };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let step = (files.len() / PAGES).max(1);
    let read = |path: &PathBuf| {
        let mut html = String::new();
        flate2::read::GzDecoder::new(std::fs::File::open(path).ok()?).read_to_string(&mut html).ok()?;
        Some(html)
    };
    files.iter().step_by(step).filter_map(read).collect()
}

#[divan::bench(sample_count = 10)]
fn articles(bencher: divan::Bencher) {
    let pages = pages();
    let url = Url::parse("https://example.com/a").unwrap();
    bencher
        .counter(ItemsCount::new(pages.len()))
        .counter(BytesCount::new(pages.iter().map(String::len).sum::<usize>()))
        .bench(|| {
            pages
                .iter()
                .filter(|html| extract(&PageInput { html, url: &url, robots_header: None }).is_ok())
                .count()
        });
}
