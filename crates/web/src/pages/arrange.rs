//! Which story stands where on a front page. No story stands twice.

use coranto_model::{Millis, Section};
use coranto_store::stories::Card;
use coranto_story::front::{Candidate, order};

use crate::state::sections_of;

/// Stories beside the first.
const SECONDS: usize = 2;
/// Stories in the middle column.
const RIVER: usize = 4;
/// Stories of a section's block.
const IN_BLOCK: usize = 5;
/// A block of fewer stories is left out.
const LEAST_IN_BLOCK: usize = 2;
/// With so many stories the page has room for more beside its blocks.
const MANY: usize = 60;

/// The places of a front page.
pub struct Arranged<'c> {
    /// The first story.
    pub lead: &'c Card,
    /// Under it.
    pub seconds: Vec<&'c Card>,
    /// The middle column.
    pub river: Vec<&'c Card>,
    /// The last column: the newest of what stands nowhere else.
    pub recent: Vec<&'c Card>,
    /// The row under the columns.
    pub also: Vec<&'c Card>,
    /// The sections' blocks.
    pub blocks: Vec<(Section, Vec<&'c Card>)>,
}

/// Gives each of `cards` its place, or none. `has_picture` says whether a card's picture may be shown. `None` when
/// there are no cards.
pub fn arrange(cards: &[Card], now: Millis, has_picture: impl Fn(&Card) -> bool) -> Option<Arranged<'_>> {
    let candidates: Vec<Candidate> = cards
        .iter()
        .map(|card| Candidate {
            publisher: card.publisher,
            publishers: card.publishers,
            newest: card.published,
            has_picture: has_picture(card),
            words: card.words,
            section: card.section,
        })
        .collect();
    let ranking = order(&candidates, now, cards.len());
    let mut left: Vec<&Card> = ranking.into_iter().filter_map(|number| cards.get(number)).collect();
    if left.is_empty() {
        return None;
    }
    let lead = left.remove(0);
    let seconds = take(&mut left, SECONDS, |_| true);
    // A small paper shares what it has between the columns.
    let wanted_river = RIVER.min(left.len().div_ceil(2));
    let river = take(&mut left, wanted_river, |_| true);
    let wanted_recent = if cards.len() >= MANY { 6 } else { 4 };
    let wanted_also = if cards.len() >= MANY { 8 } else { 4.min(left.len().saturating_sub(wanted_recent)) };
    let also = take(&mut left, wanted_also, &has_picture);
    let recent = newest(&mut left, wanted_recent);
    let blocks = sections_of(cards)
        .into_iter()
        .filter_map(|section| {
            let of_section = |card: &Card| card.section == Some(section);
            let is_enough = left.iter().filter(|card| of_section(card)).count() >= LEAST_IN_BLOCK;
            is_enough.then(|| (section, take(&mut left, IN_BLOCK, of_section)))
        })
        .collect();
    Some(Arranged { lead, seconds, river, recent, also, blocks })
}

/// Takes the first `wanted` of `left` that are `good`.
fn take<'c>(left: &mut Vec<&'c Card>, wanted: usize, good: impl Fn(&Card) -> bool) -> Vec<&'c Card> {
    let mut taken = Vec::with_capacity(wanted);
    left.retain(|card| {
        let is_taken = taken.len() < wanted && good(card);
        if is_taken {
            taken.push(*card);
        }
        !is_taken
    });
    taken
}

fn newest<'c>(left: &mut Vec<&'c Card>, wanted: usize) -> Vec<&'c Card> {
    let mut by_time = left.clone();
    by_time.sort_by_key(|card| std::cmp::Reverse((card.published, card.article)));
    by_time.truncate(wanted);
    left.retain(|card| !by_time.iter().any(|taken| taken.article == card.article));
    by_time
}
