//! Bodies: encodings, cuts, versions of HTTP.

use std::io::Write;

use coranto_net::FetchError;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::server::{Reply, Then, config, fetch, get, ok, script, script_on};

const TEXT: &[u8] = b"<rss><channel><title>the same bytes</title></channel></rss>";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[tokio::test]
async fn b37_encodings_are_undone_whatever_their_label() {
    let script = script(|path| match path {
        "/gzip" => ok(&gzip(TEXT), "Content-Encoding: gzip\r\n"),
        "/zstd" => ok(&zstd::encode_all(TEXT, 3).unwrap(), "Content-Encoding: zstd\r\n"),
        "/plain-said-gzip" => ok(TEXT, "Content-Encoding: gzip\r\n"),
        "/gzip-said-plain" => ok(&gzip(TEXT), ""),
        "/double" => ok(&gzip(&gzip(TEXT)), "Content-Encoding: gzip\r\n"),
        "/two-headers" => ok(&gzip(&gzip(TEXT)), "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n"),
        _ => ok(TEXT, "Content-Encoding: none\r\n"),
    })
    .await;
    for path in ["/gzip", "/zstd", "/plain-said-gzip", "/gzip-said-plain", "/double", "/two-headers", "/none"]
    {
        let answer = get(&script, path).await.unwrap();
        assert_eq!((&answer.body[..], answer.truncated), (TEXT, false), "{path}");
    }
}

#[tokio::test]
async fn b37_what_cannot_be_unpacked_is_an_error_with_its_encoding() {
    let script = script(|_| ok(b"\x1f\x8b\x08 this is no gzip at all", "Content-Encoding: gzip\r\n")).await;
    let error = get(&script, "/").await.unwrap_err();
    assert!(matches!(&error, FetchError::BadEncoding { encoding, .. } if encoding == "gzip"), "{error}");
}

#[tokio::test]
async fn b40_cut_answers_are_kept_and_marked() {
    let packed = gzip(TEXT);
    let cut = packed[..packed.len() - 4].to_vec();
    let script = script(move |path| match path {
        "/length" => b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<rss>".to_vec(),
        "/chunk" => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n30\r\nmore".to_vec(),
        "/garbled" => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\nzzz\r\n".to_vec(),
        _ => ok(&cut, "Content-Encoding: gzip\r\n"),
    })
    .await;
    for (path, want) in
        [("/length", &b"<rss>"[..]), ("/chunk", b"<rss>more"), ("/garbled", b"<rss>"), ("/gzip", TEXT)]
    {
        let answer = get(&script, path).await.unwrap();
        assert!(answer.truncated, "{path}");
        assert_eq!(&answer.body[..], want, "{path}");
    }
}

#[tokio::test]
async fn b40_a_cut_before_the_first_byte_is_an_error() {
    let script = script(|_| b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n".to_vec()).await;
    let error = get(&script, "/").await.unwrap_err();
    assert!(matches!(error, FetchError::HungUp { .. }), "{error}");
    assert!(error.is_transient());
}

#[tokio::test]
async fn b43_old_and_odd_http_is_understood() {
    let script = script(|path| match path {
        "/1.0" => b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss/>".to_vec(),
        "/early" => b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>"
            .to_vec(),
        "/odd" => b"HTTP/1.1 200 \r\nX Broken\r\nServer : x\r\nContent-Length: 6\r\n\r\n<rss/>".to_vec(),
        _ => b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6;x=y\r\n<rss/>\r\n0\r\nTrailer: x\r\n\r\n".to_vec(),
    })
    .await;
    for path in ["/1.0", "/early", "/odd", "/chunked"] {
        let answer = get(&script, path).await.unwrap();
        assert_eq!(
            (answer.status, &answer.body[..], answer.truncated),
            (200, &b"<rss/>"[..], false),
            "{path}"
        );
    }
}

#[tokio::test]
async fn b43_both_families_of_addresses_are_tried() {
    let client = coranto_net::Client::new(config(&["localhost", "::1"])).unwrap();
    for address in ["127.0.0.1:0", "[::1]:0"] {
        // A machine without IPv6 has nothing to try.
        let Ok(script) = script_on(address, |_| ok(b"here", "")).await else { continue };
        let mut url = script.base.clone();
        url.set_host(Some("localhost")).unwrap();
        assert_eq!(&fetch(&client, &url).await.unwrap().body[..], b"here", "{address}");
    }
}

#[tokio::test]
async fn statuses_are_answers() {
    let script = script(|path| {
        let status = path.trim_start_matches('/');
        Reply::new(
            format!("HTTP/1.1 {status} X\r\nContent-Length: 2\r\nRetry-After: 120\r\n\r\nno"),
            Then::Close,
        )
    })
    .await;
    for status in [300, 301, 404, 410, 429, 500, 503, 599] {
        let answer = get(&script, &format!("/{status}")).await.unwrap();
        assert_eq!((answer.status, answer.header("retry-after")), (status, Some("120")));
    }
}
