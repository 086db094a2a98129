//! Finds out whether there are examples in doc comments, which nextest does not run and cargo takes long to look for.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

/// Whether a source file under `folder` has one.
pub fn are_there(folder: &Path) -> Result<bool> {
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        let found = if path.is_dir() {
            are_there(&path)?
        } else {
            path.extension().is_some_and(|extension| extension == "rs")
                && has_one(&fs::read_to_string(&path)?)
        };
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}

fn has_one(source: &str) -> bool {
    let comments =
        source.lines().map(str::trim_start).filter(|line| line.starts_with("///") || line.starts_with("//!"));
    let mut is_open = false;
    for fence in comments.filter_map(|line| line.get(3..)?.trim_start().strip_prefix("```")) {
        if !is_open && !["text", "json", "toml", "html", "xml", "sh", "ignore"].contains(&fence.trim()) {
            return true;
        }
        is_open = !is_open;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::has_one;

    #[test]
    fn examples_are_told_from_other_blocks() {
        for (source, want) in [
            ("fn a() {}", false),
            ("/// Words with ``` in them.", false),
            ("    /// ```\n    /// a();\n    /// ```", true),
            ("//! ```text\n//! a\n//! ```\n", false),
            ("//! ```text\n//! a\n//! ```\n/// ```no_run\n", true),
            ("let a = \"```\";", false),
        ] {
            assert_eq!(has_one(source), want, "{source}");
        }
    }
}
