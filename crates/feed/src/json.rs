//! JSON Feed (<https://www.jsonfeed.org/version/1.1/>) to a feed.
//!
//! What is not as it should be is mended where it can be: characters that strings may not hold, commas before an end,
//! an end that is missing.

use std::sync::Arc;

use coranto_markup::written_date;
use coranto_model::Millis;
use serde_json::{Map, Value};
use url::Url;

use crate::feed::{Enclosure, Feed, FeedFormat, Warning};
use crate::read::{Draft, MAX_ENTRIES, Text, address};

/// Deepest nesting of what is mended.
const MAX_DEPTH: usize = 64;

/// Reads a feed; `None` when it is none.
pub(crate) fn read(text: &str, base: &Url) -> Option<Feed> {
    let (value, warning) = match serde_json::from_str::<Value>(text) {
        Ok(value) => (value, None),
        Err(_) => (serde_json::from_str(&mended(text)).ok()?, Some(Warning::Mended)),
    };
    let Value::Object(top) = value else { return None };
    let items = top.get("items").and_then(Value::as_array);
    let is_named = string(&top, "version").is_some_and(|version| version.contains("jsonfeed.org"));
    if !is_named && (items.is_none() || !top.contains_key("title")) {
        return None;
    }
    let mut feed = Feed::new(FeedFormat::Json);
    feed.warnings.extend(warning);
    let base = Arc::new(base.clone());
    let items = items.map(Vec::as_slice).unwrap_or_default();
    let entries = items.iter().take(MAX_ENTRIES).filter_map(Value::as_object);
    let mut drafts: Vec<Draft> = entries.map(|item| entry(item, &base)).collect();
    // Items without authors have the feed's.
    for draft in drafts.iter_mut().filter(|draft| draft.authors.is_empty()) {
        add_authors(&top, draft);
    }
    let all = drafts.len();
    feed.entries = drafts.into_iter().filter_map(|draft| draft.into_entry(&base)).collect();
    if items.len() > MAX_ENTRIES {
        feed.warn(Warning::TooManyEntries);
    } else if feed.entries.len() < all {
        feed.warn(Warning::NamelessEntries);
    }
    about(&top, &base).complete(&mut feed);
    Some(feed)
}

fn about(top: &Map<String, Value>, base: &Arc<Url>) -> Draft {
    let mut about = Draft::default();
    if let Some(title) = string(top, "title") {
        about.title.offer(1, Text::plain(title, Arc::clone(base)));
    }
    if let Some(text) = string(top, "description") {
        about.summary.offer(1, Text::plain(text, Arc::clone(base)));
    }
    if let Some(url) = link(top, "home_page_url", base) {
        about.link.offer(1, url);
    }
    for (rank, name) in [(2, "icon"), (1, "favicon")] {
        if let Some(url) = link(top, name, base) {
            about.add_picture(rank, url);
        }
    }
    if let Some(language) = string(top, "language") {
        about.language.offer(1, language);
    }
    about.self_link = link(top, "feed_url", base);
    let hubs = top.get("hubs").and_then(Value::as_array).into_iter().flatten();
    about.hub = hubs.filter_map(Value::as_object).find_map(|hub| link(hub, "url", base));
    about
}

fn entry(item: &Map<String, Value>, base: &Arc<Url>) -> Draft {
    let mut draft = Draft::default();
    let text = |name: &str| string(item, name).filter(|text| !text.trim().is_empty());
    if let Some(id) = text("id") {
        draft.id.offer(1, id);
    }
    for (rank, name) in [(2, "url"), (1, "external_url")] {
        if let Some(url) = link(item, name, base) {
            draft.link.offer(rank, url);
        }
    }
    if let Some(title) = text("title") {
        draft.title.offer(1, Text::plain(title, Arc::clone(base)));
    }
    if let Some(summary) = text("summary") {
        draft.summary.offer(1, Text::plain(summary, Arc::clone(base)));
    }
    if let Some(html) = text("content_html") {
        draft.content.offer(2, Text::html(html, Arc::clone(base)));
    }
    if let Some(plain) = text("content_text") {
        draft.content.offer(1, Text::plain(plain, Arc::clone(base)));
    }
    let date = |name: &str| text(name).and_then(|text| written_date(&text)).map(Millis::from);
    if let Some(at) = date("date_published") {
        draft.published.offer(1, at);
    }
    if let Some(at) = date("date_modified") {
        draft.updated.offer(1, at);
    }
    add_authors(item, &mut draft);
    for tag in item.get("tags").and_then(Value::as_array).into_iter().flatten().take(64) {
        draft.add_category(tag.as_str().unwrap_or_default());
    }
    for (rank, name) in [(2, "image"), (1, "banner_image")] {
        if let Some(url) = link(item, name, base) {
            draft.add_picture(rank, url);
        }
    }
    let files = item.get("attachments").and_then(Value::as_array).into_iter().flatten();
    for file in files.filter_map(Value::as_object) {
        let Some(url) = link(file, "url", base) else { continue };
        let seconds = file.get("duration_in_seconds").and_then(number);
        draft.add_enclosure(Enclosure {
            url,
            mime: string(file, "mime_type"),
            length: file.get("size_in_bytes").and_then(number),
            duration_ms: seconds.and_then(|seconds| seconds.checked_mul(1_000)),
        });
    }
    if let Some(language) = text("language") {
        draft.language.offer(1, language);
    }
    draft
}

