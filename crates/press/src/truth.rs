//! What is true of the sample texts: which story each tells, what it names, dates, quotes and contradicts. People wrote
//! it beside the texts; tests and benchmarks of what reads articles are held against it.

use serde::{Deserialize, Serialize};

use crate::texts::{self, TextError};

/// What is true of one article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Truth {
    /// As an editor would choose them, without the sign; the same topic has the same hashtag in every language.
    #[serde(default)]
    pub hashtags: Vec<String>,
    /// Who and what is named, each once.
    #[serde(default)]
    pub names: Vec<Name>,
    /// The events to which the text gives a date.
    #[serde(default)]
    pub dates: Vec<DatedEvent>,
    /// What is quoted word for word.
    #[serde(default)]
    pub quotes: Vec<Quote>,
    /// What other articles say otherwise.
    #[serde(default)]
    pub contradicts: Vec<Contradiction>,
}

/// A person, a place or an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Its form for a page of its own, in Latin letters.
    pub name: String,
    /// Which of the three.
    pub kind: NameKind,
}

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// Somebody.
    Person,
    /// Somewhere.
    Place,
    /// A party, a firm, a club, an alliance.
    Organisation,
}

/// An event and the date that the text gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatedEvent {
    /// The words of the date, as they stand in the text (or the mark that becomes a date).
    pub text: String,
    /// Days before the start of the press; negative after it.
    pub days_ago: i64,
    /// How exactly the text says it.
    pub precision: Precision,
    /// What happened, in one English line.
    pub event: String,
}

/// How exactly a date is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
}

/// Words and who said them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Who, in the form of [`Name::name`].
    pub speaker: String,
    /// The words, as they stand in the text.
    pub text: String,
}

/// Something that another article says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// The other article, as `publisher/slug`.
    pub article: String,
    /// What about.
    pub about: String,
    /// What this one says.
    pub here: String,
    /// What the other says.
    pub there: String,
}

/// One article of the truth file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TruthLine {
    /// The publisher's key.
    pub publisher: String,
    /// The article's part of the address.
    pub slug: String,
    /// The language that it is written in.
    pub language: String,
    /// The story that it tells; `None` for one that stands alone.
    pub story: Option<String>,
    /// Its headline.
    pub headline: String,
    /// opinion, live, interview, correction; `None` for news.
    pub kind: Option<String>,
    /// Whether only its beginning can be read without paying.
    pub paywall: bool,
    /// Whether the publisher takes it back.
    pub withdrawn: bool,
    /// The rest.
    #[serde(flatten)]
    pub truth: Truth,
}

/// The truth about all sample texts.
pub fn truth() -> Result<Vec<TruthLine>, TextError> {
    let texts = texts::load()?;
    let language = |key: &str| {
        let publisher = texts.publishers.iter().find(|publisher| publisher.key == key);
        publisher.map(|publisher| publisher.language.clone()).unwrap_or_default()
    };
    let line = |(story, article): &(String, texts::ArticleText)| TruthLine {
        publisher: article.publisher.clone(),
        slug: article.slug.clone(),
        language: language(&article.publisher),
        story: Some(story.clone()).filter(|story| story != "none"),
        headline: article.headline.clone(),
        kind: article.kind.clone(),
        paywall: article.paywall,
        withdrawn: article.withdrawn_after_minutes.is_some(),
        truth: article.truth.clone(),
    };
    Ok(texts.articles.iter().map(line).collect())
}
