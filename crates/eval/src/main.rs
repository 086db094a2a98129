//! `eval`: what Coranto finds in labelled feeds, pages and articles, as prediction lines that a score script reads.
//!
//! In comes a folder (or a file) with cases, out goes a JSON line for each case in their order. A case that a parser
//! cannot read gets a line with the reason. What is missing or malformed in the folder is told on standard error; the
//! other cases still get their lines, and the exit code is 1.

mod cli;
mod discovery;
mod feeds;
mod input;
mod line;
mod opml;
mod output;
mod pages;
mod stories;
#[cfg(test)]
mod testing;

use std::io::{self, ErrorKind};
use std::process::ExitCode;

use anyhow::Context as _;

use crate::cli::{Cli, Task};
use crate::output::Output;

fn main() -> ExitCode {
    let cli = cli::parse(std::env::args_os()).unwrap_or_else(|error| error.exit());
    match run(&cli) {
        Ok(true) => ExitCode::SUCCESS,
        // What could not be read has been told.
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            output::complain(&mut io::stderr(), &error);
            ExitCode::FAILURE
        }
    }
}

/// Whether everything could be read.
fn run(cli: &Cli) -> anyhow::Result<bool> {
    let mut lines = output::open(cli.out.as_deref())?;
    let mut complaints = io::stderr();
    let mut output = Output::new(&mut lines, &mut complaints);
    let written = perform(&cli.task, &mut output).and_then(|()| output.finish());
    match written {
        // Nobody reads any more (`eval … | head`).
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(true),
        written => written.context("the predictions cannot be written"),
    }
}

fn perform(task: &Task, output: &mut Output<'_>) -> io::Result<()> {
    match task {
        Task::Feeds { folder } => feeds::run(folder, output),
        Task::Discovery { folder } => discovery::run(folder, output),
        Task::Opml { folder } => opml::run(folder, output),
        Task::Pages { folder } => pages::run(folder, output),
        Task::Stories { file } => stories::run(file, output),
    }
}
