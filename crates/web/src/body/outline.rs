//! The levels of a text's headings: publishers leave some out, screen readers stumble over that.

/// The levels of the headings under which a place of the text stands, a bit each.
#[derive(Clone, Copy, Default)]
pub struct Outline(u8);

impl Outline {
    /// The name under which the heading `name` (`h2` to `h4`) is written: one level under what it stands under, so that
    /// none is left out between the page's own heading and it. `None` for what is no heading.
    pub fn heading(&mut self, name: &str) -> Option<&'static str> {
        let level = ["h2", "h3", "h4"].iter().position(|known| *known == name)?;
        let bit = 1_u8 << level;
        self.0 = (self.0 & (bit - 1)) | bit;
        Some(match self.0.count_ones() {
            ..=1 => "h2",
            2 => "h3",
            3.. => "h4",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Outline;

    #[test]
    fn no_level_is_left_out_and_siblings_stay_siblings() {
        for (headings, want) in [
            (&["h2", "h3", "h4", "h2"][..], &["h2", "h3", "h4", "h2"][..]),
            (&["h4"], &["h2"]),
            (&["h3", "h3"], &["h2", "h2"]),
            (&["h2", "h4", "h4", "h3"], &["h2", "h3", "h3", "h3"]),
            (&["h4", "h3", "h2", "h4"], &["h2", "h2", "h2", "h3"]),
        ] {
            let mut outline = Outline::default();
            let written: Vec<_> = headings.iter().filter_map(|name| outline.heading(name)).collect();
            assert_eq!(written, want, "{headings:?}");
        }
        assert_eq!(Outline::default().heading("p"), None);
    }
}
