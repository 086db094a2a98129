//! A card: publisher and age, headline, picture, first lines, and how many publishers report the story.

use std::borrow::Cow;

use coranto_model::{Action, Audience, Millis, may};
use coranto_store::stories::Card;

use super::{Foreign, PictureView, Pictures, SourceView, foreign};
use crate::language::Words;
use crate::slug::article_path;

/// The form of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// The first of the page.
    Lead,
    /// The first of a block.
    Big,
    /// Picture above text.
    Plain,
    /// A small picture beside the text.
    Side,
    /// Text alone.
    Words,
    /// Headline alone.
    Line,
}

impl Shape {
    /// What follows `card` in the class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Lead => " card--lead",
            Self::Big => " card--big",
            Self::Side => " card--side",
            Self::Plain | Self::Words | Self::Line => "",
        }
    }

    /// Whether it is the one picture that is fetched at once.
    pub fn is_lead(self) -> bool {
        self == Self::Lead
    }

    /// How wide its picture is shown, for `sizes`.
    pub fn sizes(self) -> &'static str {
        match self {
            Self::Lead => "(min-width: 68rem) 42rem, 100vw",
            Self::Big => "(min-width: 68rem) 43rem, (min-width: 50rem) 50vw, 100vw",
            Self::Side => "9rem",
            Self::Plain | Self::Words | Self::Line => {
                "(min-width: 64rem) 19rem, (min-width: 40rem) 50vw, 100vw"
            }
        }
    }

    fn has_picture(self) -> bool {
        !matches!(self, Self::Words | Self::Line)
    }

    fn has_standfirst(self) -> bool {
        self != Self::Line
    }
}

/// A word beside the card: opinion, live, video, audio.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The word.
    pub word: Cow<'static, str>,
    /// Whether it is going on.
    pub is_live: bool,
}

/// A card as the template shows it.
pub struct CardView<'a> {
    /// Its form.
    pub shape: Shape,
    /// The level of its heading, 2 or 3.
    pub level: u8,
    /// The article's page.
    pub href: String,
    /// The headline.
    pub title: &'a str,
    /// The headline's language, where it is not the page's.
    pub foreign: Option<Foreign>,
    /// The first lines; empty where they may not be shown.
    pub standfirst: &'a str,
    /// Who and when.
    pub source: SourceView<'a>,
    /// The picture, where there is one that may be shown.
    pub picture: Option<PictureView>,
    /// "14 publishers", where there are several.
    pub publishers: Option<Cow<'static, str>>,
    /// Its kind, where that is worth a word.
    pub mark: Option<Mark>,
}

impl CardView<'_> {
    /// Whether there is anything under the text.
    pub fn has_foot(&self) -> bool {
        self.publishers.is_some() || self.mark.is_some()
    }
}

/// Makes cards for one page.
#[derive(Clone, Copy)]
pub struct Dealer<'k> {
    /// The page's words.
    pub words: Words,
    /// Signs pictures.
    pub pictures: Pictures<'k>,
    /// Who sees the page.
    pub audience: Audience,
    /// The time of the request.
    pub now: Millis,
}

impl Dealer<'_> {
    /// `card` in the form of `shape`, with a heading of `level`.
    pub fn deal<'c>(&self, card: &'c Card, shape: Shape, level: u8) -> CardView<'c> {
        let may = |action| may(action, &card.rights, self.audience);
        let standfirst =
            if shape.has_standfirst() && may(Action::Excerpt) { card.standfirst.as_str() } else { "" };
        let picture = card.picture.as_ref().filter(|_| shape.has_picture() && may(Action::Picture));
        let picture = picture.and_then(|picture| self.pictures.card(picture));
        let several = card.publishers > 1 && shape != Shape::Line;
        let shape = if shape == Shape::Side && picture.is_none() { Shape::Words } else { shape };
        CardView {
            shape,
            level,
            href: article_path(card.article, &card.title),
            title: &card.title,
            foreign: foreign(card.language, self.words),
            standfirst,
            source: SourceView::new(
                self.words,
                self.pictures,
                &card.publisher_name,
                card.publisher_icon.as_deref(),
                card.published,
                self.now,
            ),
            picture,
            publishers: several.then(|| self.words.count("publishers", u64::from(card.publishers))),
            mark: mark(self.words, &card.kind),
        }
    }

    /// All of `cards` in one form.
    pub fn all<'c>(
        &self,
        cards: impl IntoIterator<Item = &'c Card>,
        shape: Shape,
        level: u8,
    ) -> Vec<CardView<'c>> {
        cards.into_iter().map(|card| self.deal(card, shape, level)).collect()
    }

    /// Whether the picture of `card` may be shown at all.
    pub fn has_picture(&self, card: &Card) -> bool {
        card.picture.is_some() && may(Action::Picture, &card.rights, self.audience)
    }
}

fn mark(words: Words, kind: &str) -> Option<Mark> {
    let id = match kind {
        "opinion" => "mark-opinion",
        "live" => "mark-live",
        "video" => "mark-video",
        "audio" => "mark-audio",
        _ => return None,
    };
    Some(Mark { word: words.say(id), is_live: kind == "live" })
}
