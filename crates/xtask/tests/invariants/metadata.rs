//! The packages of the workspace and all that they depend on, as cargo sees them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// When a dependency is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// In the crate or its build script.
    Shipped,
    /// In tests and benchmarks alone.
    Tests,
}

/// One package.
#[derive(Clone, Debug)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// The licence expression of its manifest.
    pub licence: Option<String>,
    /// Direct dependencies by name.
    pub dependencies: BTreeSet<(String, Use)>,
    /// Whether it is of this workspace.
    pub is_ours: bool,
}

/// The root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_owned()
}

/// All packages of Cargo.lock, or those for this kind of machine where others have not been downloaded.
pub fn packages() -> Vec<Package> {
    let metadata = metadata(&[]).or_else(|_| metadata(&["--filter-platform", &host()]));
    let metadata: Value = serde_json::from_str(&metadata.unwrap_or_else(|error| panic!("{error}"))).unwrap();
    let members: BTreeSet<&str> =
        metadata["workspace_members"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
    metadata["packages"].as_array().unwrap().iter().map(|package| read(package, &members)).collect()
}

fn read(package: &Value, members: &BTreeSet<&str>) -> Package {
    let dependency = |value: &Value| {
        let used = if value["kind"] == "dev" { Use::Tests } else { Use::Shipped };
        (value["name"].as_str().unwrap().to_owned(), used)
    };
    Package {
        name: package["name"].as_str().unwrap().to_owned(),
        version: package["version"].as_str().unwrap().to_owned(),
        licence: package["license"].as_str().map(str::to_owned),
        dependencies: package["dependencies"].as_array().unwrap().iter().map(dependency).collect(),
        is_ours: members.contains(package["id"].as_str().unwrap()),
    }
}

/// The packages of this workspace.
pub fn ours() -> Vec<Package> {
    packages().into_iter().filter(|package| package.is_ours).collect()
}

/// For each package of ours, everything that gets into it, at any distance, tests aside.
pub fn shipped_in() -> BTreeMap<String, BTreeSet<String>> {
    let ours: Vec<String> = ours().into_iter().map(|package| package.name).collect();
    ours.into_iter().map(|name| (name.clone(), tree(&name))).collect()
}

/// `cargo tree` knows which optional dependencies are on; the manifests do not.
fn tree(package: &str) -> BTreeSet<String> {
    let arguments = ["--package", package, "--edges", "normal,build", "--prefix", "none", "--format", "{p}"];
    let lines = cargo(&[&["tree", "--locked", "--offline"], arguments.as_slice()].concat()).unwrap();
    lines.lines().filter_map(|line| Some(line.split(' ').next()?.to_owned())).collect()
}

fn metadata(more: &[&str]) -> Result<String, String> {
    cargo(&[&["metadata", "--format-version", "1", "--locked", "--offline"], more].concat())
}

/// The triple of this machine.
fn host() -> String {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).arg("-vV").output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    lines.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

fn cargo(arguments: &[&str]) -> Result<String, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo).current_dir(root()).args(arguments).output().unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}
