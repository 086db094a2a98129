//! The tasks around Coranto: tests, long tests, benchmarks, screenshots. `cargo xtask --help` lists them.
//!
//! In comes a command line, out go the exit code and, last on the screen, what the task's own programs say. Whatever a
//! task starts is stopped when it ends, also when it is interrupted.

mod bench;
mod cli;
mod command;
mod doc_tests;
mod install;
mod postgres;
mod runner;
mod screenshots;
mod soak;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Task};

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        // A program of ours failed and has said why.
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            command::say(format_args!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether the task went well.
fn run(cli: Cli) -> anyhow::Result<bool> {
    command::stop_on_signals()?;
    match cli.task {
        Task::Test(options) => test::run(&options),
        Task::Soak(options) => soak::run(&options),
        Task::Bench(options) => bench::run(&options),
        Task::Screenshots(options) => screenshots::run(&options),
    }
}
