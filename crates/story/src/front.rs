//! The order of a front page.
//!
//! Comes in: what is known of the stories that may stand there, and the time. Goes out: their numbers, the first story
//! first. The same stories at the same time always give the same page.

use std::collections::HashMap;

use coranto_model::{Millis, PublisherId, Section};

/// Time after which a story counts half, in milliseconds.
const HALF_LIFE_MS: f64 = 8.0 * Millis::HOUR as f64;

/// What a picture is worth, as a factor: a front page without pictures is no pleasure.
const PICTURE: f64 = 1.25;

/// What a publisher's or section's repetition costs, as a factor for each story of it that stands above.
const AGAIN_PUBLISHER: f64 = 0.72;
const AGAIN_SECTION: f64 = 0.94;

/// Places at the top where no publisher stands twice in a row if that can be avoided.
const MIXED_PLACES: usize = 10;

/// Words under which an article is a brief and counts less.
const BRIEF_WORDS: u32 = 80;

/// What a brief counts, as a factor.
const BRIEF: f64 = 0.6;

/// What the order of a story depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The leading article's publisher.
    pub publisher: PublisherId,
    /// Publishers that report the story.
    pub publishers: u32,
    /// When its newest article was published.
    pub newest: Millis,
    /// Whether there is a picture to show.
    pub has_picture: bool,
    /// Words of the leading article.
    pub words: u32,
    /// Its section.
    pub section: Option<Section>,
}

/// The numbers of up to `wanted` candidates in the order in which a front page shows them.
///
/// A story's weight is `ln(1 + publishers) · 2^(−age / 8 h)`, a quarter more with a picture, less for a brief. The page
/// is filled from the top; each story of a publisher or a section that stands already makes its next ones lighter, so
/// that nobody fills the page. The heaviest leads; then no publisher stands twice in a row among the first ten, if the
/// stories allow that. Equal weights keep the order in which they came.
pub fn order(candidates: &[Candidate], now: Millis, wanted: usize) -> Vec<usize> {
    let mut left: Vec<Standing<'_>> = candidates
        .iter()
        .enumerate()
        .map(|(number, candidate)| Standing { number, candidate, weight: weight(candidate, now) })
        .collect();
    let mixed = MIXED_PLACES.min(wanted).min(left.len());
    let mut placed = Vec::with_capacity(wanted.min(left.len()));
    let mut above = None;
    while placed.len() < wanted {
        let to_mix = mixed.saturating_sub(placed.len());
        let Some(at) = next(&left, above.filter(|_| to_mix > 0), to_mix) else { break };
        let chosen = left.remove(at);
        lighten(&mut left, chosen.candidate);
        above = Some(chosen.candidate.publisher);
        placed.push(chosen.number);
    }
    placed
}

/// A candidate that has no place yet.
struct Standing<'c> {
    number: usize,
    candidate: &'c Candidate,
    weight: f64,
}

