//! The faults by name.

use std::fmt;

/// A way in which a publisher's server misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// None: a right feed of three entries whose pages are there.
    Good,
    /// The answer comes late.
    Slow,
    /// One byte at a time, for ever.
    Drip,
    /// The connection is closed in the middle of the header; every other time, what comes is no HTTP.
    Broken,
    /// Less is sent than Content-Length says. Whoever keeps the ETag is told "not modified" ever after.
    Truncated,
    /// The connection is closed in the middle of a chunk. The ETag is as that of [`Fault::Truncated`].
    CutChunk,
    /// A redirect to itself.
    Loop,
    /// 301, to [`Fault::Good`].
    Moved,
    /// 410.
    Gone,
    /// 429 with `Retry-After: 7`.
    TooMany,
    /// 429 without a word on when to come again.
    TooManySilent,
    /// 503 with an HTTP date two minutes away as Retry-After.
    Unavailable,
    /// 500.
    InTrouble,
    /// Says UTF-8, and is windows-1251.
    WrongCharset,
    /// Says gzip, and is not packed.
    WrongEncoding,
    /// Packed twice, and says so once.
    DoubleGzip,
    /// Little gzip that becomes 200 MB.
    Bomb,
    /// A page that asks for consent.
    ConsentWall,
    /// A redirect to a page that asks for a password.
    Login,
    /// Markup that would run scripts, cover the page or exhaust the parser. What runs sets the title to `hostile`.
    Hostile,
    /// 2 GB, announced and sent.
    Huge,
    /// 200 with nothing in it.
    Empty,
    /// A page instead of a feed.
    Html,
    /// 304, whatever was asked.
    NotModifiedForEver,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 24] = [
        Self::Good,
        Self::Slow,
        Self::Drip,
        Self::Broken,
        Self::Truncated,
        Self::CutChunk,
        Self::Loop,
        Self::Moved,
        Self::Gone,
        Self::TooMany,
        Self::TooManySilent,
        Self::Unavailable,
        Self::InTrouble,
        Self::WrongCharset,
        Self::WrongEncoding,
        Self::DoubleGzip,
        Self::Bomb,
        Self::ConsentWall,
        Self::Login,
        Self::Hostile,
        Self::Huge,
        Self::Empty,
        Self::Html,
        Self::NotModifiedForEver,
    ];

    /// Its name in addresses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Slow => "slow",
            Self::Drip => "drip",
            Self::Broken => "broken",
            Self::Truncated => "truncated",
            Self::CutChunk => "cut-chunk",
            Self::Loop => "loop",
            Self::Moved => "moved",
            Self::Gone => "gone",
            Self::TooMany => "too-many",
            Self::TooManySilent => "too-many-silent",
            Self::Unavailable => "unavailable",
            Self::InTrouble => "in-trouble",
            Self::WrongCharset => "wrong-charset",
            Self::WrongEncoding => "wrong-encoding",
            Self::DoubleGzip => "double-gzip",
            Self::Bomb => "bomb",
            Self::ConsentWall => "consent-wall",
            Self::Login => "login",
            Self::Hostile => "hostile",
            Self::Huge => "huge",
            Self::Empty => "empty",
            Self::Html => "html",
            Self::NotModifiedForEver => "not-modified-for-ever",
        }
    }

    /// The fault of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Fault;

    #[test]
    fn every_fault_has_a_name_of_its_own() {
        assert_eq!(Fault::ALL.into_iter().collect::<BTreeSet<_>>().len(), Fault::ALL.len());
        for fault in Fault::ALL {
            assert_eq!(Fault::named(fault.name()), Some(fault));
        }
        assert_eq!(Fault::named("other"), None);
    }
}
