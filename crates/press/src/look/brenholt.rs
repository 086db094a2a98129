//! Brenner Anzeiger: a German daily with microdata and a dialogue about cookies before everything.

use super::Page;

const STYLE: &str = "body{margin:0;font:18px/1.6 'Noto Serif',serif}header{border-bottom:3px solid #234;padding:1rem;font-size:1.8rem}article{max-width:44rem;margin:auto;padding:1rem}\
.lesen{background:#eef2f5;padding:.8rem}.cookies{background:#223;color:#fff;padding:1rem}";

pub(super) fn article(page: &Page<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"de\">\n<head><meta charset=\"utf-8\"><title>{headline} - {name}</title>\n\
         <link rel=\"canonical\" href=\"{address}\">\n<link rel=\"icon\" href=\"/pictures/{logo}\">\n<meta name=\"description\" content=\"{standfirst}\">\n\
         <style>{STYLE}</style></head>\n<body>\n<div class=\"cookies\" role=\"dialog\"><p>Wir und unsere Partner backen Kekse. Alle annehmen oder lange suchen?</p></div>\n\
         <header><a href=\"/\">{name}</a></header>\n<nav><a href=\"/\">Brenholt</a> <a href=\"/\">Brenn</a> <a href=\"/\">Wirtschaft</a> <a href=\"/\">Kultur</a></nav>\n\
         <article itemscope itemtype=\"https://schema.org/NewsArticle\"><span class=\"ressort\" itemprop=\"articleSection\">{section}</span>\n\
         <h1 itemprop=\"headline\">{headline}</h1>\n<p class=\"vorspann\" itemprop=\"description\">{standfirst}</p>\n\
         <p class=\"autor\">Von <span itemprop=\"author\">{authors}</span>, <time itemprop=\"datePublished\" datetime=\"{published}\">heute</time></p>\n{figure}\n\
         <div itemprop=\"articleBody\">{body}</div>\n</article>\n<div class=\"lesen\"><h3>Lesen Sie auch</h3><ul>{links}</ul></div>\n\
         <footer>Brenner Anzeiger, Marktgasse 4, Brenholt. Impressum. Datenschutz.</footer>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        address = page.address(),
        logo = page.house.text.logo,
        standfirst = page.standfirst(),
        section = crate::blocks::escape(&page.issue.text.section),
        authors = page.authors(" und "),
        published = page.issue.published,
        figure = page.figure("aufmacher", "Foto: "),
        body = page.body().concat(),
        links = page.links(),
    )
}
