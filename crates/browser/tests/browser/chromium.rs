//! Chromium without a window, through its driver.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::look::{Look, Scheme};
use crate::webdriver::Post;

/// Nothing but our pages: no first-run pages, no up-dates, no calls home.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--hide-scrollbars",
    "--no-default-browser-check",
    "--no-first-run",
];

/// Longest wait for a page that should come soon. Long, because machines under test are busy.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// A browser with one window. Its driver ends when this is dropped, and the browser with it.
pub struct Browser {
    client: Client,
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts a driver on a free port, and a browser with a profile of its own.
    pub async fn start() -> Self {
        let driver = Driver::start();
        let profile = tempfile::Builder::new().prefix("coranto-browser-").tempdir().unwrap();
        let capabilities = capabilities(profile.path());
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let client = builder.capabilities(capabilities).connect(&driver.address()).await;
        let client = client.unwrap_or_else(|error| panic!("Chromium cannot be started: {error}"));
        Self { client, _driver: driver, _profile: profile }
    }

    /// Goes to an address and waits until it has loaded.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url} does not open: {error}"));
    }

    /// The address in the address bar.
    pub async fn address(&self) -> String {
        self.client.current_url().await.unwrap().to_string()
    }

    /// Sets window, scheme and the language that the browser asks for, for all pages from now on.
    pub async fn wear(&self, look: Look) {
        let (width, height) = (look.width, look.height());
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600 });
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics).await;
        self.prefer(look.scheme).await;
        let headers = json!({ "headers": { "Accept-Language": look.language } });
        self.devtools("Network.enable", &json!({})).await;
        self.devtools("Network.setExtraHTTPHeaders", &headers).await;
    }

    async fn prefer(&self, scheme: Scheme) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme.as_str() },
            // Nothing slides or fades while it is looked at.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.devtools("Emulation.setEmulatedMedia", &json!({ "features": features })).await;
    }

    /// Runs a script, whose `return` is the answer.
    pub async fn run<T: DeserializeOwned>(&self, script: &str) -> T {
        let answer = self.client.execute(script, Vec::new()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{error}: {script}"));
        serde_json::from_value(answer).unwrap_or_else(|error| panic!("{error}: {script}"))
    }

    /// Runs the body of an asynchronous function, whose `return` is the answer.
    pub async fn run_async<T: DeserializeOwned>(&self, body: &str) -> T {
        let script = format!(
            "const done = arguments[arguments.length - 1]; (async () => {{ {body} }})().then(done, error => done(String(error)));"
        );
        let answer = self.client.execute_async(&script, Vec::new()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{error}: {script}"));
        serde_json::from_value(answer.clone()).unwrap_or_else(|error| panic!("{error}: {answer}"))
    }

    /// Clicks on the first element that `selector` finds, and waits until the page that it leads to has loaded.
    pub async fn follow(&self, selector: &str) {
        let _: Option<bool> = self.run("window.isBefore = true").await;
        self.click(selector).await;
        let is_there = "return !window.isBefore && document.readyState === 'complete'";
        let begin = Instant::now();
        // Between two pages there is none that could answer.
        while !self.client.execute(is_there, Vec::new()).await.is_ok_and(|answer| answer == true) {
            assert!(begin.elapsed() < PATIENCE, "{selector} leads nowhere");
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Clicks on the first element that `selector` finds.
    pub async fn click(&self, selector: &str) {
        let element = self.find(selector).await;
        element.click().await.unwrap_or_else(|error| panic!("{selector} cannot be clicked: {error}"));
    }

    /// Types into a field.
    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.unwrap_or_else(|error| panic!("{selector} cannot be emptied: {error}"));
        field.send_keys(text).await.unwrap_or_else(|error| panic!("{selector} cannot be filled in: {error}"));
    }

    async fn find(&self, selector: &str) -> Element {
        let found = self.client.find(Locator::Css(selector)).await;
        found.unwrap_or_else(|error| panic!("there is no {selector}: {error}"))
    }

    /// Errors of the console since the last time: scripts, requests that failed, what the security policy stopped.
    pub async fn errors(&self) -> Vec<String> {
        let entries = self.client.issue_cmd(Post::console()).await.unwrap();
        let entries = entries.as_array().cloned().unwrap_or_default();
        let severe = entries.into_iter().filter(|entry| entry["level"] == "SEVERE");
        severe.map(|entry| entry["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// A picture of the whole page, as PNG.
    pub async fn photograph_page(&self) -> Vec<u8> {
        let metrics = self.devtools("Page.getLayoutMetrics", &json!({})).await;
        let size = &metrics["cssContentSize"];
        let clip = json!({ "x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1 });
        self.photograph(json!({ "captureBeyondViewport": true, "clip": clip })).await
    }

    /// A picture of what fits into the window, as PNG.
    pub async fn photograph_window(&self) -> Vec<u8> {
        self.photograph(json!({})).await
    }

    async fn photograph(&self, parameters: Value) -> Vec<u8> {
        let answer = self.devtools("Page.captureScreenshot", &parameters).await;
        BASE64_STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    async fn devtools(&self, command: &str, parameters: &Value) -> Value {
        let done = self.client.issue_cmd(Post::devtools(command, parameters)).await;
        done.unwrap_or_else(|error| panic!("{command}: {error}"))
    }
}

/// How often the driver is started before it is given up.
const TRIES: usize = 5;

/// ChromeDriver. When it is dropped it ends its browsers, and then itself.
struct Driver {
    process: Child,
    port: u16,
}

impl Driver {
    /// Starts it on a free port. It wants the same one on IPv4 and IPv6 and gives up where somebody has one of them, so it
    /// is started again.
    fn start() -> Self {
        let mut said = Vec::new();
        for _ in 0..TRIES {
            match Self::try_start() {
                Ok(driver) => return driver,
                Err(lines) => said = lines,
            }
        }
        panic!("chromedriver tells no port; it said: {}", said.join(" / "));
    }

    /// The driver, or what it said before it ended.
    fn try_start() -> Result<Self, Vec<String>> {
        let mut start = Command::new("chromedriver");
        let started = start.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let mut process = started.unwrap_or_else(|error| {
            panic!("chromedriver cannot be started ({error}): `cargo xtask test --only browser` installs it where it may")
        });
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut said = Vec::new();
        let port = lines.find_map(|line| {
            let port = line
                .split_once("started successfully on port ")
                .map(|(_, port)| port.trim_end_matches('.').parse());
            said.push(line);
            port?.ok()
        });
        // Reads on to the end, or the driver would wait for room in the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        if let Some(port) = port {
            return Ok(Self { process, port });
        }
        let _ = process.wait();
        Err(said)
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Asks it to end. Being killed it would leave its browsers behind.
    fn ask_to_end(&self) -> io::Result<()> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n",
            self.port
        )?;
        stream.read_to_end(&mut Vec::new()).map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if self.ask_to_end().is_err() {
            let _ = self.process.kill();
        }
        let _ = self.process.wait();
    }
}

fn capabilities(profile: &Path) -> Capabilities {
    let mut arguments: Vec<String> = ARGUMENTS.map(str::to_owned).into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    if is_root() {
        // Chromium's sandbox refuses root.
        arguments.push("--no-sandbox".to_owned());
    }
    let capabilities = json!({
        "browserName": "chrome",
        "goog:chromeOptions": { "args": arguments },
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": 60_000, "pageLoad": 60_000 },
    });
    match capabilities {
        Value::Object(capabilities) => capabilities,
        _ => Capabilities::new(),
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
