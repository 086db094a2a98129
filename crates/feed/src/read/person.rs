//! Names of people, however feeds write them.

use coranto_markup::{first_chars, has_reference, title_text};

use super::text::folded;

/// Longest name, in characters.
const MAX_CHARS: usize = 200;

/// The name in `name@example.com (Name)`, `Name <name@example.com>`, `Name (name@example.com)`, `name@example.com, Name`
/// and `Name`; the address where there is nothing else.
pub(crate) fn name(text: &str) -> Option<String> {
    let text = if text.contains('<') || has_reference(text) { without_tags(text) } else { folded(text) };
    let (outside, inside) = split(&text);
    let named = |part: &str| Some(trimmed(part).to_owned()).filter(|part| !part.is_empty());
    let found = match (is_address(outside), inside.map(|inside| (inside, is_address(inside)))) {
        (true, Some((inside, false))) => named(inside).or_else(|| named(outside)),
        (true, _) => without_address(outside),
        (false, Some((_, true))) => named(outside).or_else(|| inside.and_then(named)),
        // Brackets that belong to the name: `Mira Tolland (Brenholt)`.
        (false, _) => named(&text),
    };
    found.map(|name| first_chars(&name, MAX_CHARS).to_owned())
}

/// `Name <name@example.com>` looks like a tag.
fn without_tags(text: &str) -> String {
    let is_bracketed_address = text.split_once('<').is_some_and(|(_, rest)| {
        rest.split_once('>').is_some_and(|(inside, _)| is_address(inside.trim()) && !inside.contains('='))
    });
    if is_bracketed_address { folded(text) } else { title_text(text) }
}

/// What stands outside and inside of the last brackets.
fn split(text: &str) -> (&str, Option<&str>) {
    for (open, close) in [('(', ')'), ('<', '>'), ('（', '）'), ('[', ']')] {
        if let Some((outside, inside)) = text.split_once(open)
            && let Some((inside, after)) = inside.rsplit_once(close)
        {
            let outside = if outside.trim().is_empty() { after } else { outside };
            return (trimmed(outside), Some(inside.trim()));
        }
    }
    (text, None)
}

/// Whether it has a word that is a mail address.
fn is_address(text: &str) -> bool {
    text.split_whitespace().any(is_mail)
}

fn is_mail(word: &str) -> bool {
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
}

/// `name@example.com Name`: the words that are no address, else the address.
fn without_address(text: &str) -> Option<String> {
    let rest: Vec<&str> = text.split_whitespace().filter(|word| !is_mail(word)).collect();
    let rest = rest.join(" ");
    let rest = trimmed(&rest);
    Some(if rest.is_empty() { trimmed(text).to_owned() } else { rest.to_owned() })
        .filter(|name| !name.is_empty())
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-' | '"' | ':'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::name;

    #[test]
    fn names_are_found() {
        for (text, want) in [
            ("Mira Tolland", Some("Mira Tolland")),
            ("mira@example.com (Mira Tolland)", Some("Mira Tolland")),
            ("Mira Tolland (mira@example.com)", Some("Mira Tolland")),
            ("Mira Tolland <mira@example.com>", Some("Mira Tolland")),
            ("\"Mira Tolland\" <mira@example.com>", Some("Mira Tolland")),
            ("mira@example.com, Mira Tolland", Some("Mira Tolland")),
            ("mira@example.com Mira Tolland", Some("Mira Tolland")),
            ("张三（zhang@example.com）", Some("张三")),
            ("mira@example.com", Some("mira@example.com")),
            ("mira@example.com ()", Some("mira@example.com")),
            ("(mira@example.com)", Some("mira@example.com")),
            ("Mira Tolland (Brenholt)", Some("Mira Tolland (Brenholt)")),
            ("@mira", Some("@mira")),
            ("<a href='/m'>Mira  Tolland</a>", Some("Mira Tolland")),
            ("M&eacute;lanie", Some("Mélanie")),
            ("  ", None),
            ("()", Some("()")),
        ] {
            assert_eq!(name(text).as_deref(), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "([()<>（）@. ]|[a-z]|\\PC){0,30}") {
            name(&text);
        }
    }
}
