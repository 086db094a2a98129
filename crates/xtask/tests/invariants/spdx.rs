//! Licence expressions as they stand in manifests (SPDX 2.3, annex D), and the older form with a slash for "or".

/// Whether `expression` leaves a choice of which every licence is `allowed`. A licence with an exception is given as it
/// stands: `Apache-2.0 WITH LLVM-exception`. What cannot be read is not permitted.
pub fn permits(expression: &str, allowed: impl Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, allowed };
    let answer = reader.any();
    answer == Some(true) && reader.words.is_empty()
}

struct Reader<'a, F> {
    words: &'a [&'a str],
    allowed: F,
}

impl<F: Fn(&str) -> bool> Reader<'_, F> {
    fn take(&mut self, word: &str) -> bool {
        let is_next = self.words.first() == Some(&word);
        if is_next {
            self.words = &self.words[1..];
        }
        is_next
    }

    /// Alternatives: `AND` binds closer than `OR`.
    fn any(&mut self) -> Option<bool> {
        let mut answer = self.all()?;
        while self.take("OR") {
            answer |= self.all()?;
        }
        Some(answer)
    }

    fn all(&mut self) -> Option<bool> {
        let mut answer = self.one()?;
        while self.take("AND") {
            answer &= self.one()?;
        }
        Some(answer)
    }

    fn one(&mut self) -> Option<bool> {
        if self.take("(") {
            let answer = self.any()?;
            return self.take(")").then_some(answer);
        }
        let (name, rest) = self.words.split_first()?;
        if ["OR", "AND", "WITH", ")"].contains(name) {
            return None;
        }
        self.words = rest;
        if !self.take("WITH") {
            return Some((self.allowed)(name));
        }
        let (exception, rest) = self.words.split_first()?;
        self.words = rest;
        Some((self.allowed)(&format!("{name} WITH {exception}")))
    }
}

#[test]
fn expressions_are_understood() {
    let allowed = |name: &str| ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"].contains(&name);
    for (expression, want) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("GPL-3.0-only OR MIT", true),
        ("GPL-3.0-only/MIT", true),
        ("GPL-3.0-only AND MIT", false),
        ("MIT AND ISC", true),
        ("MIT AND (ISC OR GPL-3.0-only)", true),
        ("(MIT OR X) AND Y", false),
        ("GPL-3.0-only AND MIT OR ISC", true),
        ("MIT OR ISC AND X", true),
        ("Apache-2.0 WITH LLVM-exception", true),
        ("Apache-2.0", false),
        ("GPL-2.0-only WITH Classpath-exception-2.0", false),
        ("((MIT))", true),
        ("", false),
        ("MIT ISC", false),
        ("MIT OR", false),
        ("(MIT", false),
        ("MIT)", false),
        ("WITH", false),
    ] {
        assert_eq!(permits(expression, allowed), want, "{expression}");
    }
}
