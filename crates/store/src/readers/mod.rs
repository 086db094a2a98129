//! Readers, the people with an account, and their sessions.

mod postgres;
mod sqlite;
#[cfg(test)]
mod suite;

use coranto_model::{Millis, ReaderId, Role};

use crate::dispatch::{read, write};
use crate::{Result, Store};

/// A reader's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// Its number.
    pub id: ReaderId,
    /// The name, as its owner writes it.
    pub name: String,
    /// The password's hash in PHC form (argon2id).
    pub password_hash: String,
    /// What the reader may do.
    pub role: Role,
    /// When the account was made.
    pub created: Millis,
}

/// A new account.
#[derive(Clone, Debug)]
pub struct NewReader {
    /// The name. Names that differ only in case are the same.
    pub name: String,
    /// The password's hash in PHC form.
    pub password_hash: String,
    /// What the reader may do.
    pub role: Role,
}

/// What is kept of a session: the hash of its token, never the token.
pub type TokenHash = [u8; 32];

impl Store {
    /// Whether the first run is over: whether there is an admin.
    pub async fn has_admin(&self) -> Result<bool> {
        read!(self, has_admin())
    }

    /// Makes the first admin. Fails with `AdminExists` when there is one: of two who try at once, one succeeds.
    pub async fn create_first_admin(&self, reader: NewReader, now: Millis) -> Result<ReaderId> {
        write!(self, create_first_admin(reader, now))
    }

    /// The reader of that name, in any case.
    pub async fn reader_by_name(&self, name: String) -> Result<Option<Reader>> {
        read!(self, reader_by_name(name))
    }

    /// Gives the reader another password and ends all of their sessions.
    pub async fn set_password(&self, id: ReaderId, password_hash: String) -> Result<()> {
        write!(self, set_password(id, password_hash))
    }

    /// Opens a session of `reader` that lasts until `expires`.
    pub async fn open_session(
        &self,
        token: TokenHash,
        reader: ReaderId,
        now: Millis,
        expires: Millis,
    ) -> Result<()> {
        write!(self, open_session(token, reader, now, expires))
    }

    /// The reader whose session it is, unless it has ended.
    pub async fn session(&self, token: TokenHash, now: Millis) -> Result<Option<Reader>> {
        read!(self, session(token, now))
    }

    /// Ends the session.
    pub async fn close_session(&self, token: TokenHash) -> Result<()> {
        write!(self, close_session(token))
    }

    /// Deletes sessions that have ended; how many.
    pub async fn purge_sessions(&self, now: Millis) -> Result<u64> {
        write!(self, purge_sessions(now))
    }
}

/// The form of a name under which two that people would confuse are the same.
fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}
