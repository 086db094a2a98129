//! How often signing in may be tried: by a client, by a client for one account, and for one account by everybody.
//!
//! What is kept is bounded, whatever is tried: a client that is refused adds nothing.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use coranto_model::Millis;

/// In this time, in milliseconds, …
const WINDOW_MS: i64 = 15 * Millis::MINUTE;

/// … a client may try so often, …
const PER_CLIENT: u32 = 20;

/// … for one account so often, …
const PER_PAIR: u32 = 10;

/// … and all clients together for one account so often: more than one client can use up, so that nobody alone keeps an
/// account's owner out.
const PER_ACCOUNT: u32 = 100;

/// Keys that are remembered at the most.
const MAX_KEYS: usize = 50_000;

/// Time between two looks for keys that can be forgotten, in milliseconds.
const SWEEP_MS: i64 = Millis::MINUTE;

/// The hash of an account's name.
type Account = [u8; 32];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key {
    Client(Option<IpAddr>),
    Pair(Account, Option<IpAddr>),
    Account(Account),
}

struct Window {
    ends: Millis,
    attempts: u32,
}

#[derive(Default)]
struct Kept {
    windows: HashMap<Key, Window>,
    swept: Millis,
}

/// The attempts of the last minutes.
#[derive(Default)]
pub struct Attempts {
    kept: Mutex<Kept>,
}

impl Attempts {
    /// Counts an attempt to sign in as `account` from `client`. Fails with the number of seconds to wait when there
    /// were too many.
    pub fn take(&self, account: &str, client: Option<IpAddr>, now: Millis) -> Result<(), u64> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        keys(account, client).into_iter().try_for_each(|(key, limit)| kept.count(key, limit, now))
    }

    /// The right password was given: the attempt does not count, and earlier mistakes of this client with this account
    /// are forgiven.
    pub fn forgive(&self, account: &str, client: Option<IpAddr>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in keys(account, client) {
            if matches!(key, Key::Pair(..)) {
                kept.windows.remove(&key);
            } else if let Some(window) = kept.windows.get_mut(&key) {
                window.attempts = window.attempts.saturating_sub(1);
            }
        }
    }
}

impl Kept {
    /// Fails with the number of seconds to wait when there were more than `limit`.
    fn count(&mut self, key: Key, limit: u32, now: Millis) -> Result<(), u64> {
        if self.windows.len() >= MAX_KEYS && !self.windows.contains_key(&key) {
            self.make_room(now);
        }
        let fresh = || Window { ends: now.plus(WINDOW_MS), attempts: 0 };
        let window = self.windows.entry(key).or_insert_with(fresh);
        if window.ends <= now {
            *window = fresh();
        }
        window.attempts = window.attempts.saturating_add(1);
        if window.attempts <= limit {
            return Ok(());
        }
        Err(u64::try_from(window.ends.since(now) / Millis::SECOND).unwrap_or(0) + 1)
    }

    /// Forgets what is over; everything where that is not enough, which takes thousands of clients in one window.
    fn make_room(&mut self, now: Millis) {
        if now.since(self.swept) >= SWEEP_MS {
            self.swept = now;
            self.windows.retain(|_, window| window.ends > now);
        }
        if self.windows.len() >= MAX_KEYS {
            self.windows.clear();
        }
    }
}

/// What an attempt is counted under, and how often. The client comes first: once it is refused, it can neither use up
/// what others may try for the account nor fill the memory.
fn keys(account: &str, client: Option<IpAddr>) -> [(Key, u32); 3] {
    let account: Account = blake3::hash(account.trim().to_lowercase().as_bytes()).into();
    let client = client.map(network);
    [
        (Key::Client(client), PER_CLIENT),
        (Key::Pair(account, client), PER_PAIR),
        (Key::Account(account), PER_ACCOUNT),
    ]
}

/// Of IPv6, the network that one customer usually has.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use coranto_model::Millis;

    use super::{Attempts, Kept, Key, MAX_KEYS, PER_ACCOUNT, PER_CLIENT, PER_PAIR, WINDOW_MS};

    fn client(number: u32) -> IpAddr {
        Ipv4Addr::from_bits(number).into()
    }

    fn take(attempts: &Attempts, account: &str, number: u32, at: i64) -> Result<(), u64> {
        attempts.take(account, Some(client(number)), Millis(at))
    }

    #[test]
    fn an_account_can_be_tried_so_often() {
        let attempts = Attempts::default();
        for _ in 0..PER_PAIR {
            assert_eq!(take(&attempts, "Ada", 1, 0), Ok(()));
        }
        assert_eq!(take(&attempts, "ada ", 1, 0), Err(901));
        // Others may still be Ada, and the client may still be others.
        assert_eq!(take(&attempts, "ada", 2, 0), Ok(()));
        assert_eq!(take(&attempts, "bob", 1, 0), Ok(()));
        assert_eq!(take(&attempts, "ada", 1, WINDOW_MS), Ok(()));
    }

    #[test]
    fn nobody_alone_keeps_an_accounts_owner_out() {
        let attempts = Attempts::default();
        for _ in 0..10 * PER_ACCOUNT {
            let _ = take(&attempts, "ada", 1, 0);
        }
        assert_eq!(take(&attempts, "ada", 2, 0), Ok(()));
        // All together are bounded.
        let others = (3..=250).take_while(|number| take(&attempts, "ada", *number, 0).is_ok()).count();
        assert_eq!(u32::try_from(others).unwrap(), PER_ACCOUNT - PER_PAIR - 1);
        assert_eq!(take(&attempts, "ada", 2, 1), Err(900));
    }

    #[test]
    fn who_signs_in_begins_anew() {
        let attempts = Attempts::default();
        for _ in 0..5 * PER_ACCOUNT {
            assert_eq!(take(&attempts, "ada", 1, 0), Ok(()));
            attempts.forgive("ADA", Some(client(1)));
        }
        for _ in 0..PER_PAIR {
            assert_eq!(take(&attempts, "ada", 1, 0), Ok(()));
        }
        attempts.forgive("bob", Some(client(1)));
        assert!(take(&attempts, "ada", 1, 0).is_err());
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

    #[test]
    fn a_client_fills_little_and_all_clients_fill_no_more_than_there_is_room_for() {
        let attempts = Attempts::default();
        let keys = || attempts.kept.lock().unwrap().windows.len();
        for number in 0..1_000 {
            let _ = take(&attempts, &format!("name {number}"), 0, 0);
        }
        assert_eq!(keys(), usize::try_from(1 + 2 * PER_CLIENT).unwrap());
        for number in 1..=u32::try_from(MAX_KEYS).unwrap() {
            assert_eq!(take(&attempts, &format!("name {number}"), number, 0), Ok(()));
            assert!(keys() <= MAX_KEYS);
        }
    }

    #[test]
    fn what_is_over_makes_room_first() {
        let mut kept = Kept::default();
        for number in 1..u32::try_from(MAX_KEYS).unwrap() {
            kept.count(Key::Client(Some(client(number))), 1, Millis(0)).unwrap();
        }
        kept.count(Key::Client(None), 1, Millis(1)).unwrap();
        kept.count(Key::Client(Some(client(0))), 1, Millis(WINDOW_MS)).unwrap();
        assert_eq!(kept.windows.len(), 2);
        assert!(kept.count(Key::Client(None), 1, Millis(WINDOW_MS)).is_err());
    }
}
