//! Settings of the instance that the program itself makes or changes, by name.

mod postgres;
mod sqlite;
#[cfg(test)]
mod suite;

use crate::dispatch::{read, write};
use crate::{Result, Store};

impl Store {
    /// The value of the setting `name`, if it was ever set.
    pub async fn setting(&self, name: String) -> Result<Option<String>> {
        read!(self, setting(name))
    }

    /// Sets `name` to `value`.
    pub async fn set_setting(&self, name: String, value: String) -> Result<()> {
        write!(self, set_setting(name, value))
    }

    /// The value of `name`; `candidate` becomes it where there was none. All who ask get the same value: this is
    /// how the instance's secret keys are made once.
    pub async fn setting_or(&self, name: String, candidate: String) -> Result<String> {
        write!(self, setting_or(name, candidate))
    }
}
