//! The command line.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Reads thousands of publishers, files every article under the story that it reports, and shows you one newspaper.
#[derive(Debug, Parser)]
#[command(
    name = "coranto",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    after_help = "Begin with `coranto demo` to look around, or `coranto serve` for your own newspaper.\n\
                  Exit codes: 0 done, 1 failed (one sentence says why), 2 wrong usage or configuration."
)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Settings that every command knows.
    #[command(flatten)]
    pub global: Global,
}

/// Settings that every command knows. Each can also stand in the configuration file or in the environment
/// (`CORANTO_DATA`, `CORANTO_DATABASE`, …); the command line goes before the environment, that before the file.
#[derive(Clone, Debug, Default, Args)]
pub struct Global {
    /// Folder of the database, the picture cache and coranto.toml [default: the platform's data folder]
    #[arg(long, global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// PostgreSQL database to use instead of SQLite, as postgres://user:password@host/name
    #[arg(long, global = true, value_name = "URL", hide_env_values = true)]
    pub database: Option<String>,
    /// Configuration file [default: coranto.toml in the data folder, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to log to standard error: error, warn, info, debug, or a filter such as coranto_engine=debug
    #[arg(long, global = true, value_name = "FILTER")]
    pub log: Option<String>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Look around: starts sample publishers and a newspaper made of them, with a throwaway data folder
    Demo(Demo),
    /// Run the newspaper: polls the sources and serves the pages, until it is stopped
    Serve(Serve),
    /// Add, list, remove, import or export the sources that are polled
    #[command(subcommand)]
    Source(SourceCommand),
    /// Ask for sources to be polled soon, within the limits of good manners
    Refresh(Refresh),
    /// Bring stored articles to the newest version of a stage, in the background of the running server
    Reprocess(Reprocess),
    /// Show what the feed parser sees in a file, at an address, or on standard input (-)
    Feed(Inspect),
    /// Show what the article extraction sees in a web page
    Page(InspectPage),
    /// Print the settings in force, with secrets hidden
    Config,
}

/// Options of `coranto demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Address to serve on; the next free port is taken when it is in use
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    pub listen: SocketAddr,
    /// Seconds between two new articles
    #[arg(long, default_value_t = 20, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    pub every: u64,
}

/// Options of `coranto serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Address to serve on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<SocketAddr>,
    /// Address under which people reach this site, such as https://news.example.org
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
    /// Proxies whose X-Forwarded-For is believed, as networks such as 127.0.0.1/32
    #[arg(long, value_name = "NETWORK")]
    pub trusted_proxy: Vec<String>,
    /// Who may read, and who has to sign in
    #[arg(long, value_enum)]
    pub access: Option<AccessArgument>,
}

/// Who may read.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum AccessArgument {
    /// Anybody reads; the admin signs in
    Public,
    /// Only who is signed in reads
    Private,
    /// One person on their own machine: nobody signs in, everybody who reaches the port is the admin
    SingleReader,
}

/// `coranto source …`
#[derive(Debug, Subcommand)]
pub enum SourceCommand {
    /// Add the source that an address leads to: a feed, or a page that names one
    Add {
        /// Address of a site or a feed
        url: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// List the sources with their health
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Stop polling a source and forget it; its articles stay
    Remove {
        /// Its number or address, as `coranto source list` shows it
        source: String,
    },
    /// Add the sources of an OPML file
    Import {
        /// The file; - for standard input
        file: PathBuf,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Print all sources as OPML
    Export,
}

/// Options of `coranto refresh`.
#[derive(Debug, Args)]
pub struct Refresh {
    /// Number or address of one source; without it, all of them
    pub source: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `coranto reprocess`.
#[derive(Debug, Args)]
pub struct Reprocess {
    /// The stage to repeat
    #[arg(value_enum)]
    pub stage: StageArgument,
    /// Repeat it for every article, not only for those of an older version
    #[arg(long)]
    pub all: bool,
}

/// Stages that have results to bring up to date.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum StageArgument {
    /// Take the articles anew from the pages that are kept
    Scrape,
    /// Work out language and section anew
    Analyse,
    /// File into stories anew
    File,
}

/// Options of `coranto feed`.
#[derive(Debug, Args)]
pub struct Inspect {
    /// A file, an address, or - for standard input
    pub input: String,
    /// The address that a file came from, for relative links
    #[arg(long, value_name = "URL")]
    pub base: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

/// Options of `coranto page`.
#[derive(Debug, Args)]
pub struct InspectPage {
    /// Where the page is, and how to print it
    #[command(flatten)]
    pub inspect: Inspect,
    /// Print the body as HTML instead of text
    #[arg(long)]
    pub html: bool,
}
