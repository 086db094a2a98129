//! The form of a line: the case's identifier with what was found in it.

use std::fmt::Display;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::Serialize;

/// One line: `{"id", …prediction}` or `{"id", "error"}`.
#[derive(Debug, Serialize)]
pub struct Line<T> {
    /// The case's identifier.
    pub id: String,
    /// What was found in it.
    #[serde(flatten)]
    pub found: Found<T>,
    /// How long the parser took, in milliseconds, where the task says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<f64>,
}

impl<T> Line<T> {
    /// A line of a task that does not say how long it took.
    pub fn new(id: String, found: Found<T>) -> Self {
        Self { id, found, ms: None }
    }
}

/// What a parser found in a case.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Found<T> {
    /// What the score script compares with the labels.
    Prediction(T),
    /// Nothing.
    Error {
        /// Why, in the parser's words.
        error: String,
    },
}

impl<T> Found<T> {
    /// The same in another form.
    pub fn map<U>(self, form: impl FnOnce(T) -> U) -> Found<U> {
        match self {
            Self::Prediction(prediction) => Found::Prediction(form(prediction)),
            Self::Error { error } => Found::Error { error },
        }
    }
}

/// What `parser` finds. The parsers promise not to panic; if one breaks that, this case has an error, and the next ones
/// are still looked at.
pub fn attempt<T, E: Display>(parser: impl FnOnce() -> Result<T, E>) -> Found<T> {
    match catch_unwind(AssertUnwindSafe(parser)) {
        Ok(Ok(prediction)) => Found::Prediction(prediction),
        Ok(Err(error)) => Found::Error { error: format!("{error:#}") },
        Err(_) => Found::Error { error: "the parser panicked".to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::json;

    use super::{Line, attempt};

    #[derive(Serialize)]
    struct Prediction {
        title: &'static str,
    }

    fn written(parser: impl FnOnce() -> Result<&'static str, String>) -> String {
        let found = attempt(parser).map(|title| Prediction { title });
        serde_json::to_string(&Line::new("a".to_owned(), found)).unwrap()
    }

    #[test]
    fn lines_have_one_of_two_forms() {
        assert_eq!(written(|| Ok("T")), r#"{"id":"a","title":"T"}"#);
        assert_eq!(written(|| Err("it is empty".to_owned())), r#"{"id":"a","error":"it is empty"}"#);
        assert_eq!(written(|| panic!("on purpose")), r#"{"id":"a","error":"the parser panicked"}"#);
    }

    #[test]
    fn a_line_may_say_how_long_it_took() {
        let found = attempt(|| Ok::<_, String>(Prediction { title: "T" }));
        let line = Line { ms: Some(1.5), ..Line::new("a".to_owned(), found) };
        assert_eq!(serde_json::to_value(&line).unwrap(), json!({ "id": "a", "title": "T", "ms": 1.5 }));
    }
}
