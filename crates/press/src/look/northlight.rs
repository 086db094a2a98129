//! La Revue boréale: a French review that keeps its texts from AI, and repeats a sentence in the margin.

use super::Page;
use crate::blocks::escape;

const STYLE: &str = "body{margin:0;font:20px/1.7 Garamond,serif;color:#222}.ours{letter-spacing:.2em;text-align:center;padding:2rem}.texte{max-width:40rem;margin:auto}.exergue{float:right;width:14rem;font-style:italic;color:#555}";

pub(super) fn article(page: &Page<'_>) -> String {
    let reserved = if page.house.text.ai.as_deref() == Some("reserved") {
        "<meta name=\"robots\" content=\"noai, noimageai\">\n<meta name=\"tdm-reservation\" content=\"1\">\n"
    } else {
        ""
    };
    let pull = page.issue.text.standfirst.split_inclusive(['.', '?', '!']).next().unwrap_or_default();
    format!(
        "<!doctype html>\n<html lang=\"fr\">\n<head><meta charset=\"utf-8\"><title>{headline} – {name}</title>\n\
         <link rel=\"icon\" href=\"/pictures/{logo}\">\n{reserved}{open_graph}<meta name=\"author\" content=\"{authors}\">\n<style>{STYLE}</style></head>\n<body>\n\
         <div class=\"ours\"><a href=\"/\">{name}</a></div>\n<div class=\"texte\"><h1>{headline}</h1>\n<p class=\"chapo\">{standfirst}</p>\n<p class=\"signature\">{authors}</p>\n{figure}\n\
         <aside class=\"exergue\">{pull}</aside>\n<div class=\"corps\">{body}</div>\n\
         <div class=\"notes\"><p>La rédaction répond aux lettres, pas aux courriels.</p></div></div>\n<div class=\"suite\"><h3>À lire aussi</h3><ul>{links}</ul></div>\n\
         <footer>La Revue boréale, quai des Lampes, Aubrac-sur-Lune</footer>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        open_graph = page.open_graph(),
        authors = page.authors(", "),
        standfirst = page.standfirst(),
        figure = page.figure("ouverture", "Photo : "),
        pull = escape(pull),
        body = page.body().concat(),
        links = page.links(),
    )
}
