//! `eval discovery DIR`: the feeds that each address or page of `discovery.jsonl` leads to.
//!
//! In come an address and the page's HTML, out goes a line with the addresses of feeds, in the order of the page.

use std::io;
use std::path::Path;

use coranto_feed::discovery::{feeds_by_address, feeds_in_page};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::input;
use crate::line::{Line, attempt};
use crate::output::Output;

/// A line of `discovery.jsonl`, without its label.
#[derive(Deserialize)]
struct Case {
    id: String,
    /// The page's address.
    url: String,
    #[serde(default)]
    html: String,
}

/// The prediction for a page.
#[derive(Serialize)]
struct Prediction {
    feeds: Vec<Url>,
}

/// Says a line for each case.
pub fn run(folder: &Path, output: &mut Output<'_>) -> io::Result<()> {
    for case in input::rows::<Case>(&folder.join("discovery.jsonl")) {
        output.say(case.map(line))?;
    }
    Ok(())
}

fn line(case: Case) -> Line<Prediction> {
    let found = attempt(|| predict(&case));
    Line::new(case.id, found)
}

/// What the address alone tells goes before what the page says, as when a source is added.
fn predict(case: &Case) -> anyhow::Result<Prediction> {
    let url = input::address(&case.url)?;
    let told = feeds_by_address(&url);
    let in_page = || feeds_in_page(&case.html, &url).into_iter().map(|feed| feed.url).collect();
    Ok(Prediction { feeds: if told.is_empty() { in_page() } else { told } })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::run;
    use crate::testing::{folder, hear};

    #[test]
    fn pages_and_addresses_get_their_lines() {
        let page = "<link rel=alternate type=application/rss+xml href=/b.xml>\
                    <link rel=alternate type=application/atom+xml href=a.atom>";
        let cases = [
            json!({ "id": "page", "url": "https://quay.example/news/", "html": page, "want": [] }),
            json!({ "id": "address", "url": "https://www.youtube.com/channel/UCquay", "html": page }),
            json!({ "id": "nothing", "url": "https://quay.example/" }),
            json!({ "id": "nowhere", "url": "quay" }),
        ];
        let cases = cases.map(|case| case.to_string()).join("\n");
        let folder = folder(&[("discovery.jsonl", cases.as_bytes())]);
        let heard = hear(|output| run(folder.path(), output));
        let known = "https://www.youtube.com/feeds/videos.xml?channel_id=UCquay";
        assert_eq!(
            heard.lines[..3],
            [
                json!({ "id": "page", "feeds": ["https://quay.example/b.xml", "https://quay.example/news/a.atom"] }),
                json!({ "id": "address", "feeds": [known] }),
                json!({ "id": "nothing", "feeds": [] }),
            ]
        );
        assert!(heard.lines[3]["error"].is_string() && heard.lines.len() == 4);
        assert!(heard.is_whole, "a case that is no address is still a case");
    }
}