/// What a story that is placed takes from those like it.
fn lighten(left: &mut [Standing<'_>], chosen: &Candidate) {
    for Standing { candidate, weight, .. } in left {
        if candidate.publisher == chosen.publisher {
            *weight *= AGAIN_PUBLISHER;
        }
        if candidate.section.is_some() && candidate.section == chosen.section {
            *weight *= AGAIN_SECTION;
        }
    }
}

/// The place in `left` of the story that stands next. With a publisher `above` it is the heaviest of another publisher
/// that leaves the other `to_mix` places a chance; else the heaviest of another publisher; else the heaviest.
fn next(left: &[Standing<'_>], above: Option<PublisherId>, to_mix: usize) -> Option<usize> {
    let Some(above) = above else { return heaviest(left, |_| true) };
    let mut counts: HashMap<PublisherId, usize> = HashMap::new();
    for standing in left {
        *counts.entry(standing.candidate.publisher).or_default() += 1;
    }
    let leaves_a_chance = |publisher| {
        let after = to_mix.saturating_sub(1);
        let can_stand = |(other, count): (&PublisherId, &usize)| {
            if *other == publisher { (count - 1).min(after / 2) } else { (*count).min(after.div_ceil(2)) }
        };
        counts.iter().map(can_stand).sum::<usize>() >= after
    };
    heaviest(left, |publisher| publisher != above && leaves_a_chance(publisher))
        .or_else(|| heaviest(left, |publisher| publisher != above))
        .or_else(|| heaviest(left, |_| true))
}

/// The place of the heaviest story of a publisher that is `good`; the first of equals.
fn heaviest(left: &[Standing<'_>], good: impl Fn(PublisherId) -> bool) -> Option<usize> {
    let good = left.iter().enumerate().filter(|(_, standing)| good(standing.candidate.publisher));
    let best = good
        .max_by(|(at, one), (other_at, other)| one.weight.total_cmp(&other.weight).then(other_at.cmp(at)));
    best.map(|(at, _)| at)
}

fn weight(candidate: &Candidate, now: Millis) -> f64 {
    let age = now.since(candidate.newest).max(0) as f64;
    let fresh = (-age / HALF_LIFE_MS).exp2();
    let reach = f64::from(candidate.publishers).ln_1p();
    let picture = if candidate.has_picture { PICTURE } else { 1.0 };
    let length = if candidate.words < BRIEF_WORDS { BRIEF } else { 1.0 };
    reach * fresh * picture * length
}

#[cfg(test)]
mod tests {
    use coranto_model::{Millis, PublisherId};
    use proptest::prelude::*;

    use super::{Candidate, order};

    const NOW: Millis = Millis(1_700_000_000_000);

    fn story(publisher: i64, publishers: u32, hours: i64) -> Candidate {
        Candidate {
            publisher: PublisherId(publisher),
            publishers,
            newest: NOW.minus(hours * Millis::HOUR),
            has_picture: false,
            words: 300,
            section: None,
        }
    }

    #[test]
    fn many_publishers_and_freshness_go_first() {
        assert_eq!(order(&[story(1, 1, 0), story(2, 9, 1), story(3, 9, 30)], NOW, 9), [1, 0, 2]);
        let brief = Candidate { words: 20, ..story(1, 1, 0) };
        let picture = Candidate { has_picture: true, ..story(2, 1, 0) };
        assert_eq!(order(&[brief, story(3, 1, 0), picture], NOW, 2), [2, 1]);
    }

    #[test]
    fn no_publisher_fills_the_page() {
        let mut stories: Vec<_> = (0..10).map(|_| story(1, 1, 0)).collect();
        stories.extend((2..6).map(|publisher| story(publisher, 1, 1)));
        let first = publishers(&stories, 9);
        assert!(first.windows(2).all(|pair| pair[0] != pair[1]), "{first:?}");
    }

    #[test]
    fn the_lead_is_the_heaviest_and_the_rest_makes_room() {
        // The three of publisher 3 must be begun with at once, or two of them meet at the end.
        let stories =
            [story(1, 9, 0), story(2, 5, 0), story(3, 1, 0), story(3, 1, 0), story(3, 1, 0), story(4, 1, 9)];
        assert_eq!(publishers(&stories, 6), [1, 3, 2, 3, 4, 3]);
        // What cannot be avoided is borne.
        assert_eq!(publishers(&[story(1, 1, 0), story(1, 1, 1), story(2, 1, 2)], 9), [1, 2, 1]);
        assert_eq!(publishers(&[story(1, 1, 0), story(1, 1, 1)], 9), [1, 1]);
    }

    #[test]
    fn times_to_come_and_no_publishers_are_borne() {
        assert_eq!(order(&[story(1, 0, 0), story(2, 1, -50)], NOW, 9), [1, 0]);
    }

    fn publishers(stories: &[Candidate], wanted: usize) -> Vec<i64> {
        order(stories, NOW, wanted).into_iter().map(|at| stories[at].publisher.0).collect()
    }

    /// Whether the publishers that are left can stand so that none meets itself.
    fn can_be_mixed(above: i64, left: &mut Vec<i64>, places: usize) -> bool {
        places == 0
            || (0..left.len()).any(|at| {
                let one = left[at];
                if one == above {
                    return false;
                }
                left.remove(at);
                let can = can_be_mixed(one, left, places - 1);
                left.insert(at, one);
                can
            })
    }

    proptest! {
        #[test]
        fn nobody_meets_himself_if_the_stories_allow_it(
            stories in prop::collection::vec((1..5_i64, 1..9_u32, 0..50_i64), 1..7),
        ) {
            let stories: Vec<_> = stories.into_iter().map(|(a, b, c)| story(a, b, c)).collect();
            let placed = publishers(&stories, stories.len());
            let is_mixed = placed.windows(2).all(|pair| pair[0] != pair[1]);
            let mut rest = placed[1..].to_vec();
            let places = rest.len();
            prop_assert_eq!(is_mixed, can_be_mixed(placed[0], &mut rest, places));
        }

        #[test]
        fn each_story_once(stories in prop::collection::vec((1..5_i64, 0..20_u32, -50..5_000_i64), 0..40), wanted in 0..50_usize) {
            let stories: Vec<_> = stories.into_iter().map(|(a, b, c)| story(a, b, c)).collect();
            let mut placed = order(&stories, NOW, wanted);
            prop_assert_eq!(placed.len(), wanted.min(stories.len()));
            placed.sort_unstable();
            placed.dedup();
            prop_assert_eq!(placed.len(), wanted.min(stories.len()));
        }
    }
}
