//! Runs the workspace's tests, with nextest or `cargo test`.

use anyhow::Result;

use crate::command::succeeds;
use crate::install::{self, Runner};
use crate::postgres::Cluster;
use crate::workspace;

/// The package whose tests need a browser.
const BROWSER: &str = "coranto-browser";

/// Which tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All of them.
    All,
    /// Those that need no browser.
    Unit,
    /// Those that need one.
    Browser,
    /// Those with a long form, in their long form.
    Soak,
}

/// The name that tests with a long form carry.
const SOAK: &str = "soak_or_short";

/// Builds and runs tests whose names contain `filter`; whether all passed. The runner's summary is the last that is
/// printed. Always the whole workspace is built: the tests want the program beside them, and building a part alone would
/// build its dependencies a second time with other features.
pub fn run(which: Which, filter: Option<&str>, cluster: Option<&Cluster>) -> Result<bool> {
    let mut cargo = workspace::cargo()?;
    match install::runner()? {
        Runner::Nextest => cargo.args(nextest(which)).args(filter),
        Runner::CargoTest => {
            if which == Which::Browser
                && !succeeds(workspace::cargo()?.args(["build", "--locked", "--bin", "coranto"]))?
            {
                return Ok(false);
            }
            cargo.args(cargo_test(which, filter))
        }
    };
    if which == Which::Soak {
        cargo.env("CORANTO_SOAK", "1");
    }
    if let Some(cluster) = cluster {
        cargo.env("CORANTO_TEST_POSTGRES", cluster.url());
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::env::split_paths(&path).chain([cluster.programs().to_owned()]);
        cargo.env("PATH", std::env::join_paths(folders)?);
    }
    succeeds(&mut cargo)
}

fn nextest(which: Which) -> Vec<String> {
    let mut words: Vec<String> = ["nextest", "run", "--workspace", "--locked"].map(str::to_owned).into();
    let chosen = match which {
        Which::All => return words,
        Which::Unit => format!("not package({BROWSER})"),
        Which::Browser => format!("package({BROWSER})"),
        Which::Soak => {
            words.push("--profile=soak".to_owned());
            format!("test({SOAK})")
        }
    };
    words.extend(["-E".to_owned(), chosen]);
    words
}

fn cargo_test(which: Which, filter: Option<&str>) -> Vec<&str> {
    let mut words = vec!["test", "--locked", "--no-fail-fast"];
    words.extend(match which {
        Which::All | Which::Soak => ["--workspace"].as_slice(),
        Which::Unit => &["--workspace", "--exclude", BROWSER],
        Which::Browser => &["--package", BROWSER],
    });
    words.push("--tests");
    // `cargo test` takes one filter; of two the person's own is the narrower.
    words.extend(filter.or((which == Which::Soak).then_some(SOAK)));
    words
}

#[cfg(test)]
mod tests {
    use super::{Which, cargo_test, nextest};

    #[test]
    fn each_kind_of_tests_is_chosen() {
        for (which, with_nextest, without) in [
            (Which::All, "", "--workspace --tests f"),
            (
                Which::Unit,
                " -E not package(coranto-browser)",
                "--workspace --exclude coranto-browser --tests f",
            ),
            (Which::Browser, " -E package(coranto-browser)", "--package coranto-browser --tests f"),
            (Which::Soak, " --profile=soak -E test(soak_or_short)", "--workspace --tests f"),
        ] {
            assert_eq!(nextest(which).join(" "), format!("nextest run --workspace --locked{with_nextest}"));
            assert_eq!(
                cargo_test(which, Some("f")).join(" "),
                format!("test --locked --no-fail-fast {without}")
            );
        }
        assert_eq!(cargo_test(Which::Soak, None).last(), Some(&"soak_or_short"));
    }
}
