//! What must hold of articles on both databases.

mod duplicates;
mod lists;
mod raw_pages;
mod reprocessing;
mod texts;
mod versions;
mod way;

use coranto_model::ArticleId;

use super::Article;
use crate::Store;

/// The article as it stands in the store.
async fn read(store: &Store, id: ArticleId) -> Article {
    store.article(id).await.unwrap().unwrap()
}