/// The authors that a feed or an item names, in the manner of version 1.1 or 1.
fn add_authors(object: &Map<String, Value>, draft: &mut Draft) {
    let authors = object.get("authors").and_then(Value::as_array).into_iter().flatten();
    for author in authors.chain(object.get("author")).filter_map(Value::as_object) {
        if let Some(name) = string(author, "name") {
            draft.add_author(&name, true);
        }
    }
}

/// A text; numbers are taken for their digits, since many write their identifiers so.
fn string(object: &Map<String, Value>, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) => Some(text.replace('\0', "")),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn link(object: &Map<String, Value>, name: &str, base: &Url) -> Option<Url> {
    string(object, name).filter(|text| !text.trim().is_empty()).and_then(|text| address(&text, base))
}

/// A number that is not negative, whole or cut to it.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of floats saturates")]
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64().filter(|number| *number >= 0.0).map(|number| number as u64))
}

/// `text` with control characters in strings escaped, commas before an end left out, and what is open closed.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut open = Vec::new();
    let (mut in_string, mut is_escaped) = (false, false);
    for c in text.chars() {
        if in_string {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' => is_escaped = true,
                '"' => in_string = false,
                _ => {}
            }
            if c.is_ascii_control() {
                // Line breaks and tabs are white space in what people read, and nothing else is text.
                out.push(' ');
            } else {
                out.push(c);
            }
            continue;
        }
        match c {
            '"' => in_string = true,
            '{' | '[' if open.len() >= MAX_DEPTH => break,
            '{' => open.push('}'),
            '[' => open.push(']'),
            '}' | ']' => {
                without_comma(&mut out);
                if open.pop() != Some(c) {
                    break;
                }
            }
            _ => {}
        }
        out.push(c);
        if open.is_empty() && matches!(c, '}' | ']') {
            break;
        }
    }
    if in_string {
        out.push('"');
    }
    without_comma(&mut out);
    out.extend(open.into_iter().rev());
    out
}

/// Takes a comma off the end.
fn without_comma(out: &mut String) {
    let end = out.trim_end_matches(|c: char| c.is_ascii_whitespace() || c == ',').len();
    out.truncate(end);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::{mended, read};
    use crate::feed::Warning;

    fn base() -> Url {
        Url::parse("https://example.com/feed.json").unwrap()
    }

    #[test]
    fn feeds_of_both_versions_are_read() {
        let feed = read(
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"J & K","home_page_url":"/","feed_url":"/feed.json","language":"en-GB",
            "hubs":[{"type":"WebSub","url":"https://hub.example/"}],"icon":"/i.png","items":[
            {"id":7,"url":"/a","title":"<T>","content_html":"<p>x","summary":"s","date_published":"2023-11-14T22:13:20Z",
            "authors":[{"name":"Mira Tolland"}],"author":{"name":"Old"},"tags":["a","a"," b "],"image":"/p.jpg",
            "attachments":[{"url":"/e.mp3","mime_type":"audio/mpeg","size_in_bytes":5,"duration_in_seconds":1.5}]},
            {"id":"8","content_text":"1 < 2"}, {}, 5]}"#,
            &base(),
        )
        .unwrap();
        assert_eq!((feed.title.as_str(), feed.language.as_deref()), ("J & K", Some("en-GB")));
        assert_eq!(feed.hub.as_ref().unwrap().as_str(), "https://hub.example/");
        let [first, second] = feed.entries.as_slice() else { panic!("{feed:?}") };
        assert_eq!((first.key.as_str(), first.title.as_str()), ("7", "<T>"));
        assert_eq!(
            (first.authors.len(), first.categories.as_slice()),
            (2, ["a".to_owned(), "b".to_owned()].as_slice())
        );
        assert_eq!((first.enclosures[0].length, first.enclosures[0].duration_ms), (Some(5), Some(1_000)));
        assert_eq!((second.title.as_str(), second.content.source()), ("1 < 2", "1 &lt; 2"));
        assert_eq!(feed.warnings, [Warning::NamelessEntries]);
    }

    #[test]
    fn faults_are_mended() {
        for (text, want) in [
            ("{\"a\":[1,2,],}", "{\"a\":[1,2]}"),
            ("{\"a\":[1,2", "{\"a\":[1,2]}"),
            ("{\"a\":\"b\nc", "{\"a\":\"b c\"}"),
            ("{\"a\":\"b\\\"c\"} rest", "{\"a\":\"b\\\"c\"}"),
        ] {
            assert_eq!(mended(text), want, "{text}");
        }
        let feed = read(
            "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"J\",\"items\":[{\"id\":\"1\",},",
            &base(),
        );
        assert_eq!(feed.map(|feed| (feed.entries.len(), feed.warnings)), Some((1, vec![Warning::Mended])));
    }

    #[test]
    fn other_json_is_no_feed() {
        for text in ["", "{}", "[]", "{\"title\":\"x\"}", "{\"items\":[]}", "5", "{\"version\":\"2\"}"] {
            assert!(read(text, &base()).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "([\\[\\]{},:\\\\\"]|items|version|\\PC){0,40}") {
            let _ = read(&text, &base());
            mended(&text);
        }
    }
}
