//! Limits of bytes and time (behaviours 38, 39, 43).

use std::io::Write;

use coranto_net::{Client, FetchError, NetConfig, TimeoutKind};
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::server::{LIMIT_BYTES, Reply, Then, config, fetch, get, ok, script};

const BEGIN: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n";

/// A client that waits no longer than a test may take.
fn hasty(change: impl FnOnce(&mut NetConfig)) -> Client {
    let mut config = config(&["127.0.0.0/8"]);
    change(&mut config);
    Client::new(config).unwrap()
}

#[tokio::test]
async fn b38_what_is_too_large_is_not_taken() {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&vec![0; 10_000_000]).unwrap();
    let packed = gzip.finish().unwrap();
    let limit = usize::try_from(LIMIT_BYTES).unwrap();
    let script = script(move |path| match path {
        "/bomb" => Reply::from(ok(&packed, "Content-Encoding: gzip\r\n")),
        "/silent-bomb" => Reply::from(ok(&packed, "")),
        "/two-gigabytes" => Reply::new(format!("{BEGIN}Content-Length: 2147483648\r\n\r\n"), Then::Silence),
        "/endless" => Reply::new(format!("{BEGIN}\r\n"), Then::Flood),
        "/endless-rubbish" => {
            let begin = format!("{BEGIN}Content-Encoding: gzip\r\n\r\n");
            Reply::new([begin.as_bytes(), &packed[..packed.len() / 1_000]].concat(), Then::Flood)
        }
        "/just-right" => Reply::from(ok(&vec![b'x'; limit], "")),
        _ => Reply::from(ok(&vec![b'x'; limit + 1], "")),
    })
    .await;
    for path in ["/bomb", "/silent-bomb", "/two-gigabytes", "/endless", "/one-more"] {
        let error = get(&script, path).await.unwrap_err();
        assert!(matches!(error, FetchError::TooLarge { limit_bytes: LIMIT_BYTES, .. }), "{path}: {error}");
        assert!(!error.is_transient());
    }
    assert!(matches!(get(&script, "/endless-rubbish").await, Err(FetchError::TooLarge { .. })));
    assert_eq!(get(&script, "/just-right").await.unwrap().body.len(), limit);
}

#[tokio::test]
async fn b39_who_does_not_begin_to_answer_is_not_waited_for() {
    let client = hasty(|config| config.header_timeout_ms = 200);
    for then in [Then::Silence, Then::Drip] {
        let script = script(move |_| Reply::new(if then == Then::Drip { BEGIN } else { "" }, then)).await;
        let error = fetch(&client, &script.base).await.unwrap_err();
        assert!(
            matches!(error, FetchError::Timeout { what: TimeoutKind::Header, limit_ms: 200, .. }),
            "{error}"
        );
    }
}

#[tokio::test]
async fn b39_who_falls_silent_is_not_waited_for() {
    let client = hasty(|config| config.idle_timeout_ms = 200);
    let script = script(|_| Reply::new(format!("{BEGIN}\r\n<rss>"), Then::Silence)).await;
    let error = fetch(&client, &script.base).await.unwrap_err();
    assert!(matches!(error, FetchError::Timeout { what: TimeoutKind::Idle, .. }), "{error}");
}

#[tokio::test]
async fn b39_a_drip_ends_in_the_total_limit_and_holds_nobody_else() {
    let client = hasty(|config| config.total_timeout_ms = 1_000);
    let drip = script(|_| Reply::new(format!("{BEGIN}\r\n<rss>"), Then::Drip)).await;
    let quick = script(|_| ok(b"quick", "")).await;
    let slow = fetch(&client, &drip.base);
    let others = async {
        for _ in 0..3 {
            assert_eq!(&fetch(&client, &quick.base).await.unwrap().body[..], b"quick");
        }
    };
    let (slow, ()) = tokio::join!(slow, others);
    let error = slow.unwrap_err();
    assert!(matches!(error, FetchError::Timeout { what: TimeoutKind::Total, .. }), "{error}");
}

#[tokio::test]
async fn b39_redirects_share_the_total_limit() {
    let client = hasty(|config| config.total_timeout_ms = 300);
    let script = script(|path| {
        if path == "/" {
            Reply::from(crate::server::redirect(302, "/slow"))
        } else {
            Reply::new("", Then::Silence)
        }
    })
    .await;
    let error = fetch(&client, &script.base).await.unwrap_err();
    assert!(matches!(error, FetchError::Timeout { what: TimeoutKind::Total, .. }), "{error}");
}

#[tokio::test]
async fn b43_headers_have_a_limit() {
    let script = script(|path| match path {
        "/one" => ok(b"x", &format!("X-Long: {}\r\n", "a".repeat(100_000))),
        "/many" => ok(b"x", &"X-Short: a\r\n".repeat(200)),
        "/far-too-many" => ok(b"x", &"X-Short: a\r\n".repeat(9_000)),
        _ => ok(b"x", &format!("X-Endless: {}\r\n", "a".repeat(1_000_000))),
    })
    .await;
    for path in ["/one", "/far-too-many", "/endless"] {
        let error = get(&script, path).await.unwrap_err();
        assert!(matches!(error, FetchError::HeadersTooLarge { .. }), "{path}: {error}");
    }
    assert_eq!(get(&script, "/many").await.unwrap().status, 200);
}
