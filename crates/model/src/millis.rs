//! Instants as they are stored: whole milliseconds since 1970-01-01T00:00:00Z.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, UTC. Arithmetic saturates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// One second, in milliseconds.
    pub const SECOND: i64 = 1_000;
    /// One minute, in milliseconds.
    pub const MINUTE: i64 = 60 * Self::SECOND;
    /// One hour, in milliseconds.
    pub const HOUR: i64 = 60 * Self::MINUTE;
    /// One day of 24 hours, in milliseconds.
    pub const DAY: i64 = 24 * Self::HOUR;
    /// Later than any instant that is stored: "never".
    pub const NEVER: Self = Self(i64::MAX);

    /// This instant and `millis` more (or less, when negative).
    #[must_use]
    pub fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// This instant less `millis`.
    #[must_use]
    pub fn minus(self, millis: i64) -> Self {
        Self(self.0.saturating_sub(millis))
    }

    /// Milliseconds from `earlier` to this instant; negative when `earlier` is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// How long to wait at `now` until this instant; zero when it has passed.
    pub fn wait_from(self, now: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.since(now)).unwrap_or(0))
    }

    /// The instant as a calendar timestamp; `None` outside the years −9999 to 9999.
    pub fn timestamp(self) -> Option<Timestamp> {
        Timestamp::from_millisecond(self.0).ok()
    }
}

impl From<Timestamp> for Millis {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.as_millisecond())
    }
}

/// RFC 3339 in UTC, to the second; the plain number where the calendar ends.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0.div_euclid(Self::SECOND)) {
            Ok(timestamp) => timestamp.fmt(f),
            Err(_) => self.0.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Millis;

    #[test]
    fn is_shown_as_rfc_3339_and_never_overflows() {
        assert_eq!(Millis(0).to_string(), "1970-01-01T00:00:00Z");
        assert_eq!(Millis(1_700_000_000_999).to_string(), "2023-11-14T22:13:20Z");
        assert_eq!(Millis(-1).to_string(), "1969-12-31T23:59:59Z");
        assert_eq!(Millis::NEVER.to_string(), i64::MAX.to_string());
        assert_eq!(Millis::NEVER.plus(1), Millis::NEVER);
        assert_eq!(Millis(5).wait_from(Millis(9)).as_millis(), 0);
    }
}
