//! `eval pages DIR`: the article in each page of `truth.jsonl`.
//!
//! In come a page and its address, out goes a line with the body as plain text, the facts about it, and the
//! milliseconds that the extraction took on this thread. Reading and unpacking the file are not counted.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use coranto_markup::decode;
use coranto_model::{Language, Millis};
use coranto_page::{PageArticle, PageInput, extract};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::input;
use crate::line::{Found, Line, attempt};
use crate::output::Output;

/// The packed pages are UTF-8, whatever they declare.
const CONTENT_TYPE: &str = "text/html; charset=utf-8";

/// The address of a page whose address is not known.
const NOWHERE: &str = "https://page.invalid/";

/// A line of `truth.jsonl`, without its labels.
#[derive(Deserialize)]
struct Case {
    id: String,
    /// The page's address.
    url: Option<String>,
}

/// The prediction for a page.
#[derive(Serialize)]
struct Prediction {
    #[serde(rename = "articleBody")]
    body: String,
    title: String,
    /// All of them, apart by commas.
    author: Option<String>,
    /// The day, in UTC.
    date: Option<String>,
    site: Option<String>,
    lang: Option<Language>,
    excerpt: Option<String>,
}

/// Says a line for each page.
pub fn run(folder: &Path, output: &mut Output<'_>) -> io::Result<()> {
    for case in input::rows::<Case>(&folder.join("truth.jsonl")) {
        output.say(case.and_then(|case| line(folder, case)))?;
    }
    Ok(())
}

fn line(folder: &Path, case: Case) -> anyhow::Result<Line<Prediction>> {
    let bytes = input::unpack(&folder.join("pages").join(format!("{}.html.gz", case.id)))?;
    let html = decode(&bytes, Some(CONTENT_TYPE)).text;
    let (found, took) = match input::address(case.url.as_deref().unwrap_or(NOWHERE)) {
        Ok(url) => timed(&html, &url),
        Err(error) => (Found::Error { error: format!("{error:#}") }, Duration::ZERO),
    };
    Ok(Line { id: case.id, found: found.map(prediction), ms: Some(milliseconds(took)) })
}

fn timed(html: &str, url: &Url) -> (Found<PageArticle>, Duration) {
    let begin = Instant::now();
    let found = attempt(|| extract(&PageInput { html, url, robots_header: None }));
    (found, begin.elapsed())
}

/// To the microsecond.
fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 1_000_000.0).round() / 1_000.0
}

fn prediction(article: PageArticle) -> Prediction {
    Prediction {
        body: article.body_text,
        title: article.title,
        author: Some(article.authors.join(", ")).filter(|names| !names.is_empty()),
        date: article.published.and_then(day),
        site: article.site_name,
        lang: article.language,
        excerpt: article.standfirst,
    }
}

/// `2023-11-14`; nothing where the calendar ends.
fn day(at: Millis) -> Option<String> {
    at.to_string().split_once('T').map(|(day, _)| day.to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use coranto_model::Millis;
    use serde_json::{Value, json};

    use super::{day, milliseconds, run};
    use crate::testing::{folder, hear, packed};

    /// A page of an article with two kinds of paragraphs. Its declared charset is wrong.
    fn page() -> String {
        let sailed =
            "The ferry sailed at dawn for the first time in sixteen days, and cafés opened early. ".repeat(3);
        let waited =
            "Forty people waited on the quay with bicycles, dogs and one very large mirror. ".repeat(3);
        format!(
            "<!doctype html><html lang=en><head><meta charset=iso-8859-1><title>Ferry returns | The Quay Gazette</title>
             <meta property=og:site_name content='The Quay Gazette'><meta name=author content='By Mira Tolland and Anselm Reye'>
             <meta property=article:published_time content=2023-11-14T22:13:20Z>
             <meta name=description content='Sixteen days were enough.'></head><body><nav><a href=/>Home</a></nav>
             <div id=main><article><h1>Ferry returns</h1><p>{sailed}</p><p>{waited}</p><p>{sailed}</p><p>{waited}</p>
             <p>{sailed}</p></article></div><footer>Imprint</footer></body></html>"
        )
    }

    /// Takes the time out of a line, which must have one.
    fn without_time(line: &mut Value) {
        let ms = line.as_object_mut().unwrap().remove("ms").unwrap();
        assert!(ms.as_f64().unwrap() >= 0.0);
    }

    #[test]
    fn pages_get_their_lines() {
        let cases = [
            json!({ "id": "own-1", "set": "own", "url": "https://quay.example/ferry", "articleBody": "x" }),
            json!({ "id": "own-2", "set": "own" }),
            json!({ "id": "own-3", "set": "own", "url": "quay" }),
            json!({ "id": "own-4", "set": "own", "url": "https://quay.example/gone" }),
        ];
        let cases = cases.map(|case| case.to_string()).join("\n");
        let folder = folder(&[
            ("truth.jsonl", cases.as_bytes()),
            ("pages/own-1.html.gz", packed(&page()).as_slice()),
            ("pages/own-2.html.gz", packed(" ").as_slice()),
            ("pages/own-3.html.gz", packed(&page()).as_slice()),
        ]);
        let mut heard = hear(|output| run(folder.path(), output));
        heard.lines.iter_mut().for_each(without_time);
        let body = heard.lines[0].as_object_mut().unwrap().remove("articleBody").unwrap();
        let body: Vec<&str> = body.as_str().unwrap().lines().filter(|line| !line.is_empty()).collect();
        assert!(
            body.iter().any(|paragraph| paragraph.starts_with("Forty") && paragraph.ends_with("mirror."))
        );
        assert!(body.iter().any(|paragraph| paragraph.ends_with("and cafés opened early.")), "{body:?}");
        assert_eq!(
            heard.lines[0],
            json!({
                "id": "own-1",
                "title": "Ferry returns",
                "author": "Mira Tolland, Anselm Reye",
                "date": "2023-11-14",
                "site": "The Quay Gazette",
                "lang": "en",
                "excerpt": "Sixteen days were enough.",
            })
        );
        assert_eq!(heard.lines[1], json!({ "id": "own-2", "error": "the page is empty" }));
        assert!(heard.lines[2]["error"].as_str().unwrap().contains("is no address"));
        assert!(heard.complaints.contains("own-4.html.gz cannot be read"), "{}", heard.complaints);
        assert_eq!((heard.lines.len(), heard.is_whole), (3, false));
    }

    #[test]
    fn times_and_days() {
        assert_eq!(milliseconds(Duration::from_nanos(1_900_400)).to_string(), "1.9");
        assert_eq!(day(Millis(1_700_000_000_000)).as_deref(), Some("2023-11-14"));
        assert_eq!(day(Millis::NEVER), None);
    }
}
