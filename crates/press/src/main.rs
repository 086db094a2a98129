//! The program `press`: the sample publishers, the faults and the load in a process of their own, for people who look
//! around and for tests that run for days. Addresses and truth go to standard output, complaints to standard error.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use coranto_model::Millis;
use coranto_press::{Fault, FaultOptions, Faults, Load, LoadOptions, Press, PressOptions};
use jiff::Timestamp;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::signal::unix::{SignalKind, signal};
use url::Url;

/// From the port of the first publisher to that of the first fault.
const TO_FAULTS: u16 = 100;

/// Entries of a feed of the load, as many as most publishers list.
const FEED_ENTRIES: usize = 50;

/// Open files for connections, beside those of the publishers.
const CONNECTIONS: u64 = 10_000;

/// Simulated publishers on loopback.
#[derive(Debug, Parser)]
#[command(name = "press", version, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the sample publishers, and one that misbehaves for each way of misbehaving, until stopped
    Serve(Serve),
    /// Start any number of publishers whose articles are made from a seed, until stopped
    Load(LoadArguments),
    /// Print what is true of the sample texts: a line of JSON for each article
    Truth,
}

#[derive(Debug, Args)]
struct Serve {
    /// Port of the first publisher; the others follow, the faults 100 ports later [default: whichever are free]
    #[arg(long, value_name = "PORT", value_parser = clap::value_parser!(u16).range(1..=65_000))]
    listen_base: Option<u16>,
    /// Bring a new article out every so many seconds [default: none comes out]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    every: Option<u64>,
}

#[derive(Debug, Args)]
struct LoadArguments {
    /// Articles of all publishers together
    #[arg(long, default_value_t = 1_000_000, value_name = "N")]
    articles: usize,
    /// Publishers, each on an address 127.x.y.z of its own
    #[arg(long, default_value_t = 20_000, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=60_000))]
    publishers: u16,
    /// Articles of all publishers together that come out each minute from now on [default: all are out]
    #[arg(long, value_name = "PER_MINUTE")]
    rate: Option<NonZeroU32>,
    /// The same seed makes the same texts
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Words of an article, about
    #[arg(long, default_value_t = 500, value_name = "N")]
    words: usize,
    /// Write the feeds to this file as OPML, instead of printing them
    #[arg(long, value_name = "FILE")]
    opml: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "press: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    let runtime = || tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match command {
        Command::Serve(arguments) => runtime()?.block_on(serve(&arguments)),
        Command::Load(arguments) => runtime()?.block_on(load(&arguments)),
        Command::Truth => print_truth(),
    }
}

/// Lines to standard output. When nobody reads any more (`press … | head`), there is nobody to tell.
fn say(lines: impl IntoIterator<Item = impl Display>) {
    let mut out = BufWriter::new(io::stdout().lock());
    let _ = lines.into_iter().try_for_each(|line| writeln!(out, "{line}")).and_then(|()| out.flush());
}

fn now() -> Millis {
    Timestamp::now().into()
}

async fn serve(arguments: &Serve) -> anyhow::Result<()> {
    let press = Press::start(PressOptions { now: now(), first_port: arguments.listen_base })
        .await
        .context("the sample publishers cannot be started")?;
    let first_port = arguments.listen_base.map(|port| port.saturating_add(TO_FAULTS));
    let faults = Faults::start(FaultOptions { first_port, ..FaultOptions::default() })
        .await
        .context("the faults cannot be started")?;
    say(press.publishers().iter().map(|publisher| {
        let address = publisher.feed_url.as_ref().unwrap_or(&publisher.base_url);
        format!("{:<24} {address}", publisher.name)
    }));
    say(Fault::ALL.map(|fault| format!("{fault:<24} {} {}", faults.url(fault), faults.pages_url(fault))));
    tokio::select! {
        done = asked_to_stop() => done?,
        () = publish(&press, arguments.every) => {}
    }
    press.stop().await;
    faults.stop().await;
    Ok(())
}

/// Brings articles out, for ever.
async fn publish(press: &Press, every: Option<u64>) {
    let Some(seconds) = every else { return std::future::pending().await };
    loop {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        if let Some(published) = press.publish_next(now()) {
            say([format!("{:<24} {}", published.publisher, published.headline)]);
        }
    }
}

async fn load(arguments: &LoadArguments) -> anyhow::Result<()> {
    allow_open_files(u64::from(arguments.publishers) + CONNECTIONS);
    let load = Load::start(LoadOptions {
        publishers: usize::from(arguments.publishers),
        articles: arguments.articles,
        seed: arguments.seed,
        now: now(),
        words: arguments.words,
        rate: arguments.rate,
        feed_entries: FEED_ENTRIES,
    })
    .await
    .context("the publishers cannot be started")?;
    let feeds = load.feed_urls();
    match &arguments.opml {
        Some(path) => {
            write_opml(path, &feeds).with_context(|| format!("{} cannot be written", path.display()))?;
            say([format!("{} feeds are in {}", feeds.len(), path.display())]);
        }
        None => say(feeds),
    }
    asked_to_stop().await?;
    say([format!("{} articles were out; {} requests were answered", load.articles_out(), load.requests())]);
    load.stop().await;
    Ok(())
}

/// Asks for as many open files, as far as the system lets us. Where that is not enough, starting the load says so.
fn allow_open_files(wanted: u64) {
    let limit = getrlimit(Resource::Nofile);
    let most = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    if limit.current.is_some_and(|current| current < most) {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum: limit.maximum });
    }
}

fn write_opml(path: &Path, feeds: &[Url]) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>Load</title></head>\n<body>"
    )?;
    for (number, feed) in feeds.iter().enumerate() {
        // Addresses of numbers, without anything to escape.
        writeln!(out, "<outline type=\"rss\" text=\"The Load Herald {number}\" xmlUrl=\"{feed}\"/>")?;
    }
    writeln!(out, "</body>\n</opml>")?;
    out.flush()
}

fn print_truth() -> anyhow::Result<()> {
    let lines: Vec<String> =
        coranto_press::truth()?.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    say(lines);
    Ok(())
}

/// Ends when the program is asked to stop: Ctrl-C or SIGTERM.
async fn asked_to_stop() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("signals cannot be received")?;
    tokio::select! {
        _ = terminate.recv() => {}
        done = tokio::signal::ctrl_c() => done.context("signals cannot be received")?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use clap::Parser;

    use super::{Cli, write_opml};

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
        for (line, is_fine) in [
            ("press serve", true),
            ("press serve --listen-base 9000 --every 20", true),
            ("press serve --every 0", false),
            (
                "press load --articles 1000000 --publishers 20000 --rate 700 --seed 3 --words 400 --opml x",
                true,
            ),
            ("press load --publishers 60001", false),
            ("press load --rate 0", false),
            ("press truth", true),
        ] {
            assert_eq!(Cli::try_parse_from(line.split(' ')).is_ok(), is_fine, "{line}");
        }
    }

    #[test]
    fn feeds_are_written_as_opml() {
        let path = std::env::temp_dir().join(format!("press-{}.opml", std::process::id()));
        write_opml(&path, &["http://127.10.1.2:99/feed.xml".parse().unwrap()]).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(text.contains("xmlUrl=\"http://127.10.1.2:99/feed.xml\""), "{text}");
    }
}
