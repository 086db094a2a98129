//! Entries parsed a second. With CORANTO_BENCH, real feeds; without, one that is made here.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

use std::path::PathBuf;

use coranto_feed::{Document, parse};
use divan::counter::{BytesCount, ItemsCount};
use url::Url;

fn main() {
    divan::main();
}

fn feeds() -> Vec<Vec<u8>> {
    let Some(folder) =
        std::env::var_os("CORANTO_BENCH").map(|folder| PathBuf::from(folder).join("feeds/raw"))
    else {
        return vec![made()];
    };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let feeds: Vec<Vec<u8>> = files.iter().filter_map(|file| std::fs::read(file).ok()).collect();
    feeds.into_iter().filter(|bytes| bytes.len() > 20_000).collect()
}

fn made() -> Vec<u8> {
    let items: String = (0..200)
        .map(|number| {
            format!(
                "<item><guid>{number}</guid><title>Headline {number}</title><link>https://example.com/{number}</link>\
                 <pubDate>Tue, 14 Nov 2023 22:13:20 GMT</pubDate><description>{}</description></item>",
                "Some words about it. ".repeat(40)
            )
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>A feed</title>{items}</channel></rss>").into_bytes()
}

#[divan::bench]
fn entries(bencher: divan::Bencher) {
    let feeds = feeds();
    let url = Url::parse("https://example.com/feed").unwrap();
    let read = || -> usize {
        feeds
            .iter()
            .filter_map(|bytes| {
                parse(&Document { bytes, url: &url, content_type: None, content_location: None }).ok()
            })
            .map(|feed| feed.entries.len())
            .sum()
    };
    let entries = read();
    let bytes: usize = feeds.iter().map(Vec::len).sum();
    bencher.counter(ItemsCount::new(entries)).counter(BytesCount::new(bytes)).bench(read);
}
