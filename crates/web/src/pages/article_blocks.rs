//! What stands under an article: the story's other articles, more from its publisher, what else is reported now.

use std::sync::Arc;

use coranto_model::Edition;
use coranto_store::StoreError;
use coranto_store::articles::Article;
use coranto_store::stories::Card;

use super::arrange::arrange;
use crate::language::Words;
use crate::slug::encode;
use crate::view::{CardView, Dealer, Link, Shape};
use crate::visit::Visit;

/// Cards in a block.
const CARDS: usize = 4;

/// Articles of the story that are shown.
const OF_STORY: usize = 12;

/// What was read for the blocks.
pub struct Around {
    story: Vec<Card>,
    publisher: Vec<Card>,
    now: Arc<Vec<Card>>,
}

/// A block of cards.
pub struct Block<'a> {
    /// Where links to it lead.
    pub place: &'static str,
    /// The heading's place.
    pub id: &'static str,
    /// The heading.
    pub title: String,
    /// Where there is more.
    pub more: Option<Link>,
    /// The grid's class.
    pub grid: &'static str,
    /// The cards.
    pub cards: Vec<CardView<'a>>,
}

impl Around {
    /// Reads what stands around `article`.
    pub async fn of(visit: &Visit, article: &Article, edition: Edition) -> Result<Self, StoreError> {
        let story = match article.story {
            Some(id) => visit.web.store.story_cards(id).await?,
            None => Vec::new(),
        };
        let room = u32::try_from(CARDS * 2).unwrap_or(u32::MAX);
        Ok(Self {
            story: story.into_iter().filter(|card| card.article != article.id).collect(),
            publisher: visit.web.store.publisher_cards(article.publisher.id, None, room).await?,
            now: visit.web.recent_cards(edition).await?,
        })
    }
}

/// The blocks, without those that would be empty. No story stands in two of them.
pub fn blocks<'a>(visit: &Visit, words: Words, article: &Article, around: &'a Around) -> Vec<Block<'a>> {
    let dealer = Dealer { words, pictures: visit.pictures(), audience: visit.audience(), now: visit.now };
    let is_other =
        |card: &Card| card.article != article.id && (card.story.is_none() || card.story != article.story);
    let of_publisher: Vec<&Card> =
        around.publisher.iter().filter(|card| is_other(card)).take(CARDS).collect();
    let is_shown = |card: &Card| {
        of_publisher.iter().any(|shown| {
            shown.article == card.article || (shown.story.is_some() && shown.story == card.story)
        })
    };
    let others: Vec<Card> = around
        .now
        .iter()
        .filter(|card| is_other(card) && !is_shown(card) && card.publisher != article.publisher.id)
        .cloned()
        .collect();
    let arranged = arrange(&others, visit.now, |card| dealer.has_picture(card));
    let now_ids: Vec<_> = arranged
        .map(|places| {
            std::iter::once(places.lead)
                .chain(places.seconds)
                .chain(places.river)
                .map(|card| card.article)
                .take(CARDS)
                .collect()
        })
        .unwrap_or_default();
    let now = now_ids.iter().filter_map(|id| around.now.iter().find(|card| card.article == *id));
    let publisher = &article.publisher;
    let more = Link {
        href: format!("/publisher/{}", encode(&publisher.domain)),
        words: words.say("all-of-publisher").into(),
    };
    let story_count = u64::try_from(around.story.len()).unwrap_or(0);
    let story = Block {
        place: "story",
        id: "story-title",
        title: words.count("others-on-story", story_count).into(),
        more: None,
        grid: "grid--4",
        cards: dealer.all(around.story.iter().take(OF_STORY), Shape::Words, 3),
    };
    let of_publisher = Block {
        place: "publisher",
        id: "publisher-title",
        title: words.named("more-from", &publisher.name).into(),
        more: Some(more),
        grid: "grid--4",
        cards: dealer.all(of_publisher, Shape::Plain, 3),
    };
    let now = Block {
        place: "now",
        id: "now-title",
        title: words.say("also-now").into(),
        more: None,
        grid: "grid--2",
        cards: dealer.all(now, Shape::Side, 3),
    };
    [story, of_publisher, now].into_iter().filter(|block| !block.cards.is_empty()).collect()
}
