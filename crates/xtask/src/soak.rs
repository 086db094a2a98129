//! `cargo xtask soak`: the long forms of the tests that have one.

use anyhow::Result;

use crate::cli::Filter;
use crate::command::title;
use crate::install;
use crate::postgres::Cluster;
use crate::runner::{self, Which};

/// Whether all of them passed.
pub fn run(options: &Filter) -> Result<bool> {
    title("Long tests", "cargo xtask soak NAME");
    install::postgres()?;
    let cluster = Cluster::start()?;
    runner::run(Which::Soak, options.filter.as_deref(), Some(&cluster))
}
