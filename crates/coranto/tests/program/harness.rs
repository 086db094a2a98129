//! Starts the program in a folder of its own and talks to it as a browser or a shell would.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longest wait for something that should come soon. Long, because machines under test are busy.
pub const PATIENCE: Duration = Duration::from_mins(2);

/// A data folder with a configuration for publishers on loopback.
pub struct Place {
    pub folder: TempDir,
    pub database: Option<String>,
}

/// How loopback publishers are polled in tests: without gaps, and with short pauses after failures.
pub const FAST: &str = "
allow_private = ['127.0.0.0/8', '.localhost']
access = 'single-reader'
[[zones]]
hosts = ['127.0.0.0/8', '.localhost']
policy = { gap_ms = 0, floor_ms = 1000, allowed_floor_ms = 1000, no_validator_floor_ms = 1000, cap_ms = 2000, error_base_ms = 50, error_cap_ms = 500 }
";

impl Place {
    /// A folder with SQLite and `configuration`.
    pub fn new(configuration: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("coranto.toml"), configuration).unwrap();
        Self { folder, database: None }
    }

    /// The same on a new PostgreSQL database of the server that `cargo xtask test` starts.
    pub fn on_postgres(configuration: &str) -> Self {
        let server = std::env::var("CORANTO_TEST_POSTGRES")
            .expect("CORANTO_TEST_POSTGRES names no server: run the tests with `cargo xtask test`");
        let name = format!("program_{}_{}", std::process::id(), fastrand());
        let made = Command::new("psql")
            .args(["--quiet", "--no-psqlrc", &format!("{}/postgres", server.trim_end_matches('/'))])
            .args(["--command", &format!("CREATE DATABASE {name}")])
            .output()
            .expect("psql is there");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let place = Self::new(configuration);
        Self { database: Some(format!("{}/{name}", server.trim_end_matches('/'))), ..place }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The program with `arguments` on this folder.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command.args(arguments).arg("--data").arg(self.path());
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }

    /// Runs the program to its end.
    pub fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs the program to its end, which must be a good one; what it printed.
    pub fn run_well(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Starts the server and waits for its address.
    pub fn serve(&self) -> Server {
        Server::start(self.command(&["serve", "--listen", "127.0.0.1:0", "--log", "warn"]))
    }
}

/// A number that is another one each time.
pub fn fastrand() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}

/// The program without the environment of whoever runs the tests.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coranto"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("CORANTO_") {
            command.env_remove(name);
        }
    }
    command.stdin(Stdio::null());
    command
}

/// A running server. Killed when it is dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
}

impl Server {
    pub fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let address = loop {
            let line = lines.recv_timeout(PATIENCE).expect("the server says that it is ready");
            if let Some(url) = line.strip_prefix("Coranto is ready: http://") {
                break url.trim_end_matches('/').parse().unwrap();
            }
        };
        Self { child, address }
    }

    /// The number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL, and wait until it is gone.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM; the exit code and how long it took.
    pub fn terminate(mut self) -> (Option<i32>, Duration) {
        let begin = Instant::now();
        let pid = self.pid().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        let status = self.child.wait().unwrap();
        (status.code(), begin.elapsed())
    }

    /// GETs a path; status, headers in lower case, and body.
    pub fn get(&self, path: &str) -> Answer {
        get(self.address, path)
    }

    /// The figure of a metric without labels.
    pub fn metric(&self, name: &str) -> f64 {
        let text = self.get("/metrics").body;
        let line = text.lines().find(|line| line.split(' ').next() == Some(name));
        line.unwrap_or_else(|| panic!("no metric {name} in\n{text}"))
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap()
    }

    /// Waits until `articles` can be read and none is on its way.
    pub fn wait_for_articles(&self, articles: usize) {
        wait_until(&format!("{articles} articles"), || {
            self.metric("coranto_articles") >= articles as f64
                && self.metric("coranto_articles_on_their_way") == 0.0
        });
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Looks again and again until `done`, or fails after [`PATIENCE`].
pub fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !done() {
        assert!(begin.elapsed() < PATIENCE, "still waiting for {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// An HTTP answer.
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// One GET over a connection of its own, by the plainest HTTP that there is.
pub fn get(address: SocketAddr, path: &str) -> Answer {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").expect("an HTTP answer");
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines.filter_map(|line| line.split_once(':'));
    Answer {
        status,
        headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned())).collect(),
        body: body.to_owned(),
    }
}

/// OPML of `feeds`.
pub fn opml(place: &Place, feeds: &[String]) -> PathBuf {
    let outlines: String =
        feeds.iter().map(|url| format!("<outline type=\"rss\" text=\"A\" xmlUrl=\"{url}\"/>\n")).collect();
    let file = place.path().join("sources.opml");
    std::fs::write(&file, format!("<opml version=\"2.0\"><body>{outlines}</body></opml>")).unwrap();
    file
}
