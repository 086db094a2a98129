//! RSS 1.0: RDF with a table of contents, then the items.

use super::{full_text, link};
use crate::blocks::escape;
use crate::press::{House, Issue};

pub(super) fn write(house: &House, issues: &[Issue]) -> String {
    let text = &house.text;
    let contents: String = issues
        .iter()
        .map(|issue| format!("<rdf:li rdf:resource=\"{}\"/>\n", escape(&link(house, issue))))
        .collect();
    let items: String = issues.iter().map(|issue| item(house, issue)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n<channel rdf:about=\"{origin}/index.rdf\">\n\
         <title>{}</title>\n<link>{origin}/</link>\n<description>{}</description>\n<dc:language>{}</dc:language>\n\
         <items><rdf:Seq>\n{contents}</rdf:Seq></items>\n</channel>\n{items}</rdf:RDF>\n",
        escape(&text.name),
        escape(&text.description),
        escape(&text.language),
        origin = house.origin,
    )
}

fn item(house: &House, issue: &Issue) -> String {
    let text = &issue.text;
    let address = escape(&link(house, issue));
    let subjects: String = std::iter::once(&text.section)
        .chain(&text.tags)
        .map(|tag| format!("<dc:subject>{}</dc:subject>\n", escape(tag)))
        .collect();
    let creators: String =
        text.authors.iter().map(|name| format!("<dc:creator>{}</dc:creator>\n", escape(name))).collect();
    let content = full_text(house, issue)
        .map(|body| {
            format!("<content:encoded><![CDATA[{}]]></content:encoded>\n", body.replace("]]>", "]]&gt;"))
        })
        .unwrap_or_default();
    format!(
        "<item rdf:about=\"{address}\">\n<title>{}</title>\n<link>{address}</link>\n<description>{}</description>\n\
         <dc:date>{}</dc:date>\n{creators}{subjects}{content}</item>\n",
        escape(&text.headline),
        escape(&text.standfirst),
        issue.published,
    )
}
