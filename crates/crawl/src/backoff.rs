//! Pauses after failures: they double, are spread, and never end for good (behaviour 26).

use crate::policy::Policy;

/// Part of a pause that chance decides: a tenth of it is added or taken away, so that sources which failed together
/// do not come back together.
const SPREAD: f64 = 0.2;

/// Doublings after which the cap is reached whatever the base: 2²⁰ ms of a base of one are 17 minutes, and bases are
/// minutes.
const MAX_DOUBLINGS: u32 = 20;

/// How long to wait after `failures` failures in a row, in milliseconds: `base · 2^(failures − 1)` up to the cap, a
/// tenth more or less. `jitter` is a random number from 0 up to 1.
#[expect(clippy::cast_possible_truncation, reason = "a float to i64 cast saturates")]
pub fn after_failure(failures: u32, policy: &Policy, jitter: f64) -> i64 {
    let doublings = failures.saturating_sub(1).min(MAX_DOUBLINGS);
    let pause = policy.error_base_ms.saturating_mul(1 << doublings).min(policy.error_cap_ms);
    (pause as f64 * (1.0 - SPREAD / 2.0 + SPREAD * unit(jitter))) as i64
}

/// A random number as it should be: from 0 to 1, and a half for what is no number.
pub(crate) fn unit(jitter: f64) -> f64 {
    if jitter.is_nan() { 0.5 } else { jitter.clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;
    use proptest::prelude::*;

    use super::after_failure;
    use crate::policy::Policy;

    #[test]
    fn b26_pauses_double_up_to_a_day() {
        let policy = Policy::default();
        let pauses: Vec<_> = (1..=9).map(|failures| after_failure(failures, &policy, 0.5)).collect();
        assert_eq!(pauses[0], 15 * Millis::MINUTE);
        assert!(pauses.windows(2).all(|pair| pair[1] == (pair[0] * 2).min(Millis::DAY)), "{pauses:?}");
        assert_eq!(after_failure(u32::MAX, &policy, 0.5), Millis::DAY);
        assert!(after_failure(3, &policy, 0.0) < after_failure(3, &policy, 1.0));
        assert!(after_failure(0, &policy, f64::NAN) > 0);
    }

    proptest! {
        #[test]
        fn b26_a_source_always_comes_back(failures: u32, jitter: f64) {
            let policy = Policy::default();
            let pause = after_failure(failures, &policy, jitter);
            prop_assert!(pause >= policy.error_base_ms * 9 / 10);
            prop_assert!(pause <= policy.error_cap_ms * 11 / 10);
        }
    }
}
