//! When a source is polled next (behaviours 11 to 16, 18, 19).

use coranto_model::Millis;

use crate::backoff::unit;
use crate::http_date;
use crate::policy::Policy;
use crate::skip_times::SkipTimes;

/// Oldest answer out of a cache that is believed, in seconds: a year.
const MAX_AGE_HEADER_S: i64 = 31_536_000;

/// What the publisher says of how long its answer is good for, and when it does not want to be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FreshnessHints {
    /// The answer's max-age (or Expires), in milliseconds; `None` where nothing sensible was said.
    pub max_age_ms: Option<i64>,
    /// The feed's own ttl or update period, in milliseconds.
    pub ttl_ms: Option<i64>,
    /// The feed's own skipHours and skipDays.
    pub skip: SkipTimes,
}

impl FreshnessHints {
    /// Reads Cache-Control, Expires and Age (RFC 9111, section 4.2). `s-maxage` is for shared caches and is ignored;
    /// absurd values are left for [`next_poll`] to clamp.
    ///
    /// `answered` is the time on the clock that wrote Expires: the answer's own Date, and ours where it has none.
    pub fn from_headers(
        cache_control: Option<&str>,
        expires: Option<&str>,
        age: Option<&str>,
        answered: Millis,
    ) -> Self {
        let age_s =
            age.and_then(|age| age.trim().parse::<i64>().ok()).unwrap_or(0).clamp(0, MAX_AGE_HEADER_S);
        let max_age =
            cache_control.and_then(max_age_ms).map(|max_age| max_age.saturating_sub(age_s * Millis::SECOND));
        let expires = expires.and_then(http_date::parse).map(|at| at.since(answered));
        // Where both are there max-age counts, even when it is nought.
        let max_age_ms = max_age.or(expires).filter(|millis| *millis > 0);
        Self { max_age_ms, ..Self::default() }
    }

    fn longest(self) -> Option<i64> {
        self.max_age_ms.into_iter().chain(self.ttl_ms).filter(|millis| *millis > 0).max()
    }
}

fn max_age_ms(cache_control: &str) -> Option<i64> {
    cache_control.split(',').find_map(|directive| {
        let (name, value) = directive.split_once('=')?;
        let digits = value.trim().trim_matches('"');
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !name.trim().eq_ignore_ascii_case("max-age") || !is_number {
            return None;
        }
        Some(digits.parse::<i64>().unwrap_or(i64::MAX).saturating_mul(Millis::SECOND))
    })
}

/// What is known when a poll has ended well.
#[derive(Clone, Copy, Debug)]
pub struct PollFacts<'a> {
    /// The time.
    pub now: Millis,
    /// The interval that was last worked out, in milliseconds.
    pub interval_ms: Option<i64>,
    /// When the feed's entries were published, in any order; empty where the feed was not read again.
    pub published: &'a [Millis],
    /// What the publisher says.
    pub hints: FreshnessHints,
    /// Whether the source sends an ETag or a Last-Modified.
    pub has_validators: bool,
    /// Whether this poll brought a feed that was read.
    pub changed: bool,
}

/// Growth of the interval with each poll that brought nothing.
const SLOWER: f64 = 1.25;

/// The same for a poll that brought something whose entries have no dates: twice as fast, until it is too fast.
const FASTER: f64 = 0.5;

/// Part of the mean time between entries after which it is worth to look again.
const OF_MEAN_GAP: f64 = 0.5;

/// Entries that the publishing rate is taken from: the newest ones.
const RATE_ENTRIES: usize = 20;

/// Part of an interval within which chance chooses the moment.
const SPREAD: f64 = 0.15;

/// When to poll next. `jitter` is a random number from 0 up to 1.
///
/// The interval follows the publishing rate: half the mean time between the newest entries; a poll that brought
/// nothing makes it a quarter longer. It is never under the floor that applies, nor under what the publisher asks for,
/// nor over the cap. Chance adds up to 15 %, or takes it away where the cap leaves no room. What falls into the feed's
/// skipHours or skipDays waits for their end.
pub fn next_poll(facts: &PollFacts<'_>, policy: &Policy, jitter: f64) -> Millis {
    let wish = facts.hints.longest();
    let floor = floor_ms(wish, facts.has_validators, policy);
    let cap = policy.cap_ms.max(floor);
    let own = own_ms(facts).unwrap_or(floor);
    let interval = own.max(wish.unwrap_or(0)).clamp(floor, cap);
    let span = scaled(interval, SPREAD);
    // The floor is a promise, so what the cap leaves no room for is taken away from no further than the floor.
    let earliest = interval.min(cap.saturating_sub(span)).max(floor);
    let at = facts.now.plus(earliest).plus(scaled(span, unit(jitter)));
    facts.hints.skip.next_open(at)
}

