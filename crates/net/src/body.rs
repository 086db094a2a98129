//! Reading a body within its limits of bytes and time.

use std::time::Duration;

use bytes::Bytes;
use http::header;
use reqwest::Response;
use tokio::time::timeout;

use crate::config::NetConfig;
use crate::encoding::{Decoder, labels};
use crate::error::{FetchError, TimeoutKind};
use crate::explain::broken;

/// What packed bytes may be more than unpacked ones, beside an eighth: short bodies grow by packing.
const PACKED_SLACK_BYTES: u64 = 64 * 1024;

/// A body as far as it came.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    pub(crate) is_truncated: bool,
}

/// How the bytes ended.
enum End {
    Whole,
    Cut(reqwest::Error),
}

/// Reads and decodes the body of an answer from `host`, at most `limit_bytes` of it after decoding.
pub(crate) async fn read(
    mut response: Response,
    host: &str,
    limit_bytes: u64,
    config: &NetConfig,
) -> Result<Body, FetchError> {
    let too_large = || FetchError::TooLarge { host: host.to_owned(), limit_bytes };
    let wire_limit = limit_bytes.saturating_add(limit_bytes / 8).saturating_add(PACKED_SLACK_BYTES);
    if response.content_length().is_some_and(|length| length > wire_limit) {
        return Err(too_large());
    }
    let encodings: Vec<_> =
        response.headers().get_all(header::CONTENT_ENCODING).into_iter().cloned().collect();
    let mut decoder = Decoder::new(labels(&encodings), limit_bytes);
    let mut wire_bytes: u64 = 0;
    let idle = Duration::from_millis(config.idle_timeout_ms);
    let end = loop {
        let piece = timeout(idle, response.chunk()).await.map_err(|_| FetchError::Timeout {
            host: host.to_owned(),
            what: TimeoutKind::Idle,
            limit_ms: config.idle_timeout_ms,
        })?;
        match piece {
            Ok(Some(piece)) => {
                wire_bytes = wire_bytes.saturating_add(piece.len() as u64);
                if wire_bytes > wire_limit || decoder.push(&piece).is_err() {
                    return Err(too_large());
                }
            }
            Ok(None) => break End::Whole,
            Err(error) => break End::Cut(error),
        }
    };
    let body = decoder.finish().map_err(|_| too_large())?;
    match end {
        // Whole entries before the cut may be of use (behaviour 40), but nothing is of none.
        End::Cut(error) if body.bytes.is_empty() => Err(broken(&error, host.to_owned())),
        End::Whole if body.bytes.is_empty() && body.is_broken => {
            let named =
                encodings.iter().map(|value| String::from_utf8_lossy(value.as_bytes())).collect::<Vec<_>>();
            let encoding = if named.is_empty() { "gzip".to_owned() } else { named.join(", ") };
            Err(FetchError::BadEncoding { host: host.to_owned(), encoding })
        }
        end => {
            Ok(Body { bytes: body.bytes.into(), is_truncated: body.is_broken || matches!(end, End::Cut(_)) })
        }
    }
}
