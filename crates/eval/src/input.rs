//! The files with the cases. Errors are sentences that name the file, and the line where it is about one.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, anyhow};
use flate2::read::MultiGzDecoder;
use serde::de::DeserializeOwned;
use url::Url;

/// The values of a file with one JSON value a line, packed by gzip where its name ends in `.gz`. Empty lines are passed
/// over. A malformed line is an error among the values; a file that cannot be read is the only one.
pub fn rows<T: DeserializeOwned>(path: &Path) -> Vec<anyhow::Result<T>> {
    let is_packed = path.extension().is_some_and(|ending| ending == "gz");
    let bytes = if is_packed { unpack(path) } else { read(path) };
    match bytes {
        Ok(bytes) => rows_in(&bytes, path),
        Err(error) => vec![Err(error)],
    }
}

fn rows_in<T: DeserializeOwned>(bytes: &[u8], path: &Path) -> Vec<anyhow::Result<T>> {
    let lines = bytes.split(|byte| *byte == b'\n').zip(1_usize..);
    let lines = lines.filter(|(line, _)| !line.trim_ascii().is_empty());
    lines.map(|(line, number)| row(line, number, path)).collect()
}

fn row<T: DeserializeOwned>(line: &[u8], number: usize, path: &Path) -> anyhow::Result<T> {
    serde_json::from_slice(line).map_err(|error| {
        // It was handed one line, and would call each the first.
        let reason = error.to_string().replace(" at line 1 column ", ", column ");
        anyhow!("line {number} of {} is malformed: {reason}", path.display())
    })
}

/// The bytes of a file.
pub fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The bytes that are packed in a gzip file.
pub fn unpack(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| MultiGzDecoder::new(file).read_to_end(&mut bytes));
    read.with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(bytes)
}

/// The address that a case came from.
pub fn address(text: &str) -> anyhow::Result<Url> {
    Url::parse(text).with_context(|| format!("{text:?} is no address"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use serde::Deserialize;

    use super::{address, rows, rows_in};
    use crate::testing::packed;

    #[derive(Debug, Deserialize)]
    struct Row {
        id: String,
    }

    /// The identifiers, or the sentences about lines without one.
    fn shown(rows: Vec<anyhow::Result<Row>>) -> Vec<String> {
        rows.into_iter().map(|row| row.map_or_else(|error| format!("{error:#}"), |row| row.id)).collect()
    }

    #[test]
    fn lines_are_read_one_by_one() {
        let text = "{\"id\":\"a\"}\r\n\n{\"id\":1}\n{\"id\":\"b\",\"more\":[]}\n{";
        let shown = shown(rows_in(text.as_bytes(), Path::new("list.jsonl")));
        assert_eq!((shown.len(), shown[0].as_str(), shown[2].as_str()), (4, "a", "b"));
        assert!(shown[1].starts_with("line 3 of list.jsonl is malformed: invalid type"), "{}", shown[1]);
        assert!(shown[3].starts_with("line 5 of list.jsonl is malformed: "), "{}", shown[3]);
        assert!(!shown.concat().contains("line 1"));
    }

    #[test]
    fn files_may_be_packed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.jsonl.gz");
        std::fs::write(&path, packed("{\"id\":\"a\"}\n{\"id\":\"b\"}\n")).unwrap();
        assert_eq!(shown(rows(&path)), ["a", "b"]);
        std::fs::write(&path, "not packed").unwrap();
        let broken = shown(rows(&path));
        assert!(broken.len() == 1 && broken[0].contains("list.jsonl.gz cannot be read"), "{broken:?}");
        let missing = shown(rows(&folder.path().join("none.jsonl")));
        assert!(missing.len() == 1 && missing[0].contains("none.jsonl cannot be read"), "{missing:?}");
    }

    #[test]
    fn what_is_no_address_is_said() {
        assert_eq!(address("https://quay.example/a").unwrap().path(), "/a");
        assert!(format!("{:#}", address("quay").unwrap_err()).starts_with("\"quay\" is no address: "));
    }
}
