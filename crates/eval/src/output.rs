//! What a run says: prediction lines, and sentences about what could not be read. The only place that prints.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

/// Where the lines and the sentences of a run go.
pub struct Output<'a> {
    lines: &'a mut dyn Write,
    complaints: &'a mut dyn Write,
    is_whole: bool,
}

impl<'a> Output<'a> {
    /// Nothing is said yet.
    pub fn new(lines: &'a mut dyn Write, complaints: &'a mut dyn Write) -> Self {
        Self { lines, complaints, is_whole: true }
    }

    /// Writes a line; where there is none, the sentence that says why.
    pub fn say(&mut self, line: anyhow::Result<impl Serialize>) -> io::Result<()> {
        match line {
            Ok(line) => {
                serde_json::to_writer(&mut *self.lines, &line)?;
                self.lines.write_all(b"\n")
            }
            Err(error) => {
                self.is_whole = false;
                complain(self.complaints, &error);
                Ok(())
            }
        }
    }

    /// Sees that everything is written. Whether there was a line for everything.
    pub fn finish(self) -> io::Result<bool> {
        self.lines.flush()?;
        Ok(self.is_whole)
    }
}

/// The file for the lines, or standard output.
pub fn open(file: Option<&Path>) -> anyhow::Result<Box<dyn Write>> {
    let Some(file) = file else { return Ok(Box::new(BufWriter::new(io::stdout()))) };
    let opened = File::create(file).with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(Box::new(BufWriter::new(opened)))
}

/// The one sentence about what went wrong.
pub fn complain(complaints: &mut dyn Write, error: &anyhow::Error) {
    // Nobody is left to tell when standard error is gone.
    let _ = writeln!(complaints, "eval: {error:#}");
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use crate::testing::hear;

    #[test]
    fn a_sentence_does_not_end_a_run() {
        let heard = hear(|output| {
            output.say(Ok("one"))?;
            let missing: anyhow::Result<&str> = Err(anyhow!("cause").context("the second is missing"));
            output.say(missing)?;
            output.say(Ok("three"))
        });
        assert_eq!(heard.lines, ["one", "three"]);
        assert_eq!(heard.complaints, "eval: the second is missing: cause\n");
        assert!(!heard.is_whole);
    }
}
