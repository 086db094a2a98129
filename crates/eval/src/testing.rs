//! For the tests: folders of our own cases, and what a task says about them.

use std::fs;
use std::io::{self, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;

use crate::output::Output;

/// What a task said.
pub struct Heard {
    /// Its lines.
    pub lines: Vec<Value>,
    /// Its sentences about what it could not read.
    pub complaints: String,
    /// Whether there was a line for everything.
    pub is_whole: bool,
}

/// Listens to a task.
pub fn hear(task: impl FnOnce(&mut Output<'_>) -> io::Result<()>) -> Heard {
    let mut lines = Vec::<u8>::new();
    let mut complaints = Vec::<u8>::new();
    let mut output = Output::new(&mut lines, &mut complaints);
    task(&mut output).unwrap();
    let is_whole = output.finish().unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let lines = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    Heard { lines, complaints: String::from_utf8(complaints).unwrap(), is_whole }
}

/// A folder with these files in it.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// `text`, packed by gzip.
pub fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}
