//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Tasks around Coranto.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

/// The tasks.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Run every test: format, clippy, unit, both databases, browser. Installs what is missing on a Debian-like machine
    Test(Test),
    /// Run the long forms of the long tests (many kills, many articles); takes up to an hour
    Soak(Filter),
    /// Run the benchmarks; those on real feeds and pages want the folder that CORANTO_BENCH names
    Bench(Filter),
    /// Photograph the demo's pages: narrow and wide, light and dark, English and Arabic
    Screenshots(Screenshots),
}

/// Options of `cargo xtask test`.
#[derive(Debug, Args)]
pub struct Test {
    /// Run one step alone
    #[arg(long, value_enum)]
    pub only: Option<Step>,
    /// Run only the tests whose names contain this
    pub filter: Option<String>,
}

/// The steps of `cargo xtask test`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// rustfmt
    Format,
    /// clippy without a warning; cargo-deny where it is installed
    Lint,
    /// All tests that need no browser, on SQLite and PostgreSQL
    Unit,
    /// The tests in Chromium
    Browser,
}

/// What to run of a task.
#[derive(Debug, Args)]
pub struct Filter {
    /// Run only those whose names contain this
    pub filter: Option<String>,
}

/// Options of `cargo xtask screenshots`.
#[derive(Debug, Args)]
pub struct Screenshots {
    /// Folder for the pictures
    #[arg(long, value_name = "DIR", default_value = "target/screenshots")]
    pub out: PathBuf,
    /// Also replace docs/screenshot.png, the picture of the README
    #[arg(long)]
    pub readme: bool,
}
