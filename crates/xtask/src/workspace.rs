//! Where things are: the root, programs on the PATH, the benchmark data.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// Name of the variable that tells tests and benchmarks where labelled data is.
const BENCH: &str = "CORANTO_BENCH";

/// The folder of the workspace.
pub fn root() -> Result<PathBuf> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = crate_folder.ancestors().nth(2).context("the workspace has no root")?;
    Ok(root.to_owned())
}

/// Cargo in the root, with `CORANTO_BENCH` made absolute: tests and benchmarks run in their crates' folders.
pub fn cargo() -> Result<Command> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(root()?);
    if let Some(folder) = std::env::var_os(BENCH) {
        cargo.env(BENCH, absolute_bench(&folder)?);
    }
    Ok(cargo)
}

fn absolute_bench(folder: &OsString) -> Result<PathBuf> {
    let absolute = std::path::absolute(folder).with_context(|| format!("{BENCH} cannot be used"))?;
    if !absolute.is_dir() {
        bail!(
            "{BENCH} names {}, which is no folder: correct it, or unset it to go without",
            absolute.display()
        );
    }
    Ok(absolute)
}

/// The folder that cargo builds into.
pub fn target() -> Result<PathBuf> {
    let root = root()?;
    Ok(std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder)))
}

/// A program of one of these names on the PATH.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|file| file.is_file()))
}
