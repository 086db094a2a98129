//! A folder of feeds of our own.

use coranto_model::Millis;
use serde_json::json;

use super::{instant, run};
use crate::testing::{folder, hear};

/// A feed with everything in it that a prediction tells.
const GAZETTE: &str = r#"<?xml version="1.0"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The &lt;i&gt;Quay&lt;/i&gt; Gazette</title><link>https://quay.example/</link><language>en</language>
<description>All that floats.</description>
<image><url>https://quay.example/logo.png</url><title>Logo</title><link>https://quay.example/</link></image>
<item><guid isPermaLink="false">ferry-7</guid><title>Ferry returns</title><link>https://quay.example/ferry</link>
<dc:creator>Mira Tolland</dc:creator><pubDate>Tue, 14 Nov 2023 22:13:20 GMT</pubDate><category>Harbour</category>
<description>Short.</description><content:encoded><![CDATA[<p onclick="x()">Long.</p><script>x()</script>]]></content:encoded>
<enclosure url="https://quay.example/ferry.jpg" type="image/jpeg" length="4096"/>
<comments>https://quay.example/ferry/talk</comments></item>
</channel></rss>"#;

/// A feed with a relative link in its text.
const RELATIVE: &str = r#"<rss version="2.0"><channel><title>R</title><item><guid>1</guid><title>T</title>
<description>&lt;a href="pier"&gt;Pier&lt;/a&gt;</description></item></channel></rss>"#;

#[test]
fn a_feed_gets_its_line() {
    let folder = folder(&[
        (
            "cases.jsonl",
            r#"{"id":"own/1","file":"raw/1","url":"https://quay.example/feed","headers":{"content-type":"text/xml"},"checks":[]}"#
                .as_bytes(),
        ),
        ("raw/1", GAZETTE.as_bytes()),
    ]);
    let heard = hear(|output| run(folder.path(), output));
    let entry = json!({
        "id": "ferry-7",
        "title": "Ferry returns",
        "link": "https://quay.example/ferry",
        "authors": ["Mira Tolland"],
        "published": "2023-11-14T22:13:20Z",
        "updated": null,
        "summary": "Short.",
        "content": "<p>Long.</p>",
        "categories": ["Harbour"],
        "enclosures": [{ "url": "https://quay.example/ferry.jpg", "type": "image/jpeg", "length": 4096 }],
        "media": ["https://quay.example/ferry.jpg"],
        "comments": "https://quay.example/ferry/talk",
    });
    let feed = json!({
        "title": "The Quay Gazette",
        "link": "https://quay.example/",
        "language": "en",
        "description": "All that floats.",
        "image": "https://quay.example/logo.png",
        "images": ["https://quay.example/logo.png"],
        "updated": null,
    });
    assert_eq!(heard.lines, [json!({ "id": "own/1", "feed": feed, "entries": [entry] })]);
    assert_eq!((heard.complaints.as_str(), heard.is_whole), ("", true));
}

#[test]
fn what_cannot_be_read_does_not_end_the_run() {
    let cases = [
        r#"{"id":"page","file":"raw/page","url":"https://quay.example/feed"}"#,
        r#"{"id":"gone","file":"raw/gone","url":"https://quay.example/feed"}"#,
        r#"{"id":"malformed""#,
        r#"{"id":"nowhere","file":"raw/relative","url":"quay"}"#,
        r#"{"id":"moved","file":"raw/relative","url":"https://quay.example/feed","headers":{"content-location":"/old/"}}"#,
    ];
    let folder = folder(&[
        ("cases.jsonl", cases.join("\n").as_bytes()),
        ("raw/page", b"<!doctype html><html><body>Sign in".as_slice()),
        ("raw/relative", RELATIVE.as_bytes()),
    ]);
    let heard = hear(|output| run(folder.path(), output));
    let ids: Vec<_> = heard.lines.iter().map(|line| line["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["page", "nowhere", "moved"]);
    assert_eq!(heard.lines[0], json!({ "id": "page", "error": "this is a web page, not a feed" }));
    assert!(heard.lines[1]["error"].as_str().unwrap().starts_with("\"quay\" is no address: "));
    let summary = heard.lines[2]["entries"][0]["summary"].as_str().unwrap();
    assert!(summary.contains("href=\"https://quay.example/old/pier\""), "{summary}");
    let complaints: Vec<_> = heard.complaints.lines().collect();
    assert_eq!((complaints.len(), heard.is_whole), (2, false));
    assert!(complaints[0].contains("gone cannot be read"), "{}", complaints[0]);
    assert!(complaints[1].contains("line 3 of ") && complaints[1].contains("cases.jsonl is malformed"));
}

#[test]
fn a_folder_without_cases_is_said() {
    let folder = folder(&[]);
    let heard = hear(|output| run(folder.path(), output));
    assert!(heard.lines.is_empty() && heard.complaints.contains("cases.jsonl cannot be read"));
}

#[test]
fn instants_are_rfc_3339() {
    assert_eq!(instant(Some(Millis(1_700_000_000_000))).as_deref(), Some("2023-11-14T22:13:20Z"));
    assert_eq!(instant(Some(Millis::NEVER)), None);
    assert_eq!(instant(None), None);
}
