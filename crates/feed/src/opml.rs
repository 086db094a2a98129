//! OPML, the form in which readers hand each other their subscriptions.

use coranto_markup::{decode, escape};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Serialize;

/// Deepest folder that is read.
const MAX_FOLDERS: usize = 20;

/// Most subscriptions of one file.
const MAX_SUBSCRIPTIONS: usize = 100_000;

/// One feed of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Subscription {
    /// The feed's address.
    pub feed_url: String,
    /// What the list calls it.
    pub title: Option<String>,
    /// The site's address.
    pub site_url: Option<String>,
    /// The folders that it is in, from the outside in.
    pub folders: Vec<String>,
}

/// The file is not OPML.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it has no outline that names a feed")]
pub struct OpmlError;

/// Reads a list of subscriptions. Faults in the markup are passed over; a file without any subscription is an error,
/// unless it is an OPML file that has none.
pub fn read(bytes: &[u8]) -> Result<Vec<Subscription>, OpmlError> {
    let text = decode(bytes, None).text;
    let mut reader = Reader::from_str(&text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut subscriptions = Vec::new();
    // For each open outline whether it is a folder, and its name.
    let mut open: Vec<Option<String>> = Vec::new();
    let mut is_opml = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag) | Event::Empty(tag)) if is(&tag, "opml") => is_opml = true,
            Ok(Event::Start(tag)) if is(&tag, "outline") => {
                let outline = Outline::of(&tag);
                open.push(take(outline, &open, &mut subscriptions));
            }
            Ok(Event::Empty(tag)) if is(&tag, "outline") => {
                take(Outline::of(&tag), &open, &mut subscriptions);
            }
            Ok(Event::End(tag)) if tag.local_name().as_ref().eq_ignore_ascii_case("outline") => {
                open.pop();
            }
            // quick-xml stands behind the fault when it reports one; at the end it says Eof.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
        if subscriptions.len() >= MAX_SUBSCRIPTIONS {
            break;
        }
    }
    if is_opml || !subscriptions.is_empty() { Ok(subscriptions) } else { Err(OpmlError) }
}

fn is(tag: &BytesStart<'_>, name: &str) -> bool {
    tag.local_name().as_ref().eq_ignore_ascii_case(name)
}

/// The attributes of an outline that we know.
#[derive(Default)]
struct Outline {
    text: Option<String>,
    title: Option<String>,
    feed_url: Option<String>,
    site_url: Option<String>,
}

impl Outline {
    fn of(tag: &BytesStart<'_>) -> Self {
        let mut outline = Self::default();
        for attribute in tag.html_attributes().with_checks(false).flatten() {
            let value = coranto_markup::title_text(&attribute.value);
            let field = match attribute.key.local_name().as_ref().to_ascii_lowercase().as_str() {
                "text" => &mut outline.text,
                "title" => &mut outline.title,
                "xmlurl" | "url" if outline.feed_url.is_none() => &mut outline.feed_url,
                "htmlurl" => &mut outline.site_url,
                _ => continue,
            };
            *field = Some(value).filter(|value| !value.is_empty());
        }
        outline
    }
}

/// Keeps a subscription; for a folder, its name.
fn take(outline: Outline, open: &[Option<String>], subscriptions: &mut Vec<Subscription>) -> Option<String> {
    let title = outline.title.or(outline.text);
    match outline.feed_url {
        None => title,
        Some(feed_url) => {
            let folders = open.iter().flatten().take(MAX_FOLDERS).cloned().collect();
            subscriptions.push(Subscription { feed_url, title, site_url: outline.site_url, folders });
            None
        }
    }
}

/// Writes OPML 2.0 with one outline a folder.
pub fn write(title: &str, subscriptions: &[Subscription]) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>{}</title></head>\n<body>\n",
        escape(title)
    );
    let mut sorted: Vec<&Subscription> = subscriptions.iter().collect();
    sorted.sort_by(|one, other| one.folders.cmp(&other.folders));
    let mut open: Vec<String> = Vec::new();
    for subscription in sorted {
        let same = open.iter().zip(&subscription.folders).take_while(|(one, other)| one == other).count();
        while open.len() > same {
            open.pop();
            out.push_str("</outline>\n");
        }
        for folder in subscription.folders.iter().skip(same) {
            let name = escape(folder);
            out.push_str(&format!("<outline text=\"{name}\" title=\"{name}\">\n"));
            open.push(folder.clone());
        }
        out.push_str(&outline(subscription));
    }
    out.push_str(&"</outline>\n".repeat(open.len()));
    out.push_str("</body>\n</opml>\n");
    out
}

fn outline(subscription: &Subscription) -> String {
    let title = escape(subscription.title.as_deref().unwrap_or(&subscription.feed_url));
    let site = subscription.site_url.as_deref().map(|site| format!(" htmlUrl=\"{}\"", escape(site)));
    format!(
        "<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"{}/>\n",
        escape(&subscription.feed_url),
        site.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Subscription, read, write};

    #[test]
    fn folders_and_faults() {
        let list = read(
            br#"<opml><body><outline text="World"><outline text="A &amp; B" xmlUrl="https://a.example/?x=1&y=2" htmlUrl="https://a.example/">
            <outline title="Deep"><outline type="rss" text="C" xmlURL='https://c.example/'/></outline></outline>
            <outline text="D" xmlUrl="https://d.example/"/>"#,
        )
        .unwrap();
        let seen: Vec<_> =
            list.iter().map(|one| (one.title.as_deref().unwrap(), one.folders.join("/"))).collect();
        assert_eq!(
            seen,
            [("A & B", "World".to_owned()), ("C", "World/Deep".to_owned()), ("D", "World".to_owned())]
        );
        assert_eq!(list[0].feed_url, "https://a.example/?x=1&y=2");
        assert!(read(b"<html>no").is_err());
        for empty in ["<opml><body/></opml>", "<opml/>", "<?xml version='1.0'?><opml version=\"2.0\"/>"] {
            assert_eq!(read(empty.as_bytes()), Ok(vec![]), "{empty}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(rows in prop::collection::vec(("[a-z]{1,5}", "[a-zA-Z&<>\"' ]{1,8}", prop::collection::vec("[A-C&\"]{1,2}", 0..3)), 0..12)) {
            let mut list: Vec<Subscription> = rows.into_iter().map(|(url, title, folders)| Subscription {
                feed_url: format!("https://{url}.example/?a=1&b=\"2\""),
                title: Some(title.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|title| !title.is_empty()).or(Some("x".to_owned())),
                site_url: Some("https://site.example/".to_owned()),
                folders,
            }).collect();
            list.sort_by(|one, other| one.folders.cmp(&other.folders));
            prop_assert_eq!(read(write("T", &list).as_bytes()).unwrap(), list);
        }

        #[test]
        fn nothing_makes_it_panic(bytes in "(<outline |xmlUrl=|text=|>|/>|</outline>|\"|\\PC){0,40}") {
            let _ = read(bytes.as_bytes());
        }
    }
}
