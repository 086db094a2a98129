//! What the program says to the person at the terminal. The only place that prints.

use std::fmt::Display;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::writer::MakeWriterExt;

/// A line to standard output. When nobody reads any more (`coranto … | head`), there is nobody to tell.
pub fn say(line: impl Display) {
    let mut out = io::stdout().lock();
    let _ = writeln!(out, "{line}").and_then(|()| out.flush());
}

/// A value as JSON to standard output.
pub fn say_json(value: &impl Serialize) -> anyhow::Result<()> {
    say(serde_json::to_string_pretty(value)?);
    Ok(())
}

/// The one sentence about what went wrong, to standard error.
pub fn complain(error: &anyhow::Error) {
    let _ = writeln!(io::stderr().lock(), "coranto: {error:#}");
}

/// Begins logging to standard error.
pub fn start_log(filter: &str) -> anyhow::Result<()> {
    // The HTML parser warns of what pages get wrong, and there is no end to that.
    let filter = EnvFilter::try_new(format!("html5ever=error,{filter}"))
        .map_err(|error| anyhow::anyhow!("the log filter {filter:?} cannot be used: {error}"))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr.with_max_level(tracing::Level::TRACE))
        .try_init()
        .map_err(|error| anyhow::anyhow!("logging cannot begin: {error}"))
}
