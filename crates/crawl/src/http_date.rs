//! Dates as HTTP headers write them (RFC 9110, section 5.6.7): today's form and the two old ones.

use coranto_model::Millis;
use jiff::civil::DateTime;
use jiff::fmt::rfc2822::DateTimeParser;
use jiff::tz::TimeZone;

/// RFC 850's form without its weekday: `06-Nov-94 08:49:37 GMT`.
const RFC_850: &str = "%d-%b-%y %H:%M:%S GMT";

/// The form of C's asctime without its weekday: `Nov 6 08:49:37 1994`.
const ASCTIME: &str = "%b %d %H:%M:%S %Y";

/// Reads a date; `None` for what is none. A wrong day of the week is passed over, as is which zone a careless server
/// wrote instead of GMT.
pub fn parse(value: &str) -> Option<Millis> {
    let parser = DateTimeParser::new().relaxed_weekday(true);
    if let Ok(timestamp) = parser.parse_timestamp(value.trim()) {
        return Some(timestamp.into());
    }
    // The weekday is left out, for it may be wrong; asctime pads the day with a second space.
    let words: Vec<&str> = value.split_whitespace().skip(1).collect();
    let text = words.join(" ");
    [RFC_850, ASCTIME].iter().find_map(|format| utc(format, &text))
}

fn utc(format: &str, text: &str) -> Option<Millis> {
    let civil = DateTime::strptime(format, text).ok()?;
    TimeZone::UTC.to_timestamp(civil).ok().map(Millis::from)
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;
    use proptest::prelude::*;

    use super::parse;

    #[test]
    fn all_three_forms_are_read() {
        let want = Some(Millis(784_111_777_000));
        for (value, want) in [
            ("Sun, 06 Nov 1994 08:49:37 GMT", want),
            (" Sun, 06 Nov 1994 08:49:37 GMT ", want),
            ("Tue, 06 Nov 1994 08:49:37 GMT", want),
            ("Sun, 06 Nov 1994 10:49:37 +0200", want),
            ("Sunday, 06-Nov-94 08:49:37 GMT", want),
            ("Sun Nov  6 08:49:37 1994", want),
            ("0", None),
            ("-1", None),
            ("", None),
            ("never", None),
            ("Sun, 31 Feb 1994 08:49:37 GMT", None),
        ] {
            assert_eq!(parse(value), want, "{value}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(value in "\\PC{0,60}") {
            parse(&value);
        }
    }
}
