//! Hours and days at which a feed does not want to be asked: RSS's skipHours and skipDays (behaviour 15).

use coranto_model::Millis;

/// Hours of a week.
const HOURS_OF_WEEK: i64 = 7 * 24;

/// 1970-01-01 was a Thursday: days that lie between the Monday before it and it.
const EPOCH_WEEKDAY: i64 = 3;

/// Days from Monday, as RSS writes them.
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Hours and days in GMT at which a feed is left alone. None by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SkipTimes {
    /// One bit an hour, the lowest for midnight.
    hours: u32,
    /// One bit a day, the lowest for Monday.
    days: u8,
}

impl SkipTimes {
    /// Takes the numbers of hours (0 to 23; 24 is midnight too) and the English names of days. What is neither is
    /// passed over.
    pub fn new<'a>(hours: impl IntoIterator<Item = u32>, days: impl IntoIterator<Item = &'a str>) -> Self {
        let hours =
            hours.into_iter().filter(|hour| *hour <= 24).fold(0, |bits, hour| bits | 1 << (hour % 24));
        let days = days.into_iter().filter_map(|name| {
            let name = name.trim().to_ascii_lowercase();
            DAYS.iter().position(|day| *day == name)
        });
        Self { hours, days: days.fold(0, |bits, day| bits | 1 << day) }
    }

    /// The first time from `at` on, in whole hours, at which the feed may be asked. A feed that never wants to be
    /// asked is asked all the same: such a wish is a mistake.
    pub fn next_open(self, at: Millis) -> Millis {
        let later = (0..HOURS_OF_WEEK).map(|hours| at.plus(hours * Millis::HOUR));
        later.into_iter().find(|at| !self.skips(*at)).unwrap_or(at)
    }

    fn skips(self, at: Millis) -> bool {
        let hour = at.0.div_euclid(Millis::HOUR).rem_euclid(24);
        let day = (at.0.div_euclid(Millis::DAY) + EPOCH_WEEKDAY).rem_euclid(7);
        (self.hours >> hour) & 1 == 1 || (self.days >> day) & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;
    use proptest::prelude::*;

    use super::SkipTimes;

    /// 2023-11-14T22:13:20Z, a Tuesday.
    const NOW: Millis = Millis(1_700_000_000_000);

    #[test]
    fn b15_skipped_hours_and_days_are_waited_for() {
        for (hours, days, want_hours) in [
            (&[][..], &[][..], 0),
            (&[21, 23], &[], 0),
            (&[22], &[], 1),
            (&[22, 23, 24], &[], 3),
            (&[], &["Tuesday"], 2),
            (&[], &[" tuesday ", "WEDNESDAY"], 26),
            (&[0, 1, 2], &["Tuesday"], 5),
            (&[99], &["Someday"], 0),
        ] {
            let skip = SkipTimes::new(hours.iter().copied(), days.iter().copied());
            assert_eq!(skip.next_open(NOW).since(NOW), want_hours * Millis::HOUR, "{hours:?} {days:?}");
        }
    }

    #[test]
    fn b15_who_never_wants_to_be_asked_is_asked() {
        assert_eq!(SkipTimes::new(0..24, []).next_open(NOW), NOW);
    }

    proptest! {
        #[test]
        fn b15_within_a_week(hours in prop::collection::vec(any::<u32>(), 0..30), at: i64) {
            let waited = SkipTimes::new(hours, ["sunday"]).next_open(Millis(at)).since(Millis(at));
            prop_assert!((0..7 * Millis::DAY).contains(&waited));
        }
    }
}
