//! RSS 2.0.

use super::{full_text, link, picture, rfc_822};
use crate::blocks::escape;
use crate::press::{House, Issue};

pub(super) fn write(house: &House, issues: &[Issue]) -> String {
    let text = &house.text;
    let items: String = issues.iter().map(|issue| item(house, issue)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:media=\"http://search.yahoo.com/mrss/\">\n<channel>\n\
         <title>{}</title>\n<link>{}/</link>\n<description>{}</description>\n<language>{}</language>\n{items}</channel>\n</rss>\n",
        escape(&text.name),
        house.origin,
        escape(&text.description),
        escape(&text.language),
    )
}

fn item(house: &House, issue: &Issue) -> String {
    let text = &issue.text;
    let mut out = format!(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<guid isPermaLink=\"false\">{}</guid>\n<pubDate>{}</pubDate>\n\
         <category>{}</category>\n<description>{}</description>\n",
        escape(&text.headline),
        escape(&link(house, issue)),
        escape(&text.slug),
        rfc_822(issue.published),
        escape(&text.section),
        escape(&format!("<p>{}</p>", escape(&text.standfirst))),
    );
    for author in &text.authors {
        out.push_str(&format!("<dc:creator>{}</dc:creator>\n", escape(author)));
    }
    for tag in &text.tags {
        out.push_str(&format!("<category>{}</category>\n", escape(tag)));
    }
    if let Some(url) = picture(house, issue) {
        out.push_str(&format!(
            "<media:content url=\"{}\" type=\"image/webp\" medium=\"image\"/>\n",
            escape(&url)
        ));
    }
    if let Some(body) = full_text(house, issue) {
        out.push_str(&format!(
            "<content:encoded><![CDATA[{}]]></content:encoded>\n",
            body.replace("]]>", "]]&gt;")
        ));
    }
    out.push_str("</item>\n");
    out
}
