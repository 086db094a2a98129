//! Al-Marsa: an Arabic daily, right to left, with Open Graph and a box of related articles within the text.

use super::Page;
use crate::blocks::escape;

const STYLE: &str = "body{margin:0;font:19px/1.9 'Noto Naskh Arabic','Amiri',serif;color:#222}.masthead{background:#7a1f2b;color:#fff;padding:1rem;font-size:2rem}.masthead a{color:#fff}\
.page{max-width:46rem;margin:auto;padding:1rem}.also{background:#f6efe6;padding:1rem;margin:1rem 0}img{max-width:100%;height:auto}.credit{color:#888;font-size:.8em}";

pub(super) fn article(page: &Page<'_>) -> String {
    let text = &page.issue.text;
    let picture = text.picture.as_ref().map(|picture| {
        format!(
            "<figure class=\"main-image\"><img src=\"{}\" alt=\"{}\" width=\"960\" height=\"640\"><figcaption>{} <span class=\"credit\">تصوير: {}</span></figcaption></figure>",
            page.picture_address(picture),
            escape(&picture.alt),
            escape(&picture.caption),
            escape(&picture.credit)
        )
    });
    format!(
        "<!doctype html>\n<html lang=\"ar\" dir=\"rtl\">\n<head><meta charset=\"utf-8\"><title>{headline} | {name}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"/pictures/{logo}\">\n{open_graph}\
         <meta name=\"author\" content=\"{authors}\">\n<style>{STYLE}</style></head>\n<body>\n<div class=\"masthead\"><a href=\"/\">{name}</a></div>\n\
         <div class=\"page\"><ul class=\"menu\"><li><a href=\"/\">الرئيسية</a></li><li><a href=\"/\">سياسة</a></li><li><a href=\"/\">اقتصاد</a></li><li><a href=\"/\">ثقافة</a></li></ul>\n\
         <h1>{headline}</h1><h2 class=\"sub\">{standfirst}</h2><div class=\"writer\">{authors}</div>\n{picture}\n\
         <div class=\"article-body\">{body}</div>\n<div class=\"also\"><h3>اقرأ أيضا</h3><ul>{links}</ul></div>\n\
         <div class=\"newsletter\">اشترك في نشرتنا البريدية ليصلك كل جديد صباح كل يوم.</div></div>\n\
         <footer>جميع الحقوق محفوظة لصحيفة المرسى</footer>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        open_graph = page.open_graph(),
        authors = page.authors("، "),
        standfirst = page.standfirst(),
        picture = picture.unwrap_or_default(),
        body = page.body().concat(),
        links = page.links(),
    )
}
