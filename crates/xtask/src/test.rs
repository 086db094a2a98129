//! `cargo xtask test`: format, clippy, then all tests on both databases and in the browser.

use std::process::Command;

use anyhow::Result;

use crate::cli::{Step, Test};
use crate::command::{output, run as run_command, say, title};
use crate::postgres::Cluster;
use crate::runner::{self, Which};
use crate::{doc_tests, install, workspace};

/// Whether all went well. The first step that fails is the last that runs.
pub fn run(options: &Test) -> Result<bool> {
    let filter = options.filter.as_deref();
    match options.only {
        Some(Step::Format) => format(),
        Some(Step::Lint) => lint(),
        Some(Step::Unit) => tests(Which::Unit, filter),
        Some(Step::Browser) => tests(Which::Browser, filter),
        // Who names a test wants that test.
        None if filter.is_some() => tests(Which::All, filter),
        None => Ok(format()? && lint()? && tests(Which::All, None)?),
    }
}

fn format() -> Result<bool> {
    title("Format", "cargo xtask test --only format");
    let done = run_command(workspace::cargo()?.args(["fmt", "--all", "--check"]));
    failed_with(done, "the code is not formatted: `cargo fmt --all` does it")
}

fn lint() -> Result<bool> {
    title("Lint", "cargo xtask test --only lint");
    let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    let done = run_command(workspace::cargo()?.args(clippy));
    if !failed_with(done, "clippy has something to say: `cargo xtask test --only lint` repeats it")? {
        return Ok(false);
    }
    if output(Command::new("cargo").args(["deny", "--version"])).is_none() {
        // A test of this crate checks the licences, too.
        return Ok(true);
    }
    let done = run_command(workspace::cargo()?.args(["deny", "check", "licenses", "bans", "sources"]));
    failed_with(done, "a dependency breaks a rule of deny.toml: `cargo deny check` repeats it")
}

fn tests(which: Which, filter: Option<&str>) -> Result<bool> {
    title(name(which), alone(which));
    let needs_postgres = which != Which::Browser;
    if needs_postgres {
        install::postgres()?;
    }
    if which != Which::Unit {
        install::browser()?;
    }
    if needs_postgres && filter.is_none() && doc_tests::are_there(&workspace::root()?.join("crates"))? {
        let done = run_command(workspace::cargo()?.args(["test", "--doc", "--workspace", "--locked"]));
        if !failed_with(done, "an example in the documentation fails: `cargo test --doc` repeats it")? {
            return Ok(false);
        }
    }
    let cluster = if needs_postgres { Some(Cluster::start()?) } else { None };
    runner::run(which, filter, cluster.as_ref())
}

fn name(which: Which) -> &'static str {
    match which {
        Which::Browser => "Browser tests",
        Which::Unit | Which::Soak => "Tests",
        Which::All => "Tests, those in the browser too",
    }
}

/// The command that repeats a part of the tests.
fn alone(which: Which) -> &'static str {
    match which {
        Which::Unit | Which::Soak => "cargo xtask test --only unit",
        Which::Browser => "cargo xtask test --only browser",
        Which::All => "cargo xtask test --only unit or --only browser; one test: cargo xtask test NAME",
    }
}

/// Tells what failed and what to do; interruptions are passed on.
fn failed_with(done: Result<()>, advice: &str) -> Result<bool> {
    crate::command::check_stop()?;
    if let Err(error) = done {
        say(format_args!("error: {error:#}; {advice}"));
        return Ok(false);
    }
    Ok(true)
}
