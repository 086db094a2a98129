//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory as _, Parser, Subcommand};

/// Writes what Coranto finds in labelled cases, one JSON line a case, for a score script to compare.
#[derive(Debug, Parser)]
#[command(
    name = "eval",
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 every case has its line, 1 something could not be read or written (a sentence each \
                  says what), 2 wrong usage."
)]
pub struct Cli {
    /// What to look at.
    #[command(subcommand)]
    pub task: Task,
    /// File for the lines, instead of standard output
    #[arg(long, global = true, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// The tasks. One does not exist before the crate that does its work.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Read feeds
    Feeds {
        /// Folder with cases.jsonl and the feeds that it names
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Find the feeds that pages and addresses lead to
    Discovery {
        /// Folder with discovery.jsonl
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Read lists of subscriptions
    Opml {
        /// Folder with opml.jsonl
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Take the articles from web pages, each with the milliseconds that it took
    Pages {
        /// Folder with truth.jsonl and pages/ID.html.gz
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// File a stream of articles into stories
    Stories {
        /// NAME.jsonl or NAME.jsonl.gz, an article a line in the order of the stream
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Reads the command line. The error knows its exit code.
pub fn parse<I, T>(arguments: I) -> Result<Cli, clap::Error>
where
    I: IntoIterator<Item = T>,
    T: Into<OsString> + Clone,
{
    Cli::try_parse_from(arguments).map_err(|error| match unknown_task(&error) {
        Some(name) => no_task(&name),
        None => error,
    })
}

/// The name of the task that was asked for, where there is none of that name.
fn unknown_task(error: &clap::Error) -> Option<String> {
    match error.get(ContextKind::InvalidSubcommand) {
        Some(ContextValue::String(name)) => Some(name.clone()),
        _ => None,
    }
}

fn no_task(name: &str) -> clap::Error {
    let mut command = Cli::command();
    let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let sentence = format!("there is no task {name} yet; there are: {}", known.join(", "));
    command.error(ErrorKind::InvalidSubcommand, sentence)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::{Cli, Task, parse};

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
        let cli = parse(["eval", "feeds", "cases", "--out", "lines.jsonl"]).unwrap();
        assert!(matches!(cli.task, Task::Feeds { folder } if folder.as_os_str() == "cases"));
        assert_eq!(cli.out.unwrap().as_os_str(), "lines.jsonl");
    }

    #[test]
    fn wrong_usage_is_said() {
        for (words, want) in [
            (
                "eval hashtags cases",
                "there is no task hashtags yet; there are: feeds, discovery, opml, pages, stories",
            ),
            ("eval page cases", "there is no task page yet"),
            ("eval pages", "<DIR>"),
            ("eval pages cases --loud", "--loud"),
            ("eval", "Usage"),
        ] {
            let error = parse(words.split(' ')).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{words}");
            assert!(error.to_string().contains(want), "{words}: {error}");
        }
    }
}
