//! What must hold of stories and cards on both databases.

mod cards;
mod filing;
mod front;

use coranto_model::{ArticleId, Language};

use super::{Card, FrontQuery};
use crate::Store;

/// Everything in English.
fn everything() -> FrontQuery {
    FrontQuery { language: Language::ENGLISH, country: None, section: None, limit: 100 }
}

/// The front page that `query` asks for.
async fn front(store: &Store, query: FrontQuery) -> Vec<Card> {
    store.front(query).await.unwrap()
}

/// The articles that the cards show.
fn shown(cards: &[Card]) -> Vec<ArticleId> {
    cards.iter().map(|card| card.article).collect()
}
