//! The coranto program: command line, configuration, wiring. Everything else is in the libraries.

mod cli;
mod commands;
mod output;
mod run;
mod settings;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&error);
            ExitCode::from(if error.is::<settings::SettingsError>() { 2 } else { 1 })
        }
    }
}
