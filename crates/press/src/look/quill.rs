//! Quillon Evening: a tabloid. Boxes between the paragraphs, the next story under this one, and a language that is not
//! its own.

use super::Page;
use crate::blocks::escape;

const STYLE: &str = "body{margin:0;font:18px/1.45 Arial,sans-serif}.top{background:#e4002b;color:#fff;font:900 2.4rem Impact,sans-serif;padding:.6rem 1rem}.top a{color:#fff}\
.kicker{color:#e4002b;font-weight:700}h1{font:900 2.4rem/1.05 Impact,sans-serif}.wow{background:#ffec3d;padding:1rem;margin:1rem 0}.w{max-width:44rem;margin:auto}";

pub(super) fn article(page: &Page<'_>) -> String {
    let teaser = page.others.first().map(|(slug, title)| {
        format!(
            "<div class=\"wow\"><b>YOU WON'T BELIEVE IT</b> <a href=\"/{slug}\">{}</a></div>",
            escape(title)
        )
    });
    let teaser = teaser.unwrap_or_default();
    let body: String = page
        .body()
        .iter()
        .enumerate()
        .map(|(at, block)| if at % 3 == 2 { format!("{teaser}{block}") } else { block.clone() })
        .collect();
    let next = page.others.get(1).map(|(slug, title)| {
        format!(
            "<article class=\"next-story\"><h2><a href=\"/{slug}\">{}</a></h2><p>Keep scrolling for the next one, neighbours are talking of nothing else tonight.</p></article>",
            escape(title)
        )
    });
    format!(
        "<!doctype html>\n<html lang=\"de\">\n<head><meta charset=\"utf-8\"><title>{headline} | {name} | News you feel</title>\n\
         <link rel=\"icon\" href=\"/pictures/{logo}\">\n{open_graph}<style>{STYLE}</style></head>\n<body>\n<div class=\"top\"><a href=\"/\">{name}</a></div>\n\
         <div class=\"w\"><div><div><div><div class=\"kicker\">{section}</div><div class=\"banner\"><h1>{headline}</h1></div>\n\
         <div class=\"sub\">{standfirst}</div><div class=\"by\">{authors}</div>\n{figure}\n<div class=\"txt\">{body}</div></div></div></div>\n\
         <div class=\"sharebar\">Share! Tell your aunt! Tell everybody!</div>\n{next}\n<ul class=\"hot\">{links}</ul></div>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        open_graph = page.open_graph(),
        section = escape(&page.issue.text.section.to_uppercase()),
        standfirst = page.standfirst(),
        authors = page.authors(" & "),
        figure = page.figure("pic", "Pic: "),
        next = next.unwrap_or_default(),
        links = page.links(),
    )
}
