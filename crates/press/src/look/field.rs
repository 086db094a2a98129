//! Field & Furrow: a blog that grew into a paper: classes as weblogs have them, comments, widgets.

use super::Page;
use crate::blocks::escape;

const STYLE: &str = "body{font:18px/1.6 Verdana,sans-serif;max-width:60rem;margin:auto;background:#fbfaf4}.site-title{font-size:2rem}.widget{background:#eef2dc;padding:1rem;margin:1rem 0}";

pub(super) fn article(page: &Page<'_>) -> String {
    let tags: String = page
        .issue
        .text
        .tags
        .iter()
        .map(|tag| format!("<a rel=\"tag\" href=\"/\">{}</a> ", escape(tag)))
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head><meta charset=\"utf-8\"><title>{headline} &#8211; {name}</title>\n<link rel=\"icon\" href=\"/pictures/{logo}\">\n{open_graph}\
         <style>{STYLE}</style></head>\n<body class=\"single single-post\">\n<div class=\"site-title\"><a href=\"/\">{name}</a></div>\n\
         <article class=\"post hentry\"><h1 class=\"entry-title post-title\">{headline}</h1>\n<div class=\"entry-meta\">by <span class=\"author vcard\"><span class=\"fn\">{authors}</span></span> \
         <time class=\"entry-date\" datetime=\"{published}\">today</time></div>\n{figure}\n<p class=\"excerpt\">{standfirst}</p>\n<div class=\"entry-content\">{body}</div>\n\
         <div class=\"tags-links\">Filed under {tags}</div></article>\n\
         <div id=\"comments\"><h3>2 thoughts on this</h3><p>Old Brenn: my hedge says otherwise.</p><p>Ruth: it has been raining here since you wrote that.</p></div>\n\
         <div class=\"widget\"><h3>Recent posts</h3><ul>{links}</ul></div>\n<div class=\"widget\"><h3>Rain gauge</h3><p>Four millimetres, and a beetle.</p></div>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        open_graph = page.open_graph(),
        authors = page.authors(" and "),
        published = page.issue.published,
        figure = page.figure("wp-block-image", "Photo by "),
        standfirst = page.standfirst(),
        body = page.body().concat(),
        links = page.links(),
    )
}
