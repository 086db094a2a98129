//! Dates in numbers alone: ISO 8601 with its short forms, and the orders that people write numbers in.

use jiff::civil::{Date, ISOWeekDate, Weekday};

/// Years before this one are of the last century, where only two digits are written.
const CENTURY_TURNS_AT: i16 = 70;

/// A year of two digits.
pub(super) fn full_year(year: i16, digits: usize) -> i16 {
    match year {
        _ if digits > 2 => year,
        0..CENTURY_TURNS_AT => year + 2_000,
        _ => year + 1_900,
    }
}

/// The date that one run of digits is; `is_short` where a line stands before it: `-0312` is December 2003.
pub(super) fn of_digits(digits: &str, is_short: bool) -> Option<Date> {
    let part = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    let year = |digits: usize| part(0, digits).map(|year| full_year(year, digits));
    match digits.len() {
        8 => date(year(4)?, part(4, 6)?, part(6, 8)?),
        7 => day_of_year(year(4)?, part(4, 7)?),
        6 => date(year(2)?, part(2, 4)?, part(4, 6)?),
        5 => day_of_year(year(2)?, part(2, 5)?),
        4 if is_short => date(year(2)?, part(2, 4)?, 1),
        4 => date(year(4)?, 1, 1),
        _ => None,
    }
}

/// The date that numbers apart by `sign` are.
pub(super) fn of_groups(groups: &[&str], sign: char, is_american: bool) -> Option<Date> {
    let number = |text: &str| text.parse::<i16>().ok();
    match groups {
        [year, day] if year.len() == 4 && day.len() == 3 => day_of_year(number(year)?, number(day)?),
        [year, month] if year.len() == 4 => date(number(year)?, number(month)?, 1),
        [year, month] if sign == '-' && year.len() == 2 => {
            date(full_year(number(year)?, 2), number(month)?, 1)
        }
        [year, month, day] if year.len() == 4 => date(number(year)?, number(month)?, number(day)?),
        [first, second, year] if year.len() == 4 || sign != '-' => {
            let (first, second) = (number(first)?, number(second)?);
            let year = full_year(number(year)?, year.len());
            // Most of the world begins with the day; with slashes and halves of the day, it is most likely America.
            let month_first = second > 12 || (is_american && sign == '/' && first <= 12);
            if month_first { date(year, first, second) } else { date(year, second, first) }
        }
        [year, month, day] => date(full_year(number(year)?, year.len()), number(month)?, number(day)?),
        _ => None,
    }
}

/// The day of an ISO week, Monday where none is named.
pub(super) fn of_week(year: i16, week: i8, day: i8) -> Option<Date> {
    let day = Weekday::from_monday_one_offset(day).ok()?;
    ISOWeekDate::new(year, week, day).ok().map(ISOWeekDate::date)
}

pub(super) fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn day_of_year(year: i16, day: i16) -> Option<Date> {
    let first = Date::new(year, 1, 1).ok()?;
    first.with().day_of_year(day).build().ok()
}

#[cfg(test)]
mod tests {
    use super::{of_digits, of_groups, of_week};

    #[test]
    fn runs_of_digits() {
        for (digits, is_short, want) in [
            ("20031231", false, Some("2003-12-31")),
            ("2003335", false, Some("2003-12-01")),
            ("031231", false, Some("2003-12-31")),
            ("03335", false, Some("2003-12-01")),
            ("0312", true, Some("2003-12-01")),
            ("2003", false, Some("2003-01-01")),
            ("991231", false, Some("1999-12-31")),
            ("20031331", false, None),
            ("1", false, None),
        ] {
            assert_eq!(of_digits(digits, is_short).map(|date| date.to_string()).as_deref(), want, "{digits}");
        }
    }

    #[test]
    fn groups_in_every_order() {
        for (text, sign, is_american, want) in [
            ("2003-12-31", '-', false, Some("2003-12-31")),
            ("2003-012-31", '-', false, Some("2003-12-31")),
            ("03-12-31", '-', false, Some("2003-12-31")),
            ("2003-335", '-', false, Some("2003-12-01")),
            ("2003-12", '-', false, Some("2003-12-01")),
            ("03-12", '-', false, Some("2003-12-01")),
            ("31.12.2003", '.', false, Some("2003-12-31")),
            ("31.12.03", '.', false, Some("2003-12-31")),
            ("12/31/2003", '/', false, Some("2003-12-31")),
            ("11/10/2003", '/', false, Some("2003-10-11")),
            ("11/10/2003", '/', true, Some("2003-11-10")),
            ("1.2", '.', false, None),
        ] {
            let groups: Vec<&str> = text.split(sign).collect();
            let found = of_groups(&groups, sign, is_american).map(|date| date.to_string());
            assert_eq!(found.as_deref(), want, "{text}");
        }
        assert_eq!(of_week(2009, 53, 7).map(|date| date.to_string()).as_deref(), Some("2010-01-03"));
    }
}
