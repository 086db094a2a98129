//! How often signing in may be tried: by account and by client, whichever is used up first.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use coranto_model::Millis;

/// In this time, in milliseconds, …
const WINDOW_MS: i64 = 15 * Millis::MINUTE;

/// … an account may be tried so often, …
const PER_ACCOUNT: u32 = 10;

/// … and a client may try so often.
const PER_CLIENT: u32 = 20;

/// Keys that are remembered at the most.
const MAX_KEYS: usize = 50_000;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key {
    Account([u8; 32]),
    Client(Option<IpAddr>),
}

struct Window {
    ends: Millis,
    attempts: u32,
}

/// The attempts of the last minutes.
#[derive(Default)]
pub struct Attempts {
    windows: Mutex<HashMap<Key, Window>>,
}

impl Attempts {
    /// Counts an attempt to sign in as `account` from `client`. Fails with the number of seconds to wait when there
    /// were too many.
    pub fn take(&self, account: &str, client: Option<IpAddr>, now: Millis) -> Result<(), u64> {
        let mut windows = self.windows.lock().unwrap_or_else(PoisonError::into_inner);
        if windows.len() >= MAX_KEYS {
            windows.retain(|_, window| window.ends > now);
        }
        let wait = [(account_key(account), PER_ACCOUNT), (client_key(client), PER_CLIENT)]
            .into_iter()
            .filter_map(|(key, limit)| count(&mut windows, key, limit, now))
            .max();
        wait.map_or(Ok(()), |millis| Err(u64::try_from(millis / Millis::SECOND).unwrap_or(0) + 1))
    }

    /// The right password was given: earlier mistakes of this account are forgiven.
    pub fn forgive(&self, account: &str) {
        self.windows.lock().unwrap_or_else(PoisonError::into_inner).remove(&account_key(account));
    }
}

/// Milliseconds to wait, when there were more than `limit`.
fn count(windows: &mut HashMap<Key, Window>, key: Key, limit: u32, now: Millis) -> Option<i64> {
    let window = windows.entry(key).or_insert(Window { ends: now.plus(WINDOW_MS), attempts: 0 });
    if window.ends <= now {
        *window = Window { ends: now.plus(WINDOW_MS), attempts: 0 };
    }
    window.attempts = window.attempts.saturating_add(1);
    (window.attempts > limit).then(|| window.ends.since(now))
}

fn account_key(account: &str) -> Key {
    Key::Account(blake3::hash(account.trim().to_lowercase().as_bytes()).into())
}

/// Of IPv6, the network that one customer usually has.
fn client_key(client: Option<IpAddr>) -> Key {
    Key::Client(client.map(|address| match address {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }))
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;

    use super::{Attempts, PER_ACCOUNT, PER_CLIENT, WINDOW_MS};

    #[test]
    fn an_account_can_be_tried_so_often() {
        let attempts = Attempts::default();
        let client = |number: u8| Some([192, 0, 2, number].into());
        for number in 0..PER_ACCOUNT {
            let client = client(u8::try_from(number).unwrap());
            assert_eq!(attempts.take("Ada", client, Millis(0)), Ok(()));
        }
        assert_eq!(attempts.take("ada ", client(99), Millis(0)), Err(901));
        assert_eq!(attempts.take("bob", client(99), Millis(0)), Ok(()));
        assert_eq!(attempts.take("ada", client(99), Millis(WINDOW_MS)), Ok(()));
        attempts.forgive("ADA");
        assert_eq!(attempts.take("ada", client(98), Millis(0)), Ok(()));
    }

    #[test]
    fn a_client_can_try_so_often_whatever_its_address_in_its_network() {
        let attempts = Attempts::default();
        for number in 0..PER_CLIENT {
            let client = format!("2001:db8:1:2::{number:x}").parse().unwrap();
            assert_eq!(attempts.take(&format!("name {number}"), Some(client), Millis(0)), Ok(()));
        }
        assert!(attempts.take("another", "2001:db8:1:2:ffff::".parse().ok(), Millis(0)).is_err());
        assert!(attempts.take("another", "2001:db8:1:3::".parse().ok(), Millis(0)).is_ok());
    }
}
