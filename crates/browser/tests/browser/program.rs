//! The program under test.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use tempfile::TempDir;

/// Longest wait for a line that should come soon. Long, because machines under test are busy.
const PATIENCE: Duration = Duration::from_mins(2);

/// How the line begins that tells the address.
const READY: &str = "Coranto is ready: ";

/// How the line begins that tells where the first admin is made.
const BECOME_ADMIN: &str = "Make yourself the admin here: ";

/// A running server. Killed when it is dropped.
pub struct Program {
    child: Child,
    lines: mpsc::Receiver<String>,
    /// Address without the last slash.
    pub address: String,
    _data: Option<TempDir>,
}

impl Program {
    /// The demo, with all articles of its publishers and no new ones.
    pub fn demo() -> Self {
        Self::start(&["demo", "--listen", "127.0.0.1:0", "--every", "86400"], None)
    }

    /// A new newspaper without readers or sources, and the address for its first admin.
    pub fn empty() -> (Self, String) {
        let data = tempfile::tempdir().unwrap();
        let folder = data.path().to_str().unwrap().to_owned();
        let program = Self::start(&["serve", "--listen", "127.0.0.1:0", "--data", &folder], Some(data));
        let admin = program.line(BECOME_ADMIN);
        (program, admin)
    }

    fn start(arguments: &[&str], data: Option<TempDir>) -> Self {
        let file = file();
        assert!(
            file.is_file(),
            "{} is not built: `cargo build` does it, and so does `cargo xtask test --only browser`",
            file.display()
        );
        let mut command = Command::new(file);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("CORANTO_") {
                command.env_remove(name);
            }
        }
        let mut child = command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        // Reads on to the end, or the program would wait for room in the pipe.
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut program = Self { child, lines, address: String::new(), _data: data };
        program.line(READY).trim_end_matches('/').clone_into(&mut program.address);
        program
    }

    /// The rest of the next line that begins with `begin`.
    fn line(&self, begin: &str) -> String {
        loop {
            let line = self.lines.recv_timeout(PATIENCE);
            let line = line.unwrap_or_else(|_| panic!("the program does not say {begin:?}"));
            if let Some(rest) = line.strip_prefix(begin) {
                return rest.to_owned();
            }
        }
    }

    /// The address of `path`.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The program that CORANTO_PROGRAM names, or the one that was built with this test: beside its folder.
fn file() -> PathBuf {
    let named = std::env::var_os("CORANTO_PROGRAM").map(PathBuf::from);
    named.unwrap_or_else(|| profile_folder().join(format!("coranto{}", std::env::consts::EXE_SUFFIX)))
}

/// `target/debug`, or that of another profile.
fn profile_folder() -> PathBuf {
    std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned()
}

/// The folder that cargo builds into.
pub fn target_folder() -> PathBuf {
    profile_folder().parent().unwrap().to_owned()
}
