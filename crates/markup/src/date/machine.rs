//! Dates as pages and sitemaps write them for machines.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

/// The instant of a machine-readable date. A date without a zone is taken as UTC, one without a time as its midnight.
pub fn machine_date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.len() < 8 || text.len() > 64 {
        return None;
    }
    let spaced = text.replacen(' ', "T", 1);
    let instant = text
        .parse::<Timestamp>()
        .or_else(|_| with_colon_in_zone(&spaced).parse::<Timestamp>())
        .or_else(|_| civil(spaced.parse::<DateTime>().ok()).ok_or(()))
        .or_else(|()| {
            rfc2822::DateTimeParser::new().relaxed_weekday(true).parse_timestamp(text).map_err(|_| ())
        })
        .or_else(|()| {
            civil(text.get(..10).and_then(|day| day.parse::<Date>().ok()).map(Date::into)).ok_or(())
        });
    let at = instant.ok()?;
    // Before the web, or after anything that is published: a slip.
    (at.as_second() > 0).then_some(at)
}

fn civil(at: Option<DateTime>) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(at?).ok()
}

/// `2023-11-14T22:13:20+0100` as `…+01:00`.
fn with_colon_in_zone(text: &str) -> String {
    let zone = text.len().checked_sub(5).and_then(|at| text.split_at_checked(at));
    match zone {
        Some((time, zone))
            if time.contains('T')
                && zone.starts_with(['+', '-'])
                && zone.bytes().skip(1).all(|byte| byte.is_ascii_digit()) =>
        {
            let (hours, minutes) = zone.split_at(3);
            format!("{time}{hours}:{minutes}")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::machine_date as parse;

    #[test]
    fn machine_readable_dates() {
        for (text, want) in [
            ("2023-11-14T22:13:20Z", Some(1_700_000_000)),
            ("2023-11-14T23:13:20+01:00", Some(1_700_000_000)),
            ("2023-11-14T23:13:20+0100", Some(1_700_000_000)),
            ("2023-11-14 22:13:20", Some(1_700_000_000)),
            ("2023-11-14T22:13:20.000Z", Some(1_700_000_000)),
            ("Tue, 14 Nov 2023 22:13:20 GMT", Some(1_700_000_000)),
            ("2023-11-14", Some(1_699_920_000)),
            ("0001-01-01T00:00:00Z", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(parse(text).map(jiff::Timestamp::as_second), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "[0-9TZ:+ -]{0,30}|\\PC{0,20}") {
            parse(&text);
        }
    }
}
