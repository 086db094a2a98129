//! Names and contents of our files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::metadata::root;

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 9] =
    ["common", "core", "helper", "helpers", "lib_common", "misc", "shared", "util", "utils"];

/// Folders that hold nothing of ours.
const NOT_OURS: [&str; 3] = [".git", "node_modules", "target"];

/// Where people's own folders are. In pieces, or this file would not pass.
const HOMES: [&str; 4] =
    [concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/ro", "ot/"), concat!("C:\\Us", "ers\\")];

/// All files under the root.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_symlink() || NOT_OURS.contains(&name.as_str()) {
                continue;
            }
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files
}

/// Path from the root.
fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap().display().to_string()
}

/// Names of the folders and of the file, without its ending.
fn has_empty_name(path: &str) -> bool {
    path.split('/').any(|part| EMPTY_NAMES.contains(&part.split('.').next().unwrap_or(part)))
}

/// Modules that are declared with a name that says nothing.
fn empty_modules(source: &str) -> Vec<&str> {
    let declared = source.lines().filter_map(|line| {
        let line = line.trim_start();
        let line =
            line.split_once(") ").filter(|(head, _)| head.starts_with("pub(")).map_or(line, |(_, rest)| rest);
        line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")
    });
    declared
        .map(|rest| rest.trim_end_matches([';', '{', ' ']))
        .filter(|name| EMPTY_NAMES.contains(name))
        .collect()
}

/// The piece of `text` that names a folder of one machine.
fn machine_path<'a>(text: &'a str, root: &str) -> Option<&'a str> {
    let homes = HOMES.iter().flat_map(|home| text.match_indices(home)).map(|(at, _)| at);
    // In the middle of an address such as example.org/home/news it is no folder.
    let mut homes =
        homes.filter(|at| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || "-_.~/}".contains(c)));
    let at = homes.next().or_else(|| text.find(&format!("{root}/")))?;
    text[at..].lines().next().map(|line| line.get(..60).unwrap_or(line))
}

#[test]
fn names_say_what_is_inside() {
    let mut wrong = Vec::new();
    for path in files() {
        let name = shown(&path);
        if name.starts_with("crates/") && has_empty_name(&name) {
            wrong.push(name.clone());
        }
        if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            wrong.extend(empty_modules(&source).into_iter().map(|module| format!("{name}: mod {module}")));
        }
    }
    assert!(wrong.is_empty(), "names for what a thing is, please: {wrong:#?}");
}

#[test]
fn nothing_names_a_folder_of_one_machine() {
    let root = root();
    let mut wrong = Vec::new();
    for path in files() {
        // Pictures and fonts are no text.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        if let Some(found) = machine_path(&text, root.to_str().unwrap()) {
            wrong.push(format!("{}: {found}", shown(&path)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_rules_of_names() {
    for (path, want) in [
        ("crates/a/src/utils.rs", true),
        ("crates/core/src/lib.rs", true),
        ("crates/a/src/common/mod.rs", true),
        ("crates/a/src/commons.rs", false),
        ("crates/a/src/score.rs", false),
    ] {
        assert_eq!(has_empty_name(path), want, "{path}");
    }
    let source = "mod util;\npub mod core {\n    pub(crate) mod misc;\n}\nmod utility;\nuse std::core;\n";
    assert_eq!(empty_modules(source), ["util", "core", "misc"]);
}

#[test]
fn the_rule_of_paths() {
    let home = HOMES[0];
    for (text, want) in [
        (format!("open {home}ada/news"), true),
        (format!("\"{home}ada\""), true),
        (format!("https://example.org{home}news"), false),
        ("see /srv/coranto/docs".to_owned(), true),
        ("see /srv/coranto-data".to_owned(), false),
        ("nothing".to_owned(), false),
    ] {
        assert_eq!(machine_path(&text, "/srv/coranto").is_some(), want, "{text}");
    }
}
