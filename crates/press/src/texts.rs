//! The texts of the sample press, as they stand in `texts/` and `pictures/`.

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::truth::Truth;

static TEXTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/texts");
static PICTURES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/pictures");

/// A text that cannot be read. Only a slip in this crate's own files makes one; a test reads them all.
#[derive(Debug, thiserror::Error)]
#[error("the sample text {file} cannot be read: {reason}")]
pub struct TextError {
    /// Which.
    pub file: String,
    /// Why.
    pub reason: String,
}

/// The form of a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Format {
    Rss,
    Atom,
    Json,
    /// RSS 1.0.
    Rdf,
    /// A news sitemap instead of a feed.
    Sitemap,
    /// Nothing but a front page.
    None,
}

/// A sample publisher.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PublisherText {
    /// A word for addresses.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) language: String,
    pub(crate) country: String,
    pub(crate) description: String,
    pub(crate) format: Format,
    /// Whether the feed carries the whole text.
    #[serde(default)]
    pub(crate) full_text: bool,
    /// What it says of the use of its texts by AI: `reserved`, or nothing.
    #[serde(default)]
    pub(crate) ai: Option<String>,
    pub(crate) logo: String,
}

/// A picture with what stands under it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PictureText {
    pub(crate) file: String,
    pub(crate) alt: String,
    pub(crate) caption: String,
    pub(crate) credit: String,
}

/// A sample article.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ArticleText {
    /// The publisher's key.
    pub(crate) publisher: String,
    pub(crate) slug: String,
    /// How long before the start of the press it was published.
    #[serde(default)]
    pub(crate) minutes_ago: i64,
    pub(crate) headline: String,
    pub(crate) standfirst: String,
    #[serde(default)]
    pub(crate) authors: Vec<String>,
    pub(crate) section: String,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
    #[serde(default)]
    pub(crate) picture: Option<PictureText>,
    #[serde(default)]
    pub(crate) kind: Option<String>,
    /// Held back, to be published while the press runs.
    #[serde(default)]
    pub(crate) later: bool,
    /// Only its beginning can be read without paying.
    #[serde(default)]
    pub(crate) paywall: bool,
    /// How long after its publication the publisher takes it back.
    #[serde(default)]
    pub(crate) withdrawn_after_minutes: Option<i64>,
    pub(crate) body: String,
    #[serde(default)]
    pub(crate) truth: Truth,
}

#[derive(Deserialize)]
struct Publishers {
    publisher: Vec<PublisherText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Story {
    /// Which event the articles of the file report; "none" for those that stand alone.
    story: String,
    article: Vec<ArticleText>,
}

/// All publishers, and their articles with the story that each reports.
pub(crate) struct Texts {
    pub(crate) publishers: Vec<PublisherText>,
    pub(crate) articles: Vec<(String, ArticleText)>,
}

/// Reads all texts.
pub(crate) fn load() -> Result<Texts, TextError> {
    let publishers: Publishers = parse("publishers.toml")?;
    let mut articles = Vec::new();
    let mut files: Vec<_> =
        TEXTS.get_dir("stories").into_iter().flat_map(Dir::files).map(include_dir::File::path).collect();
    files.sort();
    for file in files {
        let story: Story = parse(&file.to_string_lossy())?;
        articles.extend(story.article.into_iter().map(|article| (story.story.clone(), article)));
    }
    Ok(Texts { publishers: publishers.publisher, articles })
}

fn parse<T: serde::de::DeserializeOwned>(file: &str) -> Result<T, TextError> {
    let fail = |reason: String| TextError { file: file.to_owned(), reason };
    let text = TEXTS.get_file(file).and_then(include_dir::File::contents_utf8);
    let text = text.ok_or_else(|| fail("it is missing or not UTF-8".to_owned()))?;
    toml::from_str(text).map_err(|error| fail(error.to_string()))
}

/// The bytes of a picture.
pub(crate) fn picture(file: &str) -> Option<&'static [u8]> {
    PICTURES.get_file(file).map(include_dir::File::contents)
}

