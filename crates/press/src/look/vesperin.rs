//! Vesperin Post: a daily with JSON-LD, a consent wall over the page, and boxes between the paragraphs.

use serde_json::json;

use super::{Page, script_json};
use crate::blocks::escape;

const STYLE: &str = "body{margin:0;font:18px/1.6 Georgia,serif;color:#1b1b1b}header.site{border-bottom:4px double #111;padding:1rem;text-align:center;\
font-size:2rem}nav.topics{background:#f3efe8;padding:.6rem;text-align:center;font:14px sans-serif}nav.topics a{margin:0 .6rem;color:#333}\
#wrap{max-width:46rem;margin:auto;padding:1rem}.ad{background:#eee;color:#777;text-align:center;padding:2rem;margin:1.5rem 0;font:13px sans-serif}\
.read-also{border-inline-start:3px solid #a33;padding:.5rem 1rem;font:15px sans-serif;background:#faf6f1}img{max-width:100%;height:auto}\
figcaption{font:13px sans-serif;color:#666}.consent{position:fixed;inset:auto 0 0 0;background:#fff;border-top:2px solid #111;padding:1rem;font:14px sans-serif}";

pub(super) fn article(page: &Page<'_>) -> String {
    let text = &page.issue.text;
    let body = page.body();
    let boxed = format!(
        "<div class=\"ad\" aria-label=\"Advertisement\">Advertisement: Vesper Savings Bank, at your side since the last flood.</div>\
         <aside class=\"read-also\"><strong>Read also</strong><ul>{}</ul></aside>",
        page.links()
    );
    let middle = body.len() / 2;
    let paragraphs: String = body
        .iter()
        .enumerate()
        .map(|(at, block)| if at == middle && at > 1 { format!("{boxed}{block}") } else { block.clone() })
        .collect();
    let figure = text.picture.as_ref().map(|picture| {
        format!(
            "<figure class=\"opener\"><img src=\"{}\" width=\"960\" height=\"640\" alt=\"{}\"><figcaption>{} <span class=\"photo-credit\">{}</span></figcaption></figure>",
            page.picture_address(picture),
            escape(&picture.alt),
            escape(&picture.caption),
            escape(&picture.credit)
        )
    });
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{headline} | {name}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"canonical\" href=\"{address}\">\n\
         <link rel=\"icon\" href=\"/pictures/{logo}\">\n<meta name=\"description\" content=\"{standfirst}\">\n\
         <script type=\"application/ld+json\">{json_ld}</script>\n<style>{STYLE}</style></head>\n<body>\n\
         <header class=\"site\"><a href=\"/\">{name}</a></header>\n\
         <nav class=\"topics\"><a href=\"/\">Home</a><a href=\"/\">World</a><a href=\"/\">Business</a><a href=\"/\">Culture</a><a href=\"/\">Letters</a></nav>\n\
         <div id=\"wrap\"><main><h1 class=\"hl\">{headline}</h1>\n<p class=\"lede\">{standfirst}</p>\n<p class=\"meta\">By {authors}</p>\n{figure}\n\
         <div class=\"story-text\">{paragraphs}</div>\n\
         <div class=\"share\">Share this article: <a href=\"/\">Mail</a> <a href=\"/\">Link</a></div></main>\n\
         <section class=\"newsletter\"><h3>The Vesperin letter</h3><p>Every morning before breakfast, in your letter box. Sign up and never miss it.</p></section>\n\
         <section class=\"most-read\"><h3>Most read</h3><ol>{links}</ol></section></div>\n\
         <footer><p>Vesperin Post, Assembly Square, Vesper. All rights reserved.</p></footer>\n\
         <div class=\"consent\" role=\"dialog\"><p>We and our 214 partners would like to store cookies in your pantry.</p><button>Accept all</button> <button>Choose</button></div>\n\
         </body></html>\n",
        headline = page.headline(),
        name = page.name(),
        address = page.address(),
        logo = page.house.text.logo,
        standfirst = page.standfirst(),
        json_ld = json_ld(page),
        authors = page.authors(" and "),
        figure = figure.unwrap_or_default(),
        links = page.links(),
    )
}

fn json_ld(page: &Page<'_>) -> String {
    script_json(&json!({
        "@context": "https://schema.org",
        "@graph": [
            { "@type": "WebSite", "name": page.house.text.name, "url": format!("{}/", page.house.origin) },
            page.news_article(),
        ]
    }))
}
