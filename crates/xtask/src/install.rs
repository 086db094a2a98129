//! Installs what the tests need and the machine lacks: Debian packages as root or with sudo, cargo-nextest, axe-core.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::command::{output, run, say, succeeds};
use crate::{postgres, workspace};

/// Version of the accessibility checker: another one brings other rules, so it is changed on purpose.
const AXE_VERSION: &str = "4.14.1";

/// What a Debian package is there for.
struct Need {
    /// In words.
    what: &'static str,
    package: &'static str,
    is_there: fn() -> bool,
}

const POSTGRES: &[Need] = &[
    Need {
        what: "the PostgreSQL server",
        package: "postgresql",
        is_there: || postgres::programs().is_some(),
    },
    Need {
        what: "psql",
        package: "postgresql-client",
        is_there: || postgres::programs().is_some_and(|folder| folder.join("psql").is_file()),
    },
];

const BROWSER: &[Need] = &[
    Need {
        what: "Chromium",
        package: "chromium",
        is_there: || workspace::program(&["chromium", "chromium-browser", "google-chrome"]).is_some(),
    },
    Need {
        what: "ChromeDriver",
        package: "chromium-driver",
        is_there: || workspace::program(&["chromedriver"]).is_some(),
    },
    Need {
        what: "fontconfig",
        package: "fontconfig",
        is_there: || workspace::program(&["fc-list"]).is_some(),
    },
    Need { what: "an Arabic font", package: "fonts-noto-core", is_there: has_arabic_font },
    Need { what: "npm", package: "npm", is_there: || workspace::program(&["npm"]).is_some() },
];

/// How tests are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runner {
    /// cargo-nextest: each test in a process of its own, and a summary at the end.
    Nextest,
    /// `cargo test`, where nextest cannot be had.
    CargoTest,
}

/// PostgreSQL.
pub fn postgres() -> Result<()> {
    packages(POSTGRES)
}

/// Chromium with its driver, fonts, and axe-core.
pub fn browser() -> Result<()> {
    packages(BROWSER)?;
    axe()
}

/// cargo-nextest, or else the way to go without it.
pub fn runner() -> Result<Runner> {
    let is_there = || output(Command::new("cargo").args(["nextest", "--version"])).is_some();
    if is_there() {
        return Ok(Runner::Nextest);
    }
    say("cargo-nextest is missing: installing it");
    let mut install = workspace::cargo()?;
    if succeeds(install.args(["install", "cargo-nextest", "--locked"]))? && is_there() {
        return Ok(Runner::Nextest);
    }
    say("cargo-nextest cannot be installed: the tests run with `cargo test`");
    Ok(Runner::CargoTest)
}

fn packages(needs: &[Need]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.is_there)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let what = missing.iter().map(|need| need.what).collect::<Vec<_>>().join(", ");
    let names: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let by_hand = format!("install it yourself; on Debian: apt-get install {}", names.join(" "));
    say(format_args!("missing: {what}"));
    if workspace::program(&["apt-get"]).is_none() {
        bail!("the tests need {what}, and this machine has no apt-get: {by_hand}");
    }
    let Some(root) = as_root() else {
        bail!("the tests need {what}, and neither root nor sudo without a password is at hand: {by_hand}");
    };
    let apt = |arguments: &[&str]| -> Result<()> {
        let mut words = root.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        let mut command = Command::new(words.next().unwrap_or("env"));
        run(command.args(words).args(arguments)).with_context(|| by_hand.clone())
    };
    apt(&["update"])?;
    apt(&[&["install", "-y", "--no-install-recommends"], names.as_slice()].concat())?;
    if let Some(need) = missing.iter().find(|need| !(need.is_there)()) {
        bail!("{} is still missing after the package {} was installed", need.what, need.package);
    }
    Ok(())
}

/// What goes before a command that only root may run; `None` when we may not.
fn as_root() -> Option<&'static [&'static str]> {
    if is_root() {
        return Some(&[]);
    }
    output(Command::new("sudo").args(["-n", "true"])).map(|_| ["sudo", "-n"].as_slice())
}

/// Whether this process is root's.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

fn has_arabic_font() -> bool {
    output(Command::new("fc-list").arg(":lang=ar")).is_some_and(|fonts| !fonts.trim().is_empty())
}

/// Puts axe-core into the target folder. Without it the accessibility test fails and says so, the others run.
fn axe() -> Result<()> {
    let folder = workspace::target()?.join("npm");
    let manifest = fs::read_to_string(folder.join("node_modules/axe-core/package.json")).unwrap_or_default();
    if manifest.contains(&format!("\"version\": \"{AXE_VERSION}\"")) {
        return Ok(());
    }
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let package = format!("axe-core@{AXE_VERSION}");
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        &package,
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-save",
        "--loglevel=error",
    ]);
    if !succeeds(npm.arg("--prefix").arg(&folder))? {
        say(format_args!("{package} cannot be had from npm: the accessibility test is going to fail"));
    }
    Ok(())
}
