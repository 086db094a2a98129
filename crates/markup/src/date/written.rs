//! Dates as people and programs write them: RFC 822 and its successors, ISO 8601 with its short forms, what C's
//! `asctime` prints, and dates with the months of many languages.
//!
//! A feed that is dated in a manner of its own is dated all the same. The pieces of a date are recognised by what they
//! look like, in whatever order they stand. What has neither a year nor a month is no date.

use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::numbers::{date, full_year, of_digits, of_groups, of_week};
use super::tokens::{Piece, pieces};
use super::words::{Half, half, month, zone};

/// Longest text that may be a date, in bytes.
const MAX_BYTES: usize = 120;

/// The instant that `text` writes. Without a zone it is taken as UTC, without a time as midnight, without a day as the
/// first; a wrong weekday does not matter. `None` before 1900.
pub fn written_date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_BYTES {
        return None;
    }
    // Nearly every feed writes one of these two.
    if let Some(at) = text.parse().ok().or_else(|| rfc(text)) {
        return Some(at).filter(is_possible);
    }
    let mut found = Found::default();
    found.read(&pieces(text));
    found.instant().filter(is_possible)
}

fn is_possible(at: &Timestamp) -> bool {
    const YEAR_1900: i64 = -2_208_988_800;
    at.as_second() >= YEAR_1900
}

fn rfc(text: &str) -> Option<Timestamp> {
    // Its zones of letters are only America's, and others are read as Greenwich.
    let is_numbered = text.ends_with(|c: char| c.is_ascii_digit()) || text.ends_with("GMT");
    let parser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    is_numbered.then(|| parser.parse_timestamp(text).ok()).flatten()
}

/// What was found so far.
#[derive(Default)]
struct Found {
    date: Option<Date>,
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i16>,
    hour: Option<i8>,
    minute: i8,
    second: i8,
    nanosecond: i32,
    half: Option<Half>,
    zone: Option<TimeZone>,
}

impl Found {
    fn has_date(&self) -> bool {
        self.date.is_some() || (self.month.is_some() && self.day.is_some() && self.year.is_some())
    }

    fn read(&mut self, pieces: &[Piece]) {
        let is_american =
            pieces.iter().any(|piece| matches!(piece, Piece::Word(word) if half(word).is_some()));
        let mut rest = pieces;
        while let Some(piece) = rest.first() {
            let taken = match piece {
                Piece::Digits(_) => self.read_digits(rest, is_american),
                Piece::Word(word) => self.read_word(word, rest),
                Piece::Sign(sign @ ('+' | '-' | '\u{2212}')) if self.hour.is_some() => {
                    self.read_offset(*sign, rest)
                }
                Piece::Sign('-') if self.date.is_none() => self.read_short(rest, is_american),
                Piece::Sign(_) | Piece::Space => 1,
            };
            rest = rest.get(taken.max(1)..).unwrap_or_default();
        }
    }

    fn read_word(&mut self, word: &str, rest: &[Piece]) -> usize {
        if let Some(half) = half(word) {
            self.half = Some(half);
            return 1;
        }
        // `T` before a time without colons: 20031231T101455.
        if let ("t", Some(Piece::Digits(digits))) = (word, rest.get(1))
            && self.has_date()
            && self.hour.is_none()
            && !matches!(rest.get(2), Some(Piece::Sign(':')))
        {
            return 1 + self.read_bare_time(digits);
        }
        if let ("w", Some(year), None, Some(Piece::Digits(week))) = (word, self.year, self.date, rest.get(1))
        {
            let (week, own_day) = week.split_at_checked(2).unwrap_or((week, ""));
            let (day, taken) = match (own_day, rest.get(2), rest.get(3)) {
                ("", Some(Piece::Sign('-')), Some(Piece::Digits(day))) => (day.as_str(), 4),
                (day, _, _) => (day, 2),
            };
            self.date = week.parse().ok().and_then(|week| of_week(year, week, day.parse().unwrap_or(1)));
            return taken;
        }
        // Some months have two words in Arabic.
        if let (Some(Piece::Space), Some(Piece::Word(second))) = (rest.get(1), rest.get(2))
            && let Some(month) = month(&format!("{word} {second}")).filter(|_| self.month.is_none())
        {
            self.month = Some(month);
            return 3;
        }
        if let Some(month) = month(word).filter(|_| self.month.is_none() && self.date.is_none()) {
            self.month = Some(month);
            return 1;
        }
        if self.zone.is_none() && (self.hour.is_some() || self.has_date()) {
            self.zone = zone(word)
                .and_then(|minutes| Offset::from_seconds(i32::from(minutes) * 60).ok())
                .map(Offset::to_time_zone)
                .or_else(|| word.contains('/').then(|| TimeZone::get(word).ok()).flatten());
        }
        1
    }

