//! What is answered, before the delivery adds its own faults. In: what is asked for. Out: status, headers and body.

use std::io::Write;

use coranto_model::Millis;
use encoding_rs::WINDOWS_1251;
use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;

use super::documents::{self, CONSENT, LOGIN};
use super::fault::Fault;
use super::hostile;
use super::request::{Asked, Document};
use crate::feeds::rfc_822;

const HTML: &str = "text/html; charset=utf-8";
const RSS: &str = "application/rss+xml; charset=utf-8";

/// How long [`Fault::Unavailable`] asks to wait.
const UNAVAILABLE_MS: i64 = 2 * Millis::MINUTE;

/// Where and since when the faults are served.
pub(super) struct Place {
    pub(super) origin: String,
    pub(super) started: Millis,
}

/// An answer of HTTP.
pub(super) struct Answer {
    status: &'static str,
    headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Answer {
    fn new(status: &'static str, body: &str) -> Self {
        Self { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    fn ok(mime: &str, body: &str) -> Self {
        Self::new("200 OK", body).with("Content-Type", mime)
    }

    fn redirect(status: &'static str, fault: Fault, document: Document) -> Self {
        Self::new(status, "").with("Location", &format!("/{fault}/{}", document.file()))
    }

    /// What is not there.
    pub(super) fn missing() -> Self {
        Self::new("404 Not Found", "It is not here.\n")
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// Status and headers, and the lines in `more`. Without one on its length the body ends with the connection.
    pub(super) fn head(&self, more: &str) -> Vec<u8> {
        let headers: String =
            self.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("HTTP/1.1 {}\r\n{headers}{more}Connection: close\r\n\r\n", self.status).into_bytes()
    }

    /// All of it, as it should be.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head(&format!("Content-Length: {}\r\n", self.body.len()));
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// The same with the body packed.
    fn packed(mut self, times: usize) -> Self {
        for _ in 0..times {
            self.body = gzip(&self.body);
        }
        self.said_to_be_packed()
    }

    /// The same, labelled as gzip.
    fn said_to_be_packed(self) -> Self {
        self.with("Content-Encoding", "gzip")
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// The answer to a request.
pub(super) fn answer(asked: &Asked, place: &Place) -> Answer {
    let (fault, document) = (asked.fault, asked.document);
    if document == Document::FeedOfPages {
        return remembered(asked, place);
    }
    match fault {
        Fault::Good | Fault::Truncated | Fault::CutChunk => remembered(asked, place),
        Fault::Loop => Answer::redirect("302 Found", fault, document),
        Fault::Moved => Answer::redirect("301 Moved Permanently", Fault::Good, document),
        Fault::Gone => Answer::new("410 Gone", "It is gone for good.\n"),
        Fault::TooMany => Answer::new("429 Too Many Requests", "Not so fast.\n").with("Retry-After", "7"),
        Fault::TooManySilent => Answer::new("429 Too Many Requests", "Not so fast.\n"),
        Fault::Unavailable => {
            let later = Millis::from(Timestamp::now()).plus(UNAVAILABLE_MS);
            Answer::new("503 Service Unavailable", "Come again.\n").with("Retry-After", &rfc_822(later))
        }
        Fault::InTrouble => Answer::new("500 Internal Server Error", "Something broke.\n"),
        Fault::WrongCharset => {
            let mut answer = right(fault, document, place);
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            answer.body = WINDOWS_1251.encode(&text).0.into_owned();
            answer
        }
        Fault::WrongEncoding => right(fault, document, place).said_to_be_packed(),
        Fault::DoubleGzip => right(fault, document, place).packed(2),
        Fault::ConsentWall => Answer::ok(HTML, CONSENT),
        Fault::Login if document == Document::Feed => Answer::redirect("302 Found", fault, Document::Page(1)),
        Fault::Login => Answer::ok(HTML, LOGIN),
        Fault::Hostile if document == Document::Feed => Answer::ok(RSS, &hostile::feed(place)),
        Fault::Hostile => Answer::ok(HTML, &hostile::page()),
        Fault::Empty => Answer::ok(mime(document), ""),
        Fault::Html => right(fault, Document::Page(1), place),
        Fault::NotModifiedForEver => Answer::new("304 Not Modified", ""),
        // Theirs is the delivery.
        Fault::Slow | Fault::Drip | Fault::Broken | Fault::Bomb | Fault::Huge => {
            right(fault, document, place)
        }
    }
}

fn mime(document: Document) -> &'static str {
    match document {
        Document::Page(_) => HTML,
        Document::Feed | Document::FeedOfPages => RSS,
    }
}

/// What a good server would send.
fn right(fault: Fault, document: Document, place: &Place) -> Answer {
    let Place { origin, started } = place;
    let body = match document {
        Document::Page(number) => documents::page(fault, number, origin, *started),
        Document::Feed | Document::FeedOfPages => documents::feed(fault, origin, *started),
    };
    Answer::ok(mime(document), &body)
}

/// What a good server would send, or "not modified" for who has it already.
fn remembered(asked: &Asked, place: &Place) -> Answer {
    let etag = format!("\"{}-{}-{}\"", asked.fault, asked.document.file(), place.started.0);
    let answer = if asked.known.as_deref() == Some(etag.as_str()) {
        Answer::new("304 Not Modified", "")
    } else {
        right(asked.fault, asked.document, place)
    };
    answer.with("ETag", &etag)
}
