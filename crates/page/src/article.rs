//! What an article is, and why a page has none.

use coranto_model::{Language, Millis, Picture, Rights};
use serde::Serialize;
use url::Url;

/// What kind of article it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArticleKind {
    /// A report.
    #[default]
    News,
    /// Somebody's view.
    Opinion,
    /// Posts that are added while something happens.
    Live,
    /// A review.
    Review,
    /// A conversation.
    Interview,
}

impl ArticleKind {
    /// The word that is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::Opinion => "opinion",
            Self::Live => "live",
            Self::Review => "review",
            Self::Interview => "interview",
        }
    }
}

/// An article, taken from its page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PageArticle {
    /// Headline, without the site's name, at most 300 characters.
    pub title: String,
    /// Standfirst, at most 600 characters.
    pub standfirst: Option<String>,
    /// Authors' names, at most 20.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<Millis>,
    /// When it was last changed.
    pub modified: Option<Millis>,
    /// The site's name.
    pub site_name: Option<String>,
    /// The publisher's word for its section.
    pub section: Option<String>,
    /// The publisher's keywords, at most 20 of 100 characters.
    pub keywords: Vec<String>,
    /// The language that the page claims.
    pub language: Option<Language>,
    /// The address that the page states as its own.
    pub canonical: Option<Url>,
    /// The lead picture. It is not in the body.
    pub lead_picture: Option<Picture>,
    /// Sanitised HTML.
    pub body_html: String,
    /// Plain text, paragraphs apart by an empty line.
    pub body_text: String,
    /// Words in the body.
    pub word_count: u32,
    /// What the publisher lets us do.
    pub rights: Rights,
    /// What kind of article it is.
    pub kind: ArticleKind,
    /// The site's icon.
    pub icon: Option<Url>,
}

/// Why a page has no article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoArticle {
    /// Nothing came.
    #[error("the page is empty")]
    Empty,
    /// It asks who one is.
    #[error("the page asks readers to sign in")]
    Login,
    /// It asks for consent before it shows anything.
    #[error("the page shows a consent question instead of the article")]
    ConsentWall,
    /// It is filled by a script.
    #[error("the page is an empty shell that a script fills")]
    ScriptShell,
    /// It leads to other pages.
    #[error("the page is a list of links, not an article")]
    List,
    /// There is too little text.
    #[error("the page has too little text to be an article")]
    TooShort,
}
