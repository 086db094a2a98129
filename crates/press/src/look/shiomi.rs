//! 潮見新報: a Japanese daily; its time of publication stands in a meta element of its own making.

use super::Page;

const STYLE: &str = "body{margin:0;font:17px/1.9 'Noto Serif JP','Hiragino Mincho ProN',serif}#hd{border-top:6px solid #1d3f6e;padding:1rem 2rem;font-size:1.6rem}.kiji{max-width:42rem;margin:auto}.kanren{background:#f3f5f9;padding:1rem}";

pub(super) fn article(page: &Page<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"ja\">\n<head><meta charset=\"utf-8\"><title>{headline}｜{name}</title>\n\
         <link rel=\"icon\" href=\"/pictures/{logo}\">\n<meta name=\"date\" content=\"{published}\">\n<meta name=\"author\" content=\"{authors}\">\n{open_graph}\
         <style>{STYLE}</style></head>\n<body>\n<div id=\"hd\"><a href=\"/\">{name}</a></div>\n\
         <div class=\"kiji\"><h1>{headline}</h1>\n<p class=\"midashi\">{standfirst}</p>\n<p class=\"kisha\">{authors}</p>\n{figure}\n<div class=\"honbun\">{body}</div></div>\n\
         <div class=\"kanren\"><h3>関連記事</h3><ul>{links}</ul></div>\n<div class=\"ft\">記事・写真の無断転載を禁じます。潮見新報社</div>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        published = page.issue.published,
        authors = page.authors("、"),
        open_graph = page.open_graph(),
        standfirst = page.standfirst(),
        figure = page.figure("shashin", "撮影："),
        body = page.body().concat(),
        links = page.links(),
    )
}