/// Width and height of our pictures, in pixels: logos are small and square, the others all of one size.
pub(crate) fn picture_size(file: &str) -> (u32, u32) {
    if file.starts_with("logo-") { (64, 64) } else { (960, 640) }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{PublisherText, load, picture};

    #[test]
    fn the_texts_are_whole() {
        let texts = load().unwrap();
        let publishers: BTreeMap<_, _> =
            texts.publishers.iter().map(|publisher| (publisher.key.as_str(), publisher)).collect();
        let mut slugs = BTreeSet::new();
        for (_, article) in &texts.articles {
            let name = format!("{}/{}", article.publisher, article.slug);
            assert!(slugs.insert(name.clone()), "{name} stands twice");
            let publisher = publishers.get(article.publisher.as_str()).expect(&name);
            let long_enough = match publisher.language.as_str() {
                "ja" => article.body.chars().count() > 250,
                _ => article.body.split_whitespace().count() > 60,
            };
            assert!(long_enough, "{name} is too short");
            for file in
                article.picture.iter().map(|picture| picture.file.as_str()).chain(pictures_in(&article.body))
            {
                assert!(picture(file).is_some(), "{file} of {name}");
            }
        }
        assert!(texts.articles.iter().any(|(_, article)| article.later));
        assert!(texts.publishers.iter().all(|publisher| picture(&publisher.logo).is_some()));
    }

    #[test]
    fn the_press_is_a_world() {
        let texts = load().unwrap();
        let count =
            |of: fn(&PublisherText) -> &str| texts.publishers.iter().map(of).collect::<BTreeSet<_>>().len();
        assert!(texts.publishers.len() >= 14);
        assert!(count(|publisher| &publisher.country) >= 8 && count(|publisher| &publisher.language) >= 7);
        let mut stories: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (story, article) in &texts.articles {
            stories.entry(story).or_default().insert(&article.publisher);
        }
        let told_by_several = stories.iter().filter(|(name, who)| **name != "none" && who.len() > 1).count();
        assert!(told_by_several >= 35, "{told_by_several}");
        assert!(texts.articles.iter().filter(|(_, article)| !article.later).count() >= 140);
        for kind in ["opinion", "live", "interview", "correction"] {
            assert!(
                texts.articles.iter().any(|(_, article)| article.kind.as_deref() == Some(kind)),
                "{kind}"
            );
        }
        assert!(texts.articles.iter().any(|(_, article)| article.paywall));
        assert!(texts.articles.iter().any(|(_, article)| article.withdrawn_after_minutes.is_some()));
        assert!(texts.publishers.iter().any(|publisher| publisher.ai.as_deref() == Some("reserved")));
    }

    #[test]
    fn the_truth_is_in_the_texts() {
        let texts = load().unwrap();
        let names: BTreeSet<_> = texts
            .articles
            .iter()
            .map(|(_, article)| format!("{}/{}", article.publisher, article.slug))
            .collect();
        for (_, article) in &texts.articles {
            let name = format!("{}/{}", article.publisher, article.slug);
            let said = format!("{}\n{}\n{}", article.headline, article.standfirst, article.body);
            let truth = &article.truth;
            assert!(!truth.hashtags.is_empty(), "{name} has no truth");
            for quote in &truth.quotes {
                assert!(said.contains(&quote.text), "{name}: {}", quote.text);
            }
            for date in &truth.dates {
                assert!(said.contains(&date.text), "{name}: {}", date.text);
            }
            for other in &truth.contradicts {
                assert!(names.contains(&other.article), "{name}: {}", other.article);
            }
        }
    }

    fn pictures_in(body: &str) -> impl Iterator<Item = &str> {
        body.lines()
            .filter(|line| line.starts_with("!["))
            .filter_map(|line| line.split("](").nth(1)?.split(' ').next())
    }
}
