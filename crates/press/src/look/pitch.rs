//! Lane Five: sport. All metadata stand in JSON-LD, the whole text with them.

use serde_json::json;

use super::{Page, script_json};

const STYLE: &str = "body{margin:0;font:17px/1.5 system-ui,sans-serif;background:#f6f6f3}.lanes{background:repeating-linear-gradient(90deg,#b5452c 0 3rem,#c0553b 3rem 6rem);height:1.2rem}.col{max-width:44rem;margin:auto;padding:1rem}";

pub(super) fn article(page: &Page<'_>) -> String {
    let mut data = page.news_article();
    if let Some(fields) = data.as_object_mut() {
        fields.insert("@context".to_owned(), json!("https://schema.org"));
        fields.insert("articleBody".to_owned(), json!(page.issue.text.body));
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{headline} / {name}</title>\n<link rel=\"icon\" href=\"/pictures/{logo}\">\n\
         <script type=\"application/ld+json\">{data}</script>\n<style>{STYLE}</style></head>\n<body>\n<div class=\"lanes\"></div><div class=\"col\"><a href=\"/\">{name}</a>\n\
         <h1>{headline}</h1>\n<p class=\"intro\">{standfirst}</p>\n{figure}\n<div class=\"report\">{body}</div>\n\
         <div class=\"live-scores\"><b>Scores</b> Rope Walk 2, Harbour Office 1; Quillon 0, Mill Lane 0</div>\n<ul class=\"more\">{links}</ul></div>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        data = script_json(&data),
        standfirst = page.standfirst(),
        figure = page.figure("shot", "Image: "),
        body = page.body().concat(),
        links = page.links(),
    )
}