    /// Digits with what follows them: a time, a date, a year, a day.
    fn read_digits(&mut self, rest: &[Piece], is_american: bool) -> usize {
        let Some(Piece::Digits(digits)) = rest.first() else { return 1 };
        match (rest.get(1), rest.get(2)) {
            (Some(Piece::Sign(':')), Some(Piece::Digits(minute)))
                if digits.len() <= 2 && self.hour.is_none() =>
            {
                self.read_time(digits, minute, rest)
            }
            (Some(Piece::Word(unit)), Some(Piece::Digits(minute))) if unit == "h" && self.hour.is_none() => {
                self.read_time(digits, minute, rest)
            }
            (Some(Piece::Sign(sign @ ('-' | '/' | '.'))), Some(Piece::Digits(_)))
                if self.date.is_none() && self.month.is_none() =>
            {
                self.read_groups(*sign, rest, is_american)
            }
            (Some(Piece::Word(unit)), _) if self.read_unit(digits, unit) => 2,
            _ => {
                self.read_number(digits);
                1
            }
        }
    }

    /// Numbers with the words of Chinese, Japanese and Korean behind them, and hours with an `h`.
    fn read_unit(&mut self, digits: &str, unit: &str) -> bool {
        let Ok(number) = digits.parse::<i16>() else { return false };
        let small = i8::try_from(number).ok();
        match unit {
            "年" | "년" => self.year = Some(full_year(number, digits.len())),
            "月" | "월" => self.month = small,
            "日" | "号" | "일" => self.day = Some(number),
            "時" | "时" | "시" | "点" | "h" if self.hour.is_none() => self.hour = small,
            "分" | "분" => self.minute = small.unwrap_or_default(),
            "秒" | "초" => self.second = small.unwrap_or_default(),
            _ => return false,
        }
        true
    }

    fn read_number(&mut self, digits: &str) {
        let is_first =
            self.hour.is_none() && self.month.is_none() && self.year.is_none() && self.day.is_none();
        if is_first
            && self.date.is_none()
            && digits.len() > 4
            && let Some(date) = of_digits(digits, false)
        {
            self.date = Some(date);
            return;
        }
        let Ok(number) = digits.parse::<i16>() else { return };
        match digits.len() {
            1 | 2 if self.day.is_none() => self.day = Some(number),
            2 | 4 if self.year.is_none() => self.year = Some(full_year(number, digits.len())),
            _ => {}
        }
    }

    fn read_groups(&mut self, sign: char, rest: &[Piece], is_american: bool) -> usize {
        let mut groups: Vec<&str> = Vec::new();
        let mut taken = 0;
        for pair in rest.chunks(2).take(3) {
            let Some(Piece::Digits(digits)) = pair.first() else { break };
            groups.push(digits);
            taken += 1;
            if groups.len() == 3 || pair.get(1) != Some(&Piece::Sign(sign)) {
                break;
            }
            taken += 1;
        }
        self.date = of_groups(&groups, sign, is_american);
        if self.date.is_none() {
            self.read_number(groups.first().copied().unwrap_or_default());
            return 1;
        }
        taken
    }

    /// `-03-12` and `-0312`: a year of two digits and a month; `--12-31` has no year and is nothing.
    fn read_short(&mut self, rest: &[Piece], is_american: bool) -> usize {
        match rest {
            [_, Piece::Digits(digits), Piece::Sign('-'), Piece::Digits(_), ..] if digits.len() == 2 => {
                1 + self.read_groups('-', rest.get(1..).unwrap_or_default(), is_american)
            }
            [_, Piece::Digits(digits), ..] if digits.len() == 4 && self.month.is_none() => {
                self.date = of_digits(digits, true);
                2
            }
            _ => 1,
        }
    }

