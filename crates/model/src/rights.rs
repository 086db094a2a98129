//! What a publisher lets us do with an article, and the one function that decides.

use serde::{Deserialize, Serialize};

/// What a publisher says of one use of its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Reuse {
    /// Nothing was said.
    #[default]
    Unsaid,
    /// Expressly allowed, by a licence or by the admin.
    Allowed,
    /// Expressly reserved.
    Reserved,
}

/// The rights of one article, as read from its page, its headers, its source and the admin's word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of its own that a page says or not")]
pub struct Rights {
    /// Showing the whole text.
    #[serde(default)]
    pub full_text: Reuse,
    /// Use by AI features.
    #[serde(default)]
    pub ai: Reuse,
    /// The page may not be shown to search engines (`noindex`).
    #[serde(default)]
    pub noindex: bool,
    /// No preview text may be shown (`nosnippet`).
    #[serde(default)]
    pub nosnippet: bool,
    /// No picture preview may be shown (`max-image-preview:none`).
    #[serde(default)]
    pub noimage: bool,
    /// The publisher took the article back.
    #[serde(default)]
    pub withdrawn: bool,
}

/// What somebody wants to do with an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Show the whole text, on a page, offline or in a feed of one's own.
    FullText,
    /// Show the first lines.
    Excerpt,
    /// Show the lead picture.
    Picture,
    /// Have an AI feature read it.
    Ai,
}

/// Who it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// Anybody on the internet.
    Public,
    /// A reader who signed in, or the owner of a single-reader instance.
    Reader,
}

/// Whether `action` is allowed on an article with `rights`, for `audience`. Pages, search, feeds, AI, audio, mail
/// and offline copies all ask here and nowhere else.
///
/// The public gets the whole text only where it is expressly allowed; a reader's private reading gets it unless it
/// is expressly reserved.
pub fn may(action: Action, rights: &Rights, audience: Audience) -> bool {
    if rights.withdrawn {
        return false;
    }
    match (action, audience) {
        (Action::FullText, Audience::Public) => rights.full_text == Reuse::Allowed,
        (Action::FullText, Audience::Reader) => rights.full_text != Reuse::Reserved,
        (Action::Excerpt, _) => !rights.nosnippet,
        (Action::Picture, _) => !rights.noimage,
        (Action::Ai, _) => rights.ai != Reuse::Reserved,
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, Audience, Reuse, Rights, may};

    #[test]
    fn the_table_of_decisions() {
        let unsaid = Rights::default();
        let allowed = Rights { full_text: Reuse::Allowed, ..unsaid };
        let reserved = Rights { full_text: Reuse::Reserved, ai: Reuse::Reserved, ..unsaid };
        let withdrawn = Rights { withdrawn: true, ..allowed };
        let quiet = Rights { nosnippet: true, noimage: true, ..unsaid };
        let cases = [
            (unsaid, Action::FullText, Audience::Public, false),
            (unsaid, Action::FullText, Audience::Reader, true),
            (allowed, Action::FullText, Audience::Public, true),
            (reserved, Action::FullText, Audience::Reader, false),
            (reserved, Action::Excerpt, Audience::Public, true),
            (reserved, Action::Ai, Audience::Reader, false),
            (unsaid, Action::Ai, Audience::Public, true),
            (withdrawn, Action::Excerpt, Audience::Reader, false),
            (quiet, Action::Excerpt, Audience::Reader, false),
            (quiet, Action::Picture, Audience::Public, false),
        ];
        for (rights, action, audience, want) in cases {
            assert_eq!(may(action, &rights, audience), want, "{rights:?} {action:?} {audience:?}");
        }
    }
}