/// The least time between two polls (behaviour 16).
fn floor_ms(wish: Option<i64>, has_validators: bool, policy: &Policy) -> i64 {
    let floor = match wish {
        _ if !has_validators => policy.no_validator_floor_ms.max(policy.floor_ms),
        Some(wish) if wish < policy.floor_ms => policy.allowed_floor_ms.min(policy.floor_ms),
        _ => policy.floor_ms,
    };
    floor.min(policy.cap_ms)
}

/// The interval that the source's own rhythm gives; `None` at the first poll of a source whose rhythm is unknown.
fn own_ms(facts: &PollFacts<'_>) -> Option<i64> {
    if !facts.changed {
        return facts.interval_ms.map(|interval| scaled(interval, SLOWER));
    }
    let rate = rate_ms(facts.published, facts.now);
    rate.or_else(|| facts.interval_ms.map(|interval| scaled(interval, FASTER)))
}

#[expect(clippy::cast_possible_truncation, reason = "a float to i64 cast saturates")]
fn scaled(millis: i64, factor: f64) -> i64 {
    (millis as f64 * factor) as i64
}

/// Half the mean time between the newest entries; grows while nothing comes. `None` for fewer than two entries.
fn rate_ms(published: &[Millis], now: Millis) -> Option<i64> {
    let mut newest: Vec<Millis> = published.iter().copied().filter(|at| *at <= now).collect();
    newest.sort_unstable_by(|one, other| other.cmp(one));
    newest.truncate(RATE_ENTRIES);
    let oldest = newest.last()?;
    let gaps = newest.len().checked_sub(1).filter(|gaps| *gaps > 0)?;
    Some(scaled(now.since(*oldest), OF_MEAN_GAP / gaps as f64))
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;
    use proptest::prelude::*;

    use super::{FreshnessHints, PollFacts, next_poll};
    use crate::policy::Policy;
    use crate::skip_times::SkipTimes;

    /// 2023-11-14T22:13:20Z, a Tuesday.
    const NOW: Millis = Millis(1_700_000_000_000);

    fn facts(hints: FreshnessHints) -> PollFacts<'static> {
        PollFacts { now: NOW, interval_ms: None, published: &[], hints, has_validators: true, changed: true }
    }

    fn hints(cache_control: &str) -> FreshnessHints {
        FreshnessHints::from_headers(Some(cache_control), None, None, NOW)
    }

    fn expires(value: &str, age: Option<&str>) -> FreshnessHints {
        FreshnessHints::from_headers(None, Some(value), age, NOW)
    }

    fn minutes(facts: &PollFacts<'_>) -> i64 {
        next_poll(facts, &Policy::default(), 0.0).since(NOW) / Millis::MINUTE
    }

    #[test]
    fn b11_to_b14_the_publishers_word_within_floor_and_cap() {
        // Chance takes 15 % away at the cap.
        const CAP: i64 = 24 * 60 * 85 / 100;
        for (hints, want) in [
            (hints(""), 30),
            (hints("max-age=7200"), 120),
            (hints("Public, MAX-AGE=\"7200\""), 120),
            (hints("public, s-maxage=7200"), 30),
            (hints("max-age=600"), 10),
            (hints("max-age=60"), 10),
            (hints("max-age=0"), 30),
            (hints("no-store"), 30),
            (hints("max-age=315360000"), CAP),
            (hints("max-age=99999999999999999999"), CAP),
            (hints("max-age=-5"), 30),
            (hints("max-age=ten"), 30),
            (expires("Wed, 15 Nov 2023 00:13:20 GMT", None), 120),
            (expires("Thu, 01 Jan 1970 00:00:00 GMT", None), 30),
            (expires("0", None), 30),
            (FreshnessHints::from_headers(Some("max-age=7200"), None, Some("3600"), NOW), 60),
            (
                FreshnessHints::from_headers(
                    Some("max-age=0"),
                    Some("Wed, 15 Nov 2023 00:13:20 GMT"),
                    None,
                    NOW,
                ),
                30,
            ),
            (FreshnessHints { ttl_ms: Some(3 * Millis::HOUR), ..hints("max-age=600") }, 180),
            (FreshnessHints { ttl_ms: Some(-1), ..hints("") }, 30),
            (FreshnessHints { ttl_ms: Some(i64::MAX), ..hints("") }, CAP),
        ] {
            assert_eq!(minutes(&facts(hints)), want, "{hints:?}");
        }
    }

    #[test]
    fn b12_a_304_moves_the_next_poll_too() {
        let quiet = PollFacts { changed: false, interval_ms: Some(40 * Millis::MINUTE), ..facts(hints("")) };
        assert_eq!(minutes(&quiet), 50);
        assert_eq!(minutes(&PollFacts { hints: hints("max-age=7200"), ..quiet }), 120);
    }

    #[test]
    fn b15_skip_hours_are_waited_for() {
        let hints = FreshnessHints { skip: SkipTimes::new([22, 23], []), ..hints("") };
        // 22:43 is skipped, and so is 23:43.
        assert_eq!(minutes(&facts(hints)), 30 + 120);
    }

    #[test]
    fn b16_floors() {
        let bare = PollFacts { has_validators: false, ..facts(hints("max-age=60")) };
        assert_eq!(minutes(&bare), 60);
        let slow = Policy { floor_ms: 2 * Millis::HOUR, ..Policy::default() };
        assert_eq!(next_poll(&bare, &slow, 0.0).since(NOW), 2 * Millis::HOUR);
        let fast = Policy { floor_ms: 5 * Millis::MINUTE, ..Policy::default() };
        assert_eq!(next_poll(&facts(hints("max-age=60")), &fast, 0.0).since(NOW), 5 * Millis::MINUTE);
    }

    #[test]
    fn b18_the_interval_follows_the_publishing_rate() {
        let slow: Vec<_> = (0..10).map(|number| NOW.minus(number * 4 * Millis::HOUR)).collect();
        assert_eq!(minutes(&PollFacts { published: &slow, ..facts(hints("")) }), 120);
        let busy: Vec<_> = (0..50).map(|minute| NOW.minus(minute * Millis::MINUTE)).collect();
        assert_eq!(minutes(&PollFacts { published: &busy, ..facts(hints("")) }), 30);
        let dateless = PollFacts { interval_ms: Some(4 * Millis::HOUR), ..facts(hints("")) };
        assert_eq!(minutes(&dateless), 120);
    }

    #[test]
    fn b19_a_thousand_feeds_do_not_fire_together() {
        let facts = facts(hints(""));
        let mut seconds: Vec<i64> = (0..1_000)
            .map(|number| {
                next_poll(&facts, &Policy::default(), f64::from(number) / 1_000.0).0 / Millis::SECOND
            })
            .collect();
        seconds.dedup();
        assert!(seconds.len() > 250, "{}", seconds.len());
    }

    proptest! {
        #[test]
        fn always_between_floor_and_cap(
            interval in any::<Option<i64>>(), max_age in any::<Option<i64>>(), ttl in any::<Option<i64>>(),
            published in prop::collection::vec(any::<i64>(), 0..30), validators: bool, changed: bool, jitter in 0.0..1.0,
        ) {
            let policy = Policy::default();
            let published: Vec<_> = published.into_iter().map(Millis).collect();
            let hints = FreshnessHints { max_age_ms: max_age, ttl_ms: ttl, ..FreshnessHints::default() };
            let facts = PollFacts {
                now: NOW, interval_ms: interval, published: &published, hints, has_validators: validators, changed,
            };
            let wait = next_poll(&facts, &policy, jitter).since(NOW);
            prop_assert!(wait >= policy.allowed_floor_ms);
            prop_assert!(wait <= policy.cap_ms);
            if !validators {
                prop_assert!(wait >= policy.no_validator_floor_ms);
            }
        }

        #[test]
        fn no_header_makes_it_panic(one in "\\PC{0,60}", two in "\\PC{0,60}", three in "\\PC{0,20}", now: i64) {
            FreshnessHints::from_headers(Some(&one), Some(&two), Some(&three), Millis(now));
        }
    }
}
