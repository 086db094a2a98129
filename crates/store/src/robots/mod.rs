//! The robots.txt files of publishers, as last fetched.

mod postgres;
mod sqlite;
#[cfg(test)]
mod suite;

use coranto_model::Millis;

use crate::dispatch::{read, write};
use crate::{Result, Store};

/// A robots.txt file as it was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RobotsFile {
    /// When.
    pub fetched: Millis,
    /// The answer's HTTP status; 0 when there was no answer.
    pub status: u16,
    /// The file, where the status was 200.
    pub body: String,
}

impl Store {
    /// The file of `origin` (scheme, host and port), if it was ever fetched.
    pub async fn robots(&self, origin: String) -> Result<Option<RobotsFile>> {
        read!(self, robots(origin))
    }

    /// Keeps the file of `origin`.
    pub async fn save_robots(&self, origin: String, file: RobotsFile) -> Result<()> {
        write!(self, save_robots(origin, file))
    }
}
