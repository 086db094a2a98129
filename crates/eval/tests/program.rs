//! The built program as people run it: exit codes, where the lines go, and the labelled data where it is at hand.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]
#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Pages of the labelled data that are looked at: a build without optimisation takes its time.
const PAGES: usize = 40;

fn eval(task: &str, rest: &[&OsStr]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_eval")).arg(task).args(rest).output().unwrap()
}

/// What was said on standard error.
fn complaints(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The identifiers of the lines in `text`.
fn ids(text: &str) -> Vec<String> {
    let line = |line: &str| serde_json::from_str::<Value>(line).unwrap()["id"].as_str().unwrap().to_owned();
    text.lines().filter(|text| !text.trim().is_empty()).map(line).collect()
}

/// A folder with one address to look at, and a line that is none.
fn addresses() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let cases = "{\"id\":\"a\",\"url\":\"https://quay.example/\",\"html\":\"\"}\n{\"id\":";
    fs::write(folder.path().join("discovery.jsonl"), cases).unwrap();
    folder
}

#[test]
fn a_task_that_does_not_exist_is_wrong_usage() {
    let output = eval("hashtags", &[OsStr::new("cases")]);
    assert_eq!(output.status.code(), Some(2));
    let complaints = complaints(&output);
    assert!(complaints.contains("there is no task hashtags yet; there are: feeds, "), "{complaints}");
    assert!(output.stdout.is_empty());
}

#[test]
fn what_cannot_be_read_is_said_after_all_that_can() {
    let folder = addresses();
    let output = eval("discovery", &[folder.path().as_os_str()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "{\"id\":\"a\",\"feeds\":[]}\n");
    let complaints = complaints(&output);
    assert!(complaints.starts_with("eval: line 2 of ") && complaints.lines().count() == 1, "{complaints}");
}

#[test]
fn lines_go_to_a_file_where_one_is_named() {
    let folder = addresses();
    let file = folder.path().join("lines.jsonl");
    let arguments = [folder.path().as_os_str(), OsStr::new("--out"), file.as_os_str()];
    let output = eval("discovery", &arguments);
    assert!(output.stdout.is_empty());
    assert_eq!(ids(&fs::read_to_string(&file).unwrap()), ["a"]);

    let nowhere = folder.path().join("none/lines.jsonl");
    let arguments = [folder.path().as_os_str(), OsStr::new("--out"), nowhere.as_os_str()];
    let output = eval("discovery", &arguments);
    assert_eq!(output.status.code(), Some(1));
    assert!(complaints(&output).contains("lines.jsonl cannot be written"));
}

#[test]
fn each_labelled_case_gets_one_line() {
    let Some(bench) = std::env::var_os("CORANTO_BENCH").map(PathBuf::from) else {
        println!("skipped: CORANTO_BENCH names no folder with labelled data");
        return;
    };
    let pages = first_pages(&bench.join("extraction"));
    let feeds = bench.join("feeds");
    for (task, folder, cases) in [
        ("feeds", feeds.as_path(), "cases.jsonl"),
        ("discovery", feeds.as_path(), "discovery.jsonl"),
        ("opml", feeds.as_path(), "opml.jsonl"),
        ("pages", pages.path(), "truth.jsonl"),
    ] {
        let output = eval(task, &[folder.as_os_str()]);
        let complaints = complaints(&output);
        assert!(output.status.success(), "{task}: {} {complaints}", output.status);
        assert!(!complaints.contains("panicked"), "{task}: {complaints}");
        let want = ids(&fs::read_to_string(folder.join(cases)).unwrap());
        assert!(!want.is_empty());
        assert_eq!(ids(&String::from_utf8(output.stdout).unwrap()), want, "{task}");
    }
}

/// A folder with the first pages of `extraction`.
fn first_pages(extraction: &Path) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("pages")).unwrap();
    let truth = fs::read_to_string(extraction.join("truth.jsonl")).unwrap();
    let truth = truth.lines().take(PAGES).collect::<Vec<_>>().join("\n");
    for id in ids(&truth) {
        let name = format!("pages/{id}.html.gz");
        fs::copy(extraction.join(&name), folder.path().join(&name)).unwrap();
    }
    fs::write(folder.path().join("truth.jsonl"), truth).unwrap();
    folder
}
