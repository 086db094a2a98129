//! How often publishers are asked. Defaults are the good manners of docs/FETCHING.md.

use coranto_model::Millis;
use serde::{Deserialize, Serialize};

/// The limits of polling. All values are milliseconds. A demo or a test lowers them for its own publishers only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Policy {
    /// Between the end of one request to a host and the begin of the next.
    pub gap_ms: i64,
    /// Between two polls of one source.
    pub floor_ms: i64,
    /// The same, where the publisher's own max-age or ttl says that it may be asked so often. Counts only where it is
    /// shorter than `floor_ms`.
    pub allowed_floor_ms: i64,
    /// The same, for a source that sends no validators, so that each poll costs the publisher a whole feed.
    /// Counts only where it is longer than `floor_ms`.
    pub no_validator_floor_ms: i64,
    /// Longest time between two polls of one source.
    pub cap_ms: i64,
    /// Pause after the first failure; it doubles with each further one.
    pub error_base_ms: i64,
    /// Longest pause after failures.
    pub error_cap_ms: i64,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            gap_ms: Millis::SECOND,
            floor_ms: 30 * Millis::MINUTE,
            allowed_floor_ms: 10 * Millis::MINUTE,
            no_validator_floor_ms: Millis::HOUR,
            cap_ms: Millis::DAY,
            error_base_ms: 15 * Millis::MINUTE,
            error_cap_ms: Millis::DAY,
        }
    }
}

/// Longest time that can be set: what is longer is a slip of the pen.
const LONGEST_MS: i64 = 400 * Millis::DAY;

/// What is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// A time is too short.
    #[error("{field} is {value_ms} ms, but it must be {least_ms} ms or more")]
    TooShort {
        /// The setting.
        field: &'static str,
        /// Its value.
        value_ms: i64,
        /// The least that makes sense.
        least_ms: i64,
    },
    /// A time is too long.
    #[error("{field} is {value_ms} ms, but it can be 400 days at the most")]
    TooLong {
        /// The setting.
        field: &'static str,
        /// Its value.
        value_ms: i64,
    },
    /// A cap is under what it caps.
    #[error("{cap} is {cap_ms} ms, but it must not be shorter than {field}, which is {value_ms} ms")]
    CapBelow {
        /// The cap.
        cap: &'static str,
        /// Its value.
        cap_ms: i64,
        /// What it caps.
        field: &'static str,
        /// That one's value.
        value_ms: i64,
    },
}

impl Policy {
    /// Checks that the values make sense together. Nothing else in this crate needs it: a senseless policy gives
    /// senseless times, but never a panic.
    pub fn validate(&self) -> Result<(), PolicyError> {
        let fields = [
            ("gap_ms", self.gap_ms, 0),
            ("floor_ms", self.floor_ms, 1),
            ("allowed_floor_ms", self.allowed_floor_ms, 1),
            ("no_validator_floor_ms", self.no_validator_floor_ms, 1),
            ("cap_ms", self.cap_ms, 1),
            ("error_base_ms", self.error_base_ms, 1),
            ("error_cap_ms", self.error_cap_ms, 1),
        ];
        for (field, value_ms, least_ms) in fields {
            if value_ms < least_ms {
                return Err(PolicyError::TooShort { field, value_ms, least_ms });
            }
            if value_ms > LONGEST_MS {
                return Err(PolicyError::TooLong { field, value_ms });
            }
        }
        for (cap, cap_ms, field, value_ms) in [
            ("cap_ms", self.cap_ms, "floor_ms", self.floor_ms),
            ("error_cap_ms", self.error_cap_ms, "error_base_ms", self.error_base_ms),
        ] {
            if cap_ms < value_ms {
                return Err(PolicyError::CapBelow { cap, cap_ms, field, value_ms });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Policy;

    #[test]
    fn senseless_policies_are_refused_with_a_sentence() {
        assert!(Policy::default().validate().is_ok());
        for (wrong, sentence) in [
            (Policy { gap_ms: -1, ..Policy::default() }, "gap_ms is -1 ms, but it must be 0 ms or more"),
            (Policy { floor_ms: 0, ..Policy::default() }, "floor_ms is 0 ms, but it must be 1 ms or more"),
            (
                Policy { cap_ms: 1, ..Policy::default() },
                "cap_ms is 1 ms, but it must not be shorter than floor_ms, which is 1800000 ms",
            ),
            (
                Policy { error_cap_ms: i64::MAX, ..Policy::default() },
                "error_cap_ms is 9223372036854775807 ms, but it can be 400 days at the most",
            ),
            (
                Policy { error_cap_ms: 5, ..Policy::default() },
                "error_cap_ms is 5 ms, but it must not be shorter than error_base_ms, which is 900000 ms",
            ),
        ] {
            assert_eq!(wrong.validate().unwrap_err().to_string(), sentence);
        }
    }
}
