//! The Retry-After header (RFC 9110, section 10.2.3; behaviour 27).

use coranto_model::Millis;

use crate::http_date;

/// Longest pause that a server can ask for, in milliseconds.
const LONGEST_MS: i64 = 7 * Millis::DAY;

/// The time before which the server does not want to be asked; `None` for what is no Retry-After value. A time in the
/// past is now, one that is far away is a week from now.
pub fn parse(value: &str, now: Millis) -> Option<Millis> {
    let value = value.trim();
    let until = if value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty() {
        // A number too large to read means "as long as possible".
        now.plus(value.parse::<i64>().unwrap_or(i64::MAX).saturating_mul(Millis::SECOND))
    } else {
        http_date::parse(value)?
    };
    Some(until.max(now).min(now.plus(LONGEST_MS)))
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;
    use proptest::prelude::*;

    use super::{LONGEST_MS, parse};

    #[test]
    fn b27_seconds_dates_and_garbage() {
        let now = Millis(1_700_000_000_000); // 2023-11-14T22:13:20Z
        for (value, want) in [
            ("120", Some(120_000)),
            (" 0 ", Some(0)),
            ("99999999999999999999999", Some(7 * Millis::DAY)),
            ("Tue, 14 Nov 2023 22:14:20 GMT", Some(60_000)),
            ("Tuesday, 14-Nov-23 22:14:20 GMT", Some(60_000)),
            ("Mon, 01 Jan 1990 00:00:00 GMT", Some(0)),
            ("Mon, 01 Jan 2125 00:00:00 GMT", Some(7 * Millis::DAY)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(parse(value, now).map(|until| until.since(now)), want, "{value}");
        }
    }

    proptest! {
        #[test]
        fn b27_never_longer_than_a_week(value in "[0-9]{1,30}|\\PC{0,40}", now in 0..4_102_444_800_000_i64) {
            let now = Millis(now);
            if let Some(until) = parse(&value, now) {
                prop_assert!((0..=LONGEST_MS).contains(&until.since(now)));
            }
        }
    }
}
