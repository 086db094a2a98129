//! The Harbor Courier: a local paper with Open Graph only and a side column full of boxes.

use super::Page;
use crate::blocks::escape;

const STYLE: &str = "body{font:17px/1.55 'Trebuchet MS',sans-serif;margin:0;background:#f4f8fa;color:#123}.top{background:#0b4f6c;color:#fff;padding:1rem 2rem;font-size:1.6rem}\
.top a{color:#fff}.cols{display:flex;flex-wrap:wrap;gap:2rem;max-width:70rem;margin:auto;padding:1rem}.content{flex:3 1 28rem}.rail{flex:1 1 14rem;font-size:.9rem}\
.box{background:#fff;border:1px solid #cde;padding:1rem;margin-bottom:1rem}img{max-width:100%;height:auto}.cap{font-size:.8rem;color:#567}";

pub(super) fn article(page: &Page<'_>) -> String {
    let text = &page.issue.text;
    let picture = text.picture.as_ref().map(|picture| {
        format!(
            "<figure><img src=\"{}\" alt=\"{}\" width=\"960\" height=\"640\"><figcaption class=\"cap\">{} Photo: {}</figcaption></figure>",
            page.picture_address(picture),
            escape(&picture.alt),
            escape(&picture.caption),
            escape(&picture.credit)
        )
    });
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>{headline} - {name}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"apple-touch-icon\" href=\"/pictures/{logo}\">\n{open_graph}\
         <meta name=\"author\" content=\"{authors}\">\n<style>{STYLE}</style></head>\n<body>\n\
         <div class=\"top\"><a href=\"/\">{name}</a></div>\n<div class=\"cols\">\n<div class=\"content\" role=\"main\">\n\
         <div class=\"breadcrumb\"><a href=\"/\">Home</a> › {section}</div>\n<h1>{headline}</h1>\n<div class=\"standfirst\">{standfirst}</div>\n\
         <div class=\"by\">{authors}, <time datetime=\"{published}\">today</time></div>\n{picture}\n<div class=\"entry\">{body}</div>\n\
         <div class=\"comments-teaser\"><a href=\"/\">12 neighbours are talking about this. Join them.</a></div>\n</div>\n\
         <aside class=\"rail\"><div class=\"box\"><h3>Most popular</h3><ul>{links}</ul></div>\
         <div class=\"box\"><h3>Tide table</h3><p>High water tonight a little after nine. Mind the lower quay.</p></div>\
         <div class=\"box sponsored\"><h3>Sponsored</h3><p>Halyard &amp; Sons: ropes that hold.</p></div></aside>\n</div>\n\
         <footer>The Harbor Courier, Rope Walk 3, Port Delmere. Cookies are served at the counter.</footer>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        open_graph = page.open_graph(),
        authors = page.authors(", "),
        section = escape(&text.section),
        standfirst = page.standfirst(),
        published = page.issue.published,
        picture = picture.unwrap_or_default(),
        body = page.body().concat(),
        links = page.links(),
    )
}
