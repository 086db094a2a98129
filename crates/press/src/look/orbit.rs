//! Low Orbit: a science magazine with microdata, sections within the text and a list of references to itself.

use super::Page;
use crate::blocks::escape;

const STYLE: &str = "body{font:18px/1.65 system-ui,sans-serif;max-width:42rem;margin:auto;padding:1rem;background:#0e1116;color:#e6e6e6}a{color:#9cf}h1{font-size:2.2rem}\
header,footer{font-size:.85rem;opacity:.8}img{max-width:100%;height:auto}.teaser{border:1px solid #345;padding:1rem;margin:2rem 0}";

pub(super) fn article(page: &Page<'_>) -> String {
    let text = &page.issue.text;
    let picture = text.picture.as_ref().map(|picture| {
        format!(
            "<figure itemprop=\"image\" itemscope><img itemprop=\"url\" src=\"{}\" alt=\"{}\" width=\"960\" height=\"640\"><figcaption>{} <small>Image: {}</small></figcaption></figure>",
            page.picture_address(picture),
            escape(&picture.alt),
            escape(&picture.caption),
            escape(&picture.credit)
        )
    });
    let authors: String = text
        .authors
        .iter()
        .map(|name| {
            format!(
                "<span itemprop=\"author\" itemscope><span itemprop=\"name\">{}</span></span> ",
                escape(name)
            )
        })
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{name}: {headline}</title>\n\
         <meta name=\"application-name\" content=\"{name}\">\n<meta name=\"description\" content=\"{standfirst}\">\n\
         <meta name=\"keywords\" content=\"{tags}\">\n<link rel=\"icon\" type=\"image/webp\" href=\"/pictures/{logo}\">\n<style>{STYLE}</style></head>\n<body>\n\
         <header><a href=\"/\">{name}</a> · <a href=\"/\">Sky</a> · <a href=\"/\">Lab</a> · <a href=\"/\">Machines</a> · <a href=\"/\">Subscribe</a></header>\n\
         <article itemscope itemtype=\"https://schema.org/NewsArticle\"><h1 itemprop=\"headline\">{headline}</h1>\n<p class=\"dek\">{standfirst}</p>\n\
         <p>{authors}<time itemprop=\"datePublished\" datetime=\"{published}\"></time> <span itemprop=\"articleSection\">{section}</span></p>\n{picture}\n\
         <div itemprop=\"articleBody\">{body}</div></article>\n\
         <div class=\"teaser\"><h2>Keep looking up</h2><ul>{links}</ul></div>\n<footer>Low Orbit is written by people and read by at least one satellite.</footer>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        standfirst = page.standfirst(),
        tags = escape(&text.tags.join(", ")),
        logo = page.house.text.logo,
        published = page.issue.published,
        section = escape(&text.section),
        picture = picture.unwrap_or_default(),
        body = page.body().concat(),
        links = page.links(),
    )
}
