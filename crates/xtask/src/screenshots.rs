//! `cargo xtask screenshots`: pictures of the demo's pages, for people to look at, and the one of the README.

use std::fs;

use anyhow::{Context as _, Result};

use crate::cli::Screenshots;
use crate::command::{say, succeeds, title};
use crate::{install, workspace};

/// The test that takes the pictures; it does nothing else, so the tests leave it out.
const PHOTOGRAPHER: [&str; 8] = [
    "test",
    "--workspace",
    "--locked",
    "--test=browser",
    "--",
    "--ignored",
    "--exact",
    "screenshots::every_page",
];

/// The picture for the README among the others.
const FOR_README: &str = "readme.png";

/// Whether the pictures were taken.
pub fn run(options: &Screenshots) -> Result<bool> {
    title("Screenshots", "cargo xtask screenshots");
    install::browser()?;
    let root = workspace::root()?;
    let out = std::path::absolute(&options.out).context("the folder for the pictures cannot be used")?;
    // Built anew each time: a picture of an older program would not be true.
    if !succeeds(workspace::cargo()?.args(["build", "--workspace", "--locked", "--bin=coranto"]))? {
        return Ok(false);
    }
    let program = workspace::target()?.join("debug/coranto");
    let mut photograph = workspace::cargo()?;
    photograph.args(PHOTOGRAPHER).env("CORANTO_SCREENSHOTS", &out).env("CORANTO_PROGRAM", program);
    if !succeeds(&mut photograph)? {
        return Ok(false);
    }
    if options.readme {
        let (from, to) = (out.join(FOR_README), root.join("docs/screenshot.png"));
        fs::copy(&from, &to)
            .with_context(|| format!("{} cannot be copied to {}", from.display(), to.display()))?;
    }
    say(format_args!("The pictures are in {}", out.display()));
    Ok(true)
}
