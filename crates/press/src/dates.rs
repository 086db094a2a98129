//! Dates in the texts. They count from the day on which the press starts, so that its news is always of today:
//! `{date:-412d}` is the whole date, `{month:-90d}` month and year, `{year:-3y}` the year, `{weekday:-2d}` the day of the
//! week, each as the text's language writes it.

use coranto_model::Millis;
use jiff::civil::Date;
use jiff::{Span, tz::TimeZone};

const MONTHS: [(&str, [&str; 12]); 6] = [
    (
        "en",
        [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
    ),
    (
        "de",
        [
            "Januar",
            "Februar",
            "März",
            "April",
            "Mai",
            "Juni",
            "Juli",
            "August",
            "September",
            "Oktober",
            "November",
            "Dezember",
        ],
    ),
    (
        "fr",
        [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    ),
    (
        "es",
        [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
    ),
    (
        "pt",
        [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
    ),
    (
        "ar",
        [
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "مايو",
            "يونيو",
            "يوليو",
            "أغسطس",
            "سبتمبر",
            "أكتوبر",
            "نوفمبر",
            "ديسمبر",
        ],
    ),
];

const WEEKDAYS: [(&str, [&str; 7]); 7] = [
    ("en", ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    ("de", ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]),
    ("fr", ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]),
    ("es", ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"]),
    (
        "pt",
        ["segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"],
    ),
    ("ar", ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]),
    ("ja", ["月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"]),
];

/// `text` with its dates as they are when the press starts at `now`. What is no date stays as it is.
pub(crate) fn fill(text: &str, language: &str, now: Millis) -> String {
    let Some(today) = now.timestamp().map(|at| TimeZone::UTC.to_datetime(at).date()) else {
        return text.to_owned();
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let written =
            after.split_once('}').and_then(|(mark, after)| Some((write(mark, language, today)?, after)));
        if let Some((date, after)) = written {
            out.push_str(&date);
            rest = after;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn write(mark: &str, language: &str, today: Date) -> Option<String> {
    let (form, distance) = mark.split_once(':')?;
    let date = today.checked_add(span(distance)?).ok()?;
    match form {
        "date" => Some(day(date, language)),
        "month" => Some(month(date, language)),
        "year" => Some(date.year().to_string()),
        "weekday" => {
            let at = usize::try_from(date.weekday().to_monday_zero_offset()).ok()?;
            of(&WEEKDAYS, language).get(at).map(|name| (*name).to_owned())
        }
        _ => None,
    }
}

/// `-412d`, `+2m`, `-3y`.
fn span(distance: &str) -> Option<Span> {
    let unit = distance.chars().last()?;
    let number: i64 = distance.strip_suffix(unit)?.parse().ok()?;
    match unit {
        'd' => Span::new().try_days(number).ok(),
        'm' => Span::new().try_months(number).ok(),
        'y' => Span::new().try_years(number).ok(),
        _ => None,
    }
}

fn day(date: Date, language: &str) -> String {
    let (year, day) = (date.year(), date.day());
    let name = month_name(date, language);
    match language {
        "ja" => format!("{year}年{}月{day}日", date.month()),
        "de" => format!("{day}. {name} {year}"),
        "es" | "pt" => format!("{day} de {name} de {year}"),
        "fr" if day == 1 => format!("1er {name} {year}"),
        _ => format!("{day} {name} {year}"),
    }
}

fn month(date: Date, language: &str) -> String {
    let (year, name) = (date.year(), month_name(date, language));
    match language {
        "ja" => format!("{year}年{}月", date.month()),
        "es" | "pt" => format!("{name} de {year}"),
        _ => format!("{name} {year}"),
    }
}

fn month_name(date: Date, language: &str) -> &'static str {
    let at = usize::try_from(date.month()).unwrap_or(1).saturating_sub(1);
    of(&MONTHS, language).get(at).copied().unwrap_or_default()
}

/// The names of `language`; English ones where it has none here.
fn of<const N: usize>(
    table: &'static [(&'static str, [&'static str; N])],
    language: &str,
) -> &'static [&'static str] {
    let found = table.iter().find(|(known, _)| *known == language).or_else(|| table.first());
    found.map_or(&[], |(_, names)| names.as_slice())
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;

    use super::fill;

    #[test]
    fn dates_are_written_as_each_language_writes_them() {
        // 2026-11-25, a Wednesday.
        let now = Millis(1_795_600_000_000);
        for (text, language, want) in [
            ("on {date:-1d}.", "en", "on 24 November 2026."),
            ("am {date:-24d}", "de", "am 1. November 2026"),
            ("le {date:-24d}", "fr", "le 1er novembre 2026"),
            ("el {date:-412d}", "es", "el 9 de octubre de 2025"),
            ("em {month:-90d}", "pt", "em agosto de 2026"),
            ("في {date:-1d}", "ar", "في 24 نوفمبر 2026"),
            ("{date:+10d}に", "ja", "2026年12月5日に"),
            ("in {year:-3y}", "en", "in 2023"),
            ("{weekday:-2d}", "fr", "lundi"),
            ("{month:-1m} {year:+1y}", "en", "October 2026 2027"),
            (
                "{date} {x:1d} {date:1} { {date:-99999999999999d} }",
                "en",
                "{date} {x:1d} {date:1} { {date:-99999999999999d} }",
            ),
        ] {
            assert_eq!(fill(text, language, now), want);
        }
    }
}
