//! `eval opml DIR`: the subscriptions in each list of `opml.jsonl`.
//!
//! In comes a list as text, out goes a line with its subscriptions, each with the innermost folder as its category.

use std::io;
use std::path::Path;

use coranto_feed::opml::{OpmlError, Subscription, read};
use serde::{Deserialize, Serialize};

use crate::input;
use crate::line::{Line, attempt};
use crate::output::Output;

/// A line of `opml.jsonl`, without its labels.
#[derive(Deserialize)]
struct Case {
    id: String,
    /// The list's text.
    raw: String,
}

/// The prediction for a list.
#[derive(Serialize)]
struct Prediction {
    subscriptions: Vec<Row>,
}

/// One subscription.
#[derive(Serialize)]
struct Row {
    feed_url: String,
    title: Option<String>,
    site_url: Option<String>,
    category: Option<String>,
}

/// Says a line for each case.
pub fn run(folder: &Path, output: &mut Output<'_>) -> io::Result<()> {
    for case in input::rows::<Case>(&folder.join("opml.jsonl")) {
        output.say(case.map(line))?;
    }
    Ok(())
}

fn line(case: Case) -> Line<Prediction> {
    let found = attempt(|| predict(&case.raw));
    Line::new(case.id, found)
}

fn predict(raw: &str) -> Result<Prediction, OpmlError> {
    // The text is decoded already. A byte order mark says so, whatever charset it declares.
    let marked = format!("\u{feff}{}", raw.trim_start_matches('\u{feff}'));
    let subscriptions = read(marked.as_bytes())?;
    Ok(Prediction { subscriptions: subscriptions.into_iter().map(row).collect() })
}

fn row(mut subscription: Subscription) -> Row {
    Row {
        category: subscription.folders.pop(),
        feed_url: subscription.feed_url,
        title: subscription.title,
        site_url: subscription.site_url,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::run;
    use crate::testing::{folder, hear};

    #[test]
    fn lists_get_their_lines() {
        let list = r#"<?xml version="1.0" encoding="iso-8859-1"?><opml><body><outline text="Coasts"><outline text="Øst">
            <outline text="The Quay" xmlUrl="https://quay.example/feed" htmlUrl="https://quay.example/"/></outline></outline>
            <outline xmlUrl="https://pier.example/feed"/></body></opml>"#;
        let cases = [
            json!({ "id": "list", "raw": list, "n": 2, "want": [] }),
            json!({ "id": "empty", "raw": "<opml><body></body></opml>" }),
            json!({ "id": "page", "raw": "<html>no" }),
        ];
        let cases = cases.map(|case| case.to_string()).join("\n");
        let folder = folder(&[("opml.jsonl", cases.as_bytes())]);
        let heard = hear(|output| run(folder.path(), output));
        let quay = json!({
            "feed_url": "https://quay.example/feed",
            "title": "The Quay",
            "site_url": "https://quay.example/",
            "category": "Øst",
        });
        let pier = json!({
            "feed_url": "https://pier.example/feed",
            "title": null,
            "site_url": null,
            "category": null,
        });
        assert_eq!(heard.lines[0], json!({ "id": "list", "subscriptions": [quay, pier] }));
        assert_eq!(heard.lines[1], json!({ "id": "empty", "subscriptions": [] }));
        assert_eq!(heard.lines[2], json!({ "id": "page", "error": "it has no outline that names a feed" }));
        assert_eq!((heard.lines.len(), heard.is_whole), (3, true));
    }
}
