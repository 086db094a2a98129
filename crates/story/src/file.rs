//! Filing: which story an article belongs to.
//!
//! In this version each article is a story of its own; once filed it stays where it is, so that filing again after a
//! crash changes nothing.

use coranto_model::StoryId;

/// The version of the decision.
pub const VERSION: u32 = 1;

/// The story of an article that is in `current`; `None` begins a new one.
pub fn assign(current: Option<StoryId>) -> Option<StoryId> {
    current
}

#[cfg(test)]
mod tests {
    use coranto_model::StoryId;

    use super::assign;

    #[test]
    fn what_is_filed_stays() {
        assert_eq!(assign(None), None);
        assert_eq!(assign(Some(StoryId(7))), Some(StoryId(7)));
    }
}
