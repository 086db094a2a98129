//! One file a command.

mod config;
mod demo;
mod inspect;
mod refresh;
mod reprocess;
mod serve;
mod source;

use crate::cli::{Cli, Command, Global};
use crate::output;
use crate::settings::{Settings, SettingsError};

/// Does what the command line says.
pub fn run(cli: Cli) -> anyhow::Result<()> {
    let Cli { command, global } = cli;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let log = |settings: &Settings, usual: &str| output::start_log(settings.log.as_deref().unwrap_or(usual));
    runtime.block_on(async {
        match command {
            Command::Demo(options) => {
                output::start_log(global.log.as_deref().unwrap_or("error"))?;
                demo::run(options).await
            }
            Command::Serve(options) => {
                let settings = load(&global, serve::flags(&options))?;
                log(&settings, "info")?;
                serve::run(settings).await
            }
            Command::Config => {
                config::run(&load(&global, toml::Table::new())?);
                Ok(())
            }
            command => {
                let settings = load(&global, toml::Table::new())?;
                log(&settings, "warn")?;
                match command {
                    Command::Source(command) => source::run(&settings, command).await,
                    Command::Refresh(options) => refresh::run(&settings, options).await,
                    Command::Reprocess(options) => reprocess::run(&settings, options).await,
                    Command::Feed(options) => inspect::feed(&settings, options).await,
                    Command::Page(options) => inspect::page(&settings, options).await,
                    Command::Demo(_) | Command::Serve(_) | Command::Config => Ok(()),
                }
            }
        }
    })
}

fn load(global: &Global, flags: toml::Table) -> Result<Settings, SettingsError> {
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    Settings::load(global, flags, environment)
}