    fn read_time(&mut self, hour: &str, minute: &str, rest: &[Piece]) -> usize {
        let (Ok(hour), Ok(minute)) = (hour.parse(), minute.parse()) else { return 3 };
        (self.hour, self.minute) = (Some(hour), minute);
        let (Some(Piece::Sign(':')), Some(Piece::Digits(second))) = (rest.get(3), rest.get(4)) else {
            return 3;
        };
        self.second = second.parse().unwrap_or_default();
        let (Some(Piece::Sign('.' | ',')), Some(Piece::Digits(fraction))) = (rest.get(5), rest.get(6)) else {
            return 5;
        };
        let nine: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
        self.nanosecond = nine.parse().unwrap_or_default();
        7
    }

    /// `101455` and `1014`.
    fn read_bare_time(&mut self, digits: &str) -> usize {
        let part = |at: usize| digits.get(at..at + 2).and_then(|part| part.parse().ok());
        self.hour = part(0);
        self.minute = part(2).unwrap_or_default();
        self.second = part(4).unwrap_or_default();
        1
    }

    /// `+0100`, `+01:00`, `+1`; behind a zone's name it counts from that zone.
    fn read_offset(&mut self, sign: char, rest: &[Piece]) -> usize {
        let Some(Piece::Digits(digits)) = rest.get(1) else { return 1 };
        let (hours, minutes, taken) = match (rest.get(2), rest.get(3)) {
            (Some(Piece::Sign(':')), Some(Piece::Digits(minutes))) => (digits.as_str(), minutes.as_str(), 4),
            _ if digits.len() > 2 => {
                let (hours, minutes) = digits.split_at(digits.len() - 2);
                (hours, minutes, 2)
            }
            _ => (digits.as_str(), "0", 2),
        };
        let (Ok(hours), Ok(minutes)) = (hours.parse::<i32>(), minutes.parse::<i32>()) else { return taken };
        // A line may also be a dash before something else, such as a year.
        if hours > 15 || minutes > 59 {
            return 1;
        }
        let seconds = (hours * 60 + minutes) * 60;
        let seconds = if sign == '+' { seconds } else { -seconds };
        if let Ok(offset) = Offset::from_seconds(seconds) {
            self.zone = Some(offset.to_time_zone());
        }
        taken
    }

    fn civil_date(&self) -> Option<Date> {
        if let Some(date) = self.date {
            return Some(date);
        }
        match (self.year, self.month, self.day) {
            (Some(year), Some(month), Some(day)) => date(year, month.into(), day),
            (Some(year), Some(month), None) => date(year, month.into(), 1),
            (Some(year), None, None) if self.hour.is_none() => date(year, 1, 1),
            _ => None,
        }
    }

