//! The Solvane Ledger: a business daily whose best pieces end at a paywall.

use serde_json::json;

use super::{Page, script_json};

/// Blocks that are shown to who does not pay.
const FREE_BLOCKS: usize = 2;

const STYLE: &str = "body{margin:0;background:#fff7ee;font:18px/1.55 'Times New Roman',serif}.bar{background:#20302a;color:#fff7ee;padding:.8rem 2rem}.bar a{color:inherit}\
.ticker{font:13px monospace;background:#efe3d3;padding:.4rem 2rem}main{max-width:42rem;margin:2rem auto}.wall{border:2px solid #20302a;padding:2rem;text-align:center}";

pub(super) fn article(page: &Page<'_>) -> String {
    let body = page.body();
    let shown = if page.issue.text.paywall { FREE_BLOCKS.min(body.len()) } else { body.len() };
    let wall = if page.issue.text.paywall {
        "<div class=\"wall\"><h3>Subscribe to read on</h3><p>You have read your free piece of this month. Four crowns a week open all others.</p></div>"
    } else {
        ""
    };
    let mut data = page.news_article();
    if let Some(fields) = data.as_object_mut() {
        fields.insert("@context".to_owned(), json!("https://schema.org"));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{headline} - {name}</title>\n\
         <link rel=\"icon\" href=\"/pictures/{logo}\">\n{open_graph}<script type=\"application/ld+json\">{data}</script>\n<style>{STYLE}</style></head>\n<body>\n\
         <div class=\"bar\"><a href=\"/\">{name}</a></div>\n<div class=\"ticker\">CROWN 1.02 +0.1 | HERRING 84.10 -2.3 | COPPER 7,410 +12</div>\n\
         <main><div class=\"kicker\">{section}</div><h1>{headline}</h1>\n<p class=\"deck\">{standfirst}</p>\n<p class=\"byline\">By {authors}</p>\n{figure}\n\
         <div class=\"article__content\">{shown}</div>\n{wall}\n\
         <div class=\"disclaimer\"><p>Prices are delayed by fifteen minutes. Nothing on this page is advice.</p></div></main>\n\
         <aside><h4>Markets now</h4><ul>{links}</ul></aside>\n<footer>© {name}, Exchange Row, Solva</footer>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        open_graph = page.open_graph(),
        data = script_json(&data),
        section = crate::blocks::escape(&page.issue.text.section),
        standfirst = page.standfirst(),
        authors = page.authors(", "),
        figure = page.figure("lead-image", "Photograph: "),
        shown = body.get(..shown).unwrap_or_default().concat(),
        links = page.links(),
    )
}
