//! Each fault by a client that knows nothing of HTTP and so sees what was sent.

use std::io::Read;

use encoding_rs::WINDOWS_1251;
use flate2::read::GzDecoder;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

use super::{Fault, FaultOptions, Faults};

/// An answer, as far as it was read.
struct Got {
    head: String,
    body: Vec<u8>,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

async fn start() -> Faults {
    Faults::start(FaultOptions { slow_ms: 50, drip_ms: 1, ..FaultOptions::default() }).await.unwrap()
}

/// What comes until the connection ends, or `most` bytes of it.
async fn raw(url: &Url, more: &str, most: u64) -> Vec<u8> {
    let mut stream = TcpStream::connect(url.socket_addrs(|| None).unwrap()[0]).await.unwrap();
    let request = format!("GET {} HTTP/1.1\r\nHost: x\r\n{more}\r\n", url.path());
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.take(most).read_to_end(&mut bytes).await.unwrap();
    bytes
}

fn parted(bytes: &[u8]) -> Got {
    let at = bytes.windows(4).position(|end| end == b"\r\n\r\n").expect("a head");
    Got { head: String::from_utf8(bytes[..at].to_vec()).unwrap(), body: bytes[at + 4..].to_vec() }
}

async fn get(url: &Url) -> Got {
    parted(&raw(url, "", u64::MAX).await)
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}

fn links(feed: &[u8]) -> Vec<Url> {
    let feed = feed_rs::parser::parse(feed).unwrap();
    feed.entries.iter().map(|entry| entry.links[0].href.parse().unwrap()).collect()
}

#[tokio::test]
async fn the_good_one_is_good() {
    let faults = start().await;
    let got = get(&faults.url(Fault::Good)).await;
    assert!(got.head.starts_with("HTTP/1.1 200 OK"), "{}", got.head);
    let links = links(&got.body);
    assert_eq!(links.len(), 3);
    for link in &links {
        let page = get(link).await;
        assert!(page.head.starts_with("HTTP/1.1 200 OK") && page.text().contains("<article><h1>"));
    }
    let etag = got.header("ETag").unwrap();
    let again = raw(&faults.url(Fault::Good), &format!("If-None-Match: {etag}\r\n"), u64::MAX).await;
    assert!(again.starts_with(b"HTTP/1.1 304 "));
    assert_eq!(faults.requests(Fault::Good), 5);
    assert_eq!(faults.requests(Fault::Slow), 0);
    faults.stop().await;
}

#[tokio::test]
async fn a_right_feed_leads_to_the_pages_of_every_fault() {
    let faults = start().await;
    for fault in Fault::ALL {
        let got = get(&faults.pages_url(fault)).await;
        let links = links(&got.body);
        assert_eq!(links.len(), 3, "{fault}");
        assert_eq!(links[0].path(), format!("/{fault}/page/1"));
        assert_eq!(links[0].port(), faults.page_url(fault).port(), "each has its own gate");
    }
    let mut missing = faults.url(Fault::Good);
    missing.set_path("/robots.txt");
    assert!(get(&missing).await.head.starts_with("HTTP/1.1 404 "));
    faults.stop().await;
}

#[tokio::test]
async fn statuses_and_headers_are_those_of_the_fault() {
    let faults = start().await;
    for (fault, status, header, value) in [
        (Fault::Slow, "200", "Content-Type", Some("application/rss+xml; charset=utf-8")),
        (Fault::Loop, "302", "Location", Some("/loop/feed.xml")),
        (Fault::Moved, "301", "Location", Some("/good/feed.xml")),
        (Fault::Gone, "410", "Location", None),
        (Fault::TooMany, "429", "Retry-After", Some("7")),
        (Fault::TooManySilent, "429", "Retry-After", None),
        (Fault::InTrouble, "500", "Retry-After", None),
        (Fault::ConsentWall, "200", "Content-Type", Some("text/html; charset=utf-8")),
        (Fault::Login, "302", "Location", Some("/login/page/1")),
        (Fault::Empty, "200", "Content-Length", Some("0")),
        (Fault::Html, "200", "Content-Type", Some("text/html; charset=utf-8")),
        (Fault::NotModifiedForEver, "304", "ETag", None),
        (Fault::WrongEncoding, "200", "Content-Encoding", Some("gzip")),
    ] {
        let got = get(&faults.url(fault)).await;
        assert!(got.head.starts_with(&format!("HTTP/1.1 {status} ")), "{fault}: {}", got.head);
        assert_eq!(got.header(header), value, "{fault}");
        assert_eq!(faults.requests(fault), 1);
    }
    let got = get(&faults.url(Fault::Unavailable)).await;
    assert!(got.head.starts_with("HTTP/1.1 503 "));
    let date = got.header("Retry-After").unwrap();
    assert!(date.ends_with(" GMT") && date.contains(", "), "{date}");
    assert!(get(&faults.page_url(Fault::Login)).await.text().contains("type=\"password\""));
    faults.stop().await;
}

#[tokio::test]
async fn connections_break_off() {
    let faults = start().await;
    let half = raw(&faults.url(Fault::Broken), "", u64::MAX).await;
    assert!(half.starts_with(b"HTTP/1.1 200 OK") && !half.windows(4).any(|end| end == b"\r\n\r\n"));
    assert!(!raw(&faults.url(Fault::Broken), "", u64::MAX).await.starts_with(b"HTTP"));
    for url in [faults.url(Fault::Truncated), faults.page_url(Fault::Truncated)] {
        let got = get(&url).await;
        let length: usize = got.header("Content-Length").unwrap().parse().unwrap();
        assert!(got.body.len() < length && got.body.len() > length / 2);
    }
    let got = get(&faults.url(Fault::CutChunk)).await;
    assert_eq!(got.header("Transfer-Encoding"), Some("chunked"));
    let text = got.text();
    let (size, rest) = text.split_once("\r\n").unwrap();
    let (_, rest) = rest.split_at(usize::from_str_radix(size, 16).unwrap());
    let (size, rest) = rest.strip_prefix("\r\n").unwrap().split_once("\r\n").unwrap();
    assert!(rest.len() < usize::from_str_radix(size, 16).unwrap(), "the second chunk is cut");
    faults.stop().await;
}

#[tokio::test]
async fn labels_lie() {
    let faults = start().await;
    for url in [faults.url(Fault::WrongCharset), faults.page_url(Fault::WrongCharset)] {
        let got = get(&url).await;
        assert!(got.header("Content-Type").unwrap().ends_with("utf-8"));
        assert!(std::str::from_utf8(&got.body).is_err());
        assert!(WINDOWS_1251.decode(&got.body).0.contains("Порт Дельмере"));
    }
    assert!(get(&faults.url(Fault::WrongEncoding)).await.text().starts_with("<?xml"));
    let got = get(&faults.url(Fault::DoubleGzip)).await;
    assert_eq!(got.head.matches("gzip").count(), 1);
    assert_eq!(links(&unpacked(&unpacked(&got.body))).len(), 3);
    faults.stop().await;
}

#[tokio::test]
async fn what_has_no_end_ends_with_its_client() {
    let faults = start().await;
    let got = parted(&raw(&faults.url(Fault::Drip), "", 200).await);
    assert_eq!((got.header("Content-Length"), &got.body[..5]), (None, &b"<?xml"[..]));
    let got = parted(&raw(&faults.url(Fault::Huge), "", 1_000_000).await);
    let length: u64 = got.header("Content-Length").unwrap().parse().unwrap();
    assert!(length > 2_000_000_000);
    assert!(got.body.starts_with(b"<?xml") && got.body.ends_with(b"  "));
    let got = parted(&raw(&faults.url(Fault::Bomb), "", 40_000).await);
    assert_eq!(got.header("Content-Encoding"), Some("gzip"));
    let mut out = Vec::new();
    // It is cut, and so ends with an error.
    GzDecoder::new(&got.body[..]).read_to_end(&mut out).unwrap_err();
    assert!(out.starts_with(b"<?xml") && out.len() > 50 * got.body.len(), "{}", out.len());
    // Nothing is left that would keep it from stopping.
    faults.stop().await;
}

#[tokio::test]
async fn the_hostile_one_is_hostile_in_every_part() {
    let faults = start().await;
    let feed = get(&faults.url(Fault::Hostile)).await;
    for part in ["<!ENTITY j", "&lt;script&gt;", "onerror=", "javascript:", "\u{202e}", "/hostile/page/3"] {
        assert!(feed.text().contains(part), "{part}");
    }
    assert!(!feed.body.contains(&0), "it is to be read, not refused");
    let page = get(&faults.page_url(Fault::Hostile)).await;
    assert!(page.text().matches("<div>").count() >= 5_000);
    for part in ["<script>", "onerror=", "<svg", "<math>", "\u{202e}", "\u{0}", "<plaintext>", "The council"]
    {
        assert!(page.text().contains(part), "{part}");
    }
    faults.stop().await;
}
