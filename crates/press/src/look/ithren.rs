//! Radio Ithren: a broadcaster with plain Arabic pages, no metadata to speak of, and its pictures loaded by a script.

use super::Page;
use crate::blocks::escape;

pub(super) fn article(page: &Page<'_>) -> String {
    let text = &page.issue.text;
    let picture = text.picture.as_ref().map(|picture| {
        format!(
            "<figure><img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\" data-src=\"{}\" alt=\"{}\" width=\"960\" height=\"640\"><figcaption>{} صورة: {}</figcaption></figure>",
            page.picture_address(picture),
            escape(&picture.alt),
            escape(&picture.caption),
            escape(&picture.credit)
        )
    });
    format!(
        "<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">\n<head><meta charset=\"utf-8\"><title>{headline}</title>\n\
         <link rel=\"shortcut icon\" href=\"/pictures/{logo}\"><meta property=\"og:site_name\" content=\"{name}\"></head>\n<body>\n\
         <table class=\"head\"><tr><td><a href=\"/\">{name}</a></td><td>البث المباشر</td><td>البرامج</td><td>الترددات</td></tr></table>\n\
         <div id=\"news\"><h1>{headline}</h1>\n<p class=\"byline\">{authors}</p>\n<p class=\"intro\"><strong>{standfirst}</strong></p>\n{picture}\n{body}\n</div>\n\
         <div id=\"more\"><h4>المزيد من الأخبار</h4><ul>{links}</ul></div>\n<div id=\"foot\">راديو إيثرن، على الموجة المتوسطة وعلى الشبكة</div>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        authors = page.authors("، "),
        standfirst = page.standfirst(),
        picture = picture.unwrap_or_default(),
        body = page.body().concat(),
        links = page.links(),
    )
}
