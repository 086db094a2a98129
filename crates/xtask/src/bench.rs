//! `cargo xtask bench`: the benchmarks of all crates.

use anyhow::Result;

use crate::cli::Filter;
use crate::command::{succeeds, title};
use crate::workspace;

/// Whether all of them ran.
pub fn run(options: &Filter) -> Result<bool> {
    title("Benchmarks", "cargo xtask bench NAME");
    let mut bench = workspace::cargo()?;
    bench.args(["bench", "--workspace", "--locked"]);
    if let Some(filter) = &options.filter {
        bench.args(["--", filter]);
    }
    succeeds(&mut bench)
}
