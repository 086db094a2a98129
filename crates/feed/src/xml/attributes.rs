//! The attributes of a tag.

use std::borrow::Cow;

use coranto_markup::decode_references;

/// Most attributes of one tag that are read.
const MAX_ATTRIBUTES: usize = 64;

/// Names and values, in order: `a="b"`, `a='b'`, `a=b` and a bare `a`, whose value is empty.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Attributes<'x>(pub &'x str);

impl<'x> Attributes<'x> {
    /// Names with their prefixes, and values with their references.
    pub(crate) fn raw(self) -> impl Iterator<Item = (&'x str, &'x str)> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            rest =
                rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '"' | '\''));
            let end = rest.find(|c: char| c == '=' || c.is_ascii_whitespace()).unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(end)?;
            if name.is_empty() && after.is_empty() {
                return None;
            }
            let value = after.trim_ascii_start().strip_prefix('=').map(str::trim_ascii_start);
            let Some(value) = value else {
                rest = after;
                return Some((name, ""));
            };
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, after) = match quote {
                Some(quote) => {
                    let inside = value.get(1..).unwrap_or_default();
                    inside.split_once(quote).unwrap_or((inside, ""))
                }
                None => value.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((value, "")),
            };
            rest = after;
            Some((name, value))
        })
        .take(MAX_ATTRIBUTES)
    }

    /// The value of `name`, whatever its prefix, with its references decoded. One without a prefix comes before one
    /// with.
    pub(crate) fn get(self, name: &str) -> Option<Cow<'x, str>> {
        let local = |with_prefix: &str| {
            with_prefix.rsplit(':').next().is_some_and(|it| it.eq_ignore_ascii_case(name))
        };
        let exact = || self.raw().find(|(known, _)| known.eq_ignore_ascii_case(name));
        let prefixed = || self.raw().find(|(known, _)| known.contains(':') && local(known));
        exact().or_else(prefixed).map(|(_, value)| decode_references(value))
    }

    /// The same, without white space around it, and only if there is something.
    pub(crate) fn text(self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::Attributes;

    #[test]
    fn attributes_in_every_manner() {
        for (text, want) in [
            ("", vec![]),
            (" a='b' c=\"d e\" f", vec![("a", "b"), ("c", "d e"), ("f", "")]),
            (" a = b/c d= 'e", vec![("a", "b/c"), ("d", "e")]),
            (" a='b'c='d'", vec![("a", "b"), ("c", "d")]),
            (" href=http://a/\" b", vec![("href", "http://a/\""), ("b", "")]),
            (" ='x' a=1", vec![("", "x"), ("a", "1")]),
            (" \" a", vec![("a", "")]),
        ] {
            assert_eq!(Attributes(text).raw().collect::<Vec<_>>(), want, "{text}");
        }
        let tag = Attributes(" x:url='no' URL='a&amp;b&c' empty=' ' rdf:about='it'");
        assert_eq!(tag.get("url").as_deref(), Some("a&b&c"));
        assert_eq!(tag.get("about").as_deref(), Some("it"));
        assert_eq!((tag.text("empty"), tag.get("none")), (None, None));
        assert_eq!(Attributes(&" a=b".repeat(1_000)).raw().count(), 64);
    }
}
