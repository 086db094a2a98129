//! When each article comes out, and which a feed lists. In: how many there are, and how long the load has run. Out:
//! numbers and times.

use std::num::NonZeroU32;
use std::time::Duration;

use coranto_model::Millis;

/// The calendar of all publishers together. Article `n` is of publisher `n` modulo their number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) publishers: usize,
    pub(super) articles: usize,
    /// Without a rate the newest article's time, with one that of the first.
    pub(super) now: Millis,
    /// Articles a minute.
    pub(super) rate: Option<NonZeroU32>,
}

impl Pace {
    /// When the article comes out.
    pub(super) fn published(&self, number: usize) -> Millis {
        let minutes = i64::try_from(number).unwrap_or(i64::MAX).saturating_mul(Millis::MINUTE);
        match self.rate {
            None => self.now.minus(minutes),
            Some(rate) => self.now.plus(minutes / i64::from(rate.get())),
        }
    }

    /// How many articles are out: those whose numbers are below.
    pub(super) fn out(&self, elapsed: Duration) -> usize {
        let Some(rate) = self.rate else { return self.articles };
        let due = elapsed.as_millis().saturating_mul(u128::from(rate.get())) / 60_000;
        usize::try_from(due).unwrap_or(usize::MAX).saturating_add(1).min(self.articles)
    }

    /// Whether the publisher has brought this article out.
    pub(super) fn is_out(&self, publisher: usize, number: usize, elapsed: Duration) -> bool {
        number % self.publishers.max(1) == publisher && number < self.out(elapsed)
    }

    /// The publisher's newest articles, newest first, at most `entries`.
    pub(super) fn newest(&self, publisher: usize, entries: usize, elapsed: Duration) -> Vec<usize> {
        let publishers = self.publishers.max(1);
        let own = self.out(elapsed).saturating_sub(publisher).div_ceil(publishers);
        let listed = own.min(entries);
        let number = |place: usize| publisher + place * publishers;
        match self.rate {
            None => (0..listed).map(number).collect(),
            Some(_) => (own - listed..own).rev().map(number).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;
    use std::time::Duration;

    use coranto_model::Millis;

    use super::Pace;

    fn pace(articles: usize, rate: u32) -> Pace {
        Pace { publishers: 3, articles, now: Millis(1_000_000), rate: NonZeroU32::new(rate) }
    }

    #[test]
    fn without_a_rate_everything_is_out_and_the_lowest_number_is_the_newest() {
        let pace = pace(10, 0);
        assert_eq!(pace.newest(0, 50, Duration::ZERO), [0, 3, 6, 9]);
        assert_eq!(pace.newest(2, 2, Duration::ZERO), [2, 5]);
        assert_eq!(pace.published(2), Millis(1_000_000 - 120_000));
        assert!(pace.is_out(0, 9, Duration::ZERO));
        assert!(!pace.is_out(1, 9, Duration::ZERO), "another's");
        assert!(!pace.is_out(0, 12, Duration::ZERO), "none");
    }

    #[test]
    fn with_a_rate_articles_come_out_one_after_the_other() {
        // Two seconds from one to the next.
        let pace = pace(10, 30);
        for (seconds, want) in [(0, 1), (1, 1), (2, 2), (7, 4), (17, 9), (18, 10), (1_000_000, 10)] {
            let elapsed = Duration::from_secs(seconds);
            assert_eq!(pace.out(elapsed), want, "after {seconds} s");
            let newest = pace.published(pace.out(elapsed) - 1);
            assert!(
                newest.since(pace.now) <= i64::try_from(elapsed.as_millis()).unwrap(),
                "none is of the future"
            );
        }
        assert_eq!(pace.newest(1, 50, Duration::ZERO), [0; 0]);
        assert_eq!(pace.newest(0, 50, Duration::from_secs(7)), [3, 0]);
        assert_eq!(pace.newest(0, 2, Duration::from_mins(1)), [9, 6]);
    }

    #[test]
    fn every_article_is_listed_by_one_publisher() {
        for articles in [0, 1, 2, 3, 4, 29, 30, 31] {
            let pace = pace(articles, 0);
            let mut all: Vec<usize> =
                (0..3).flat_map(|publisher| pace.newest(publisher, 50, Duration::ZERO)).collect();
            all.sort_unstable();
            assert_eq!(all, (0..articles).collect::<Vec<_>>());
        }
    }
}
