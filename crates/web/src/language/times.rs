//! Ages, dates and clock times in words. Times are UTC; a small script turns them to the reader's zone.

use std::borrow::Cow;

use coranto_model::Millis;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::catalogue::{Value, Words};

/// From this age on, in milliseconds, the date says more.
const MAX_AGE_MS: i64 = 7 * Millis::DAY;

impl Words {
    /// How long ago `at` was: "31 minutes ago", or the date where that says more.
    pub fn age(self, at: Millis, now: Millis) -> Cow<'static, str> {
        let age = now.since(at).max(0);
        let count = |millis: i64| u64::try_from(age / millis).unwrap_or(0);
        match age {
            ..Millis::MINUTE => self.say("age-now"),
            Millis::MINUTE..Millis::HOUR => self.count("age-minutes", count(Millis::MINUTE)),
            Millis::HOUR..Millis::DAY => self.count("age-hours", count(Millis::HOUR)),
            Millis::DAY..MAX_AGE_MS => self.count("age-days", count(Millis::DAY)),
            _ => self.date(at),
        }
    }

    /// A span of time in its largest unit: "8 minutes".
    pub fn span(self, millis: i64) -> Cow<'static, str> {
        let count = |unit: i64| u64::try_from((millis.max(0) + unit / 2) / unit).unwrap_or(0);
        match millis {
            ..Millis::MINUTE => self.count("span-seconds", count(Millis::SECOND)),
            Millis::MINUTE..Millis::HOUR => self.count("span-minutes", count(Millis::MINUTE)),
            Millis::HOUR..Millis::DAY => self.count("span-hours", count(Millis::HOUR)),
            _ => self.count("span-days", count(Millis::DAY)),
        }
    }

    /// "23 November 2026".
    pub fn date(self, at: Millis) -> Cow<'static, str> {
        self.dated("date", at)
    }

    /// "Monday 23 November 2026".
    pub fn whole_date(self, at: Millis) -> Cow<'static, str> {
        self.dated("date-whole", at)
    }

    /// "23 November 2026, 08:11 UTC".
    pub fn date_and_time(self, at: Millis) -> Cow<'static, str> {
        self.dated("date-and-time", at)
    }

    /// "Mon 23 Nov, 08:11 UTC".
    pub fn exact(self, at: Millis) -> Cow<'static, str> {
        self.dated("date-exact", at)
    }

    fn dated(self, id: &str, at: Millis) -> Cow<'static, str> {
        let Some(civil) = civil(at) else { return Cow::Borrowed("–") };
        let month = civil.month();
        let weekday = civil.weekday().to_monday_one_offset();
        let (day, year) = (civil.day().to_string(), civil.year().to_string());
        let time = format!("{:02}:{:02}", civil.hour(), civil.minute());
        self.fill(
            id,
            &[
                ("weekday", Value::Text(&self.say(&format!("weekday-{weekday}")))),
                ("weekday-short", Value::Text(&self.say(&format!("weekday-short-{weekday}")))),
                ("day", Value::Text(&day)),
                ("month", Value::Text(&self.say(&format!("month-{month}")))),
                ("month-short", Value::Text(&self.say(&format!("month-short-{month}")))),
                ("year", Value::Text(&year)),
                ("time", Value::Text(&time)),
            ],
        )
    }
}

fn civil(at: Millis) -> Option<DateTime> {
    at.timestamp().map(|timestamp| TimeZone::UTC.to_datetime(timestamp))
}

#[cfg(test)]
mod tests {
    use coranto_model::{Language, Millis};

    use super::Words;

    /// 2026-11-23T08:11:00Z, a Monday.
    const AT: Millis = Millis(1_795_421_460_000);

    #[test]
    fn ages_grow_into_dates() {
        let english = Words::english();
        for (age, want) in [
            (-5_000, "just now"),
            (59_000, "just now"),
            (60_000, "1 minute ago"),
            (31 * 60_000, "31 minutes ago"),
            (2 * 3_600_000, "2 hours ago"),
            (25 * 3_600_000, "1 day ago"),
            (8 * 24 * 3_600_000, "23 November 2026"),
        ] {
            assert_eq!(english.age(AT, AT.plus(age)), want);
        }
    }

    #[test]
    fn dates_are_written_as_the_language_does() {
        let english = Words::english();
        assert_eq!(english.whole_date(AT), "Monday 23 November 2026");
        assert_eq!(english.date_and_time(AT), "23 November 2026, 08:11 UTC");
        assert_eq!(english.exact(AT), "Mon 23 Nov, 08:11 UTC");
        let arabic = Words::of(Language::ARABIC).unwrap();
        assert_eq!(arabic.date(AT), "23 نوفمبر 2026");
        assert_eq!(arabic.age(AT, AT.plus(2 * 60_000)), "قبل دقيقتين");
        assert_eq!(english.date(Millis::NEVER), "–");
    }
}