    fn instant(&self) -> Option<Timestamp> {
        let day = self.civil_date()?;
        let hour = match (self.hour.unwrap_or_default(), self.half) {
            (12, Some(Half::Morning)) => 0,
            (hour @ 1..12, Some(Half::Afternoon)) => hour + 12,
            (hour, _) => hour,
        };
        // Midnight at the end of a day, and the second that is added to some years.
        let (hour, next_day) = if hour == 24 && self.minute == 0 { (0, true) } else { (hour, false) };
        let time = Time::new(hour, self.minute, self.second.min(59), self.nanosecond).ok()?;
        let zone = self.zone.clone().unwrap_or(TimeZone::UTC);
        let at = zone.to_timestamp(day.to_datetime(time)).ok()?;
        if next_day { at.checked_add(SignedDuration::from_hours(24)).ok() } else { Some(at) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::written_date;

    #[test]
    fn dates_in_every_form() {
        for (text, want) in [
            ("Tue, 14 Nov 2023 22:13:20 GMT", "2023-11-14T22:13:20Z"),
            ("Tue, 14 Nov 2023 22:13:20 +0100", "2023-11-14T21:13:20Z"),
            ("Mon, 14 Nov 23 22:13:20 EST", "2023-11-15T03:13:20Z"),
            ("14 November 2023 22:13 ET", "2023-11-15T03:13:00Z"),
            ("Tue,14 Nov 2023 22:13:20 -0000", "2023-11-14T22:13:20Z"),
            ("Tue, 14 Nov 2023", "2023-11-14T00:00:00Z"),
            ("Tue, 2023/11/14 08:19:53 EDT", "2023-11-14T12:19:53Z"),
            ("Tue, 14 Nov 2023 22:13:20 GMT-01:01", "2023-11-14T23:14:20Z"),
            ("Tue, 14 Nov 2023 22:13:20 America/Los_Angeles", "2023-11-15T06:13:20Z"),
            ("Tue, 14 Nov 2023 22:13:20 Etc/GMT", "2023-11-14T22:13:20Z"),
            ("Tue Nov 14 22:13:20 2023", "2023-11-14T22:13:20Z"),
            ("Tue Nov 14 22:13:20 +0000 2023", "2023-11-14T22:13:20Z"),
            ("Tue Nov 14 2023 22:13:20 GMT+0200 (CEST)", "2023-11-14T20:13:20Z"),
            ("November 14, 2023 10:13 PM", "2023-11-14T22:13:00Z"),
            ("Nov 14th, 2023 12:13 a.m.", "2023-11-14T00:13:00Z"),
            ("2023-11-14T22:13:20Z", "2023-11-14T22:13:20Z"),
            ("2023-11-14T22:13:20.5+01:00", "2023-11-14T21:13:20.5Z"),
            ("2023-11-14 22:13:20 -00:20", "2023-11-14T22:33:20Z"),
            ("2023-11-14 22:13:20", "2023-11-14T22:13:20Z"),
            ("2023-11-14T22:13+0100", "2023-11-14T21:13:00Z"),
            ("20231114T221320Z", "2023-11-14T22:13:20Z"),
            ("2023-11-14T24:00:00Z", "2023-11-15T00:00:00Z"),
            ("2023-11-14T22:13:60Z", "2023-11-14T22:13:59Z"),
            ("2023-11-14", "2023-11-14T00:00:00Z"),
            ("2023-W46-2", "2023-11-14T00:00:00Z"),
            ("2023-318", "2023-11-14T00:00:00Z"),
            ("2023-11", "2023-11-01T00:00:00Z"),
            ("-23-11", "2023-11-01T00:00:00Z"),
            ("23318", "2023-11-14T00:00:00Z"),
            ("2023", "2023-01-01T00:00:00Z"),
            ("14.11.2023 22:13", "2023-11-14T22:13:00Z"),
            ("11/14/2023 10:13:20 PM", "2023-11-14T22:13:20Z"),
            ("Di, 14. Nov. 2023 22:13 MEZ", "2023-11-14T21:13:00Z"),
            ("mardi 14 novembre 2023 à 22h13", "2023-11-14T22:13:00Z"),
            ("14 de noviembre de 2023", "2023-11-14T00:00:00Z"),
            ("Τρί, 14 Νοέ 2023 22:13:20 EET", "2023-11-14T20:13:20Z"),
            ("2023. november 14. 22:13", "2023-11-14T22:13:00Z"),
            ("14 ноября 2023 г., 22:13", "2023-11-14T22:13:00Z"),
            ("٢٠٢٣/١١/١٤ ٢٢:١٣", "2023-11-14T22:13:00Z"),
            ("14 تشرين الثاني 2023", "2023-11-14T00:00:00Z"),
            ("2023年11月14日 22時13分", "2023-11-14T22:13:00Z"),
            ("2023년 11월 14일 오후 10:13:20", "2023-11-14T22:13:20Z"),
            ("1969-12-31T00:00:00Z", "1969-12-31T00:00:00Z"),
        ] {
            assert_eq!(written_date(text).map(|at| at.to_string()).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in
            ["", "yesterday", "12:30", "May", "0001-01-01T00:00:00Z", "31 February 2023", "7", "one two"]
        {
            assert_eq!(written_date(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "([0-9]{1,9}|[-+:/., ]|T|W|Z|am|pm|Nov|Tue|GMT|年|\\PC){0,20}") {
            written_date(&text);
        }
    }
}
