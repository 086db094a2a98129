//! `eval stories FILE`: the story of each article of a stream.
//!
//! In come articles in the order of the stream, out goes a line for each with the number of its story. Each article is
//! filed with what is known when it comes, never with what comes after it.

use std::io;
use std::path::Path;

use coranto_model::StoryId;
use coranto_story::file::assign;
use serde::{Deserialize, Serialize};

use crate::input;
use crate::line::{Found, Line};
use crate::output::Output;

/// An article of the stream: what filing looks at.
#[derive(Deserialize)]
struct Article {
    id: String,
}

/// The prediction for an article.
#[derive(Serialize)]
struct Prediction {
    cluster: StoryId,
}

/// The stories so far.
#[derive(Default)]
struct Stories {
    /// How many were begun. They are numbered from 1.
    begun: i64,
}

impl Stories {
    /// Files the next article of the stream, which is in no story yet.
    fn file(&mut self) -> StoryId {
        assign(None).unwrap_or_else(|| {
            self.begun += 1;
            StoryId(self.begun)
        })
    }
}

/// Says a line for each article.
pub fn run(file: &Path, output: &mut Output<'_>) -> io::Result<()> {
    let mut stories = Stories::default();
    for article in input::rows::<Article>(file) {
        output.say(article.map(|article| line(article, &mut stories)))?;
    }
    Ok(())
}

fn line(article: Article, stories: &mut Stories) -> Line<Prediction> {
    Line::new(article.id, Found::Prediction(Prediction { cluster: stories.file() }))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::run;
    use crate::testing::{folder, hear, packed};

    const STREAM: &str = r#"{"id":"a","lang":"en","title":"Ferry returns","text":"It sailed.","published":null,"story":"s"}
{"id":"b","lang":"en","title":"Ferry is back","text":"It came.","published":"2023-11-14T22:13:20Z","story":"s"}
{"title":"No identifier"}
"#;

    #[test]
    fn articles_get_their_lines_in_the_order_of_the_stream() {
        let folder = folder(&[("own.jsonl", STREAM.as_bytes()), ("own.jsonl.gz", packed(STREAM).as_slice())]);
        for name in ["own.jsonl", "own.jsonl.gz"] {
            let heard = hear(|output| run(&folder.path().join(name), output));
            assert_eq!(heard.lines, [json!({ "id": "a", "cluster": 1 }), json!({ "id": "b", "cluster": 2 })]);
            assert!(heard.complaints.contains("line 3 of ") && !heard.is_whole, "{}", heard.complaints);
        }
    }
}
