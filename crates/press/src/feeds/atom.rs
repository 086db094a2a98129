//! Atom.

use super::{full_text, link};
use crate::blocks::escape;
use crate::press::{House, Issue};

pub(super) fn write(house: &House, issues: &[Issue]) -> String {
    let text = &house.text;
    let updated = issues.first().map(|issue| issue.published.to_string()).unwrap_or_default();
    let entries: String = issues.iter().map(|issue| entry(house, issue)).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<subtitle>{}</subtitle>\n<id>{}/</id>\n<link rel=\"self\" href=\"{}/feed.atom\"/>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{}/\"/>\n<updated>{updated}</updated>\n{entries}</feed>\n",
        escape(&text.language),
        escape(&text.name),
        escape(&text.description),
        house.origin,
        house.origin,
        house.origin,
    )
}

fn entry(house: &House, issue: &Issue) -> String {
    let text = &issue.text;
    let authors: String = text
        .authors
        .iter()
        .map(|author| format!("<author><name>{}</name></author>\n", escape(author)))
        .collect();
    let tags: String = std::iter::once(&text.section)
        .chain(&text.tags)
        .map(|tag| format!("<category term=\"{}\"/>\n", escape(tag)))
        .collect();
    let content = full_text(house, issue)
        .map(|body| format!("<content type=\"html\">{}</content>\n", escape(&body)))
        .unwrap_or_default();
    format!(
        "<entry>\n<title>{}</title>\n<id>{}/id/{}</id>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n\
         <published>{}</published>\n<updated>{}</updated>\n{authors}{tags}<summary>{}</summary>\n{content}</entry>\n",
        escape(&text.headline),
        house.origin,
        escape(&text.slug),
        escape(&link(house, issue)),
        issue.published,
        issue.published,
        escape(&text.standfirst),
    )
}
