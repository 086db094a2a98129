//! How an answer is sent, by hand, for HTTP libraries do not lie about lengths. Every loop here has an end, waits for
//! the client to take what was sent, and ends with an error when the client has gone away.

use std::io::{self, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::FaultOptions;
use super::answer::Answer;
use super::fault::Fault;

/// What is sent at once of long bodies.
const BLOCK: usize = 64 * 1024;

/// Blocks of a bomb, unpacked: 200 MB.
const BOMB_BLOCKS: usize = 3_200;

/// Blocks of something huge: 2 GiB.
const HUGE_BLOCKS: usize = 32_768;

/// A header that ends in the middle.
const HALF_A_HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Len";

/// No HTTP, but the beginning of TLS.
const GARBAGE: &[u8] = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\xff\x00\x9d no HTTP \xfe\r\n\r\n";

/// Sends an answer with the fault. `turn` counts the fault's requests, from 0 on.
pub(super) async fn deliver(
    stream: &mut TcpStream,
    fault: Fault,
    answer: &Answer,
    turn: u64,
    options: FaultOptions,
) -> io::Result<()> {
    match fault {
        Fault::Slow => {
            sleep(Duration::from_millis(options.slow_ms)).await;
            stream.write_all(&answer.bytes()).await
        }
        Fault::Drip => drip(stream, answer, Duration::from_millis(options.drip_ms)).await,
        Fault::Broken => stream.write_all(if turn.is_multiple_of(2) { HALF_A_HEAD } else { GARBAGE }).await,
        Fault::Truncated => stream.write_all(&truncated(answer)).await,
        Fault::CutChunk => stream.write_all(&cut_chunk(answer)).await,
        Fault::Bomb => bomb(stream, answer).await,
        Fault::Huge => huge(stream, answer).await,
        _ => stream.write_all(&answer.bytes()).await,
    }
}

/// Byte by byte; spaces when the answer is at its end.
async fn drip(stream: &mut TcpStream, answer: &Answer, pause: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.write_all(&answer.head("")).await?;
    for byte in answer.body.iter().copied().chain(std::iter::repeat(b' ')) {
        stream.write_all(&[byte]).await?;
        sleep(pause).await;
    }
    Ok(())
}

/// Two thirds of what is announced.
fn truncated(answer: &Answer) -> Vec<u8> {
    let mut bytes = answer.bytes();
    bytes.truncate(bytes.len() - answer.body.len() / 3);
    bytes
}

/// One chunk, and half of another.
fn cut_chunk(answer: &Answer) -> Vec<u8> {
    if answer.body.is_empty() {
        return answer.bytes();
    }
    let (first, second) = answer.body.split_at(answer.body.len() / 2);
    let (sent, _) = second.split_at(second.len() / 2);
    let mut bytes = answer.head("Transfer-Encoding: chunked\r\n");
    for (announced, sent, end) in [(first.len(), first, "\r\n"), (second.len(), sent, "")] {
        bytes.extend_from_slice(format!("{announced:x}\r\n").as_bytes());
        bytes.extend_from_slice(sent);
        bytes.extend_from_slice(end.as_bytes());
    }
    bytes
}

/// The document, and a comment that is small only while it is packed. It is packed while it is sent.
async fn bomb(stream: &mut TcpStream, answer: &Answer) -> io::Result<()> {
    stream.write_all(&answer.head("Content-Encoding: gzip\r\n")).await?;
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&answer.body)?;
    encoder.write_all(b"<!-- ")?;
    let block = vec![b'A'; BLOCK];
    for _ in 0..BOMB_BLOCKS {
        encoder.write_all(&block)?;
        stream.write_all(&std::mem::take(encoder.get_mut())).await?;
        // Packing much to little may never have to wait for the client.
        tokio::task::yield_now().await;
    }
    encoder.write_all(b" -->\n")?;
    stream.write_all(&encoder.finish()?).await
}

/// The document, and spaces.
async fn huge(stream: &mut TcpStream, answer: &Answer) -> io::Result<()> {
    let length = answer.body.len().saturating_add(HUGE_BLOCKS.saturating_mul(BLOCK));
    stream.write_all(&answer.head(&format!("Content-Length: {length}\r\n"))).await?;
    stream.write_all(&answer.body).await?;
    let block = vec![b' '; BLOCK];
    for _ in 0..HUGE_BLOCKS {
        stream.write_all(&block).await?;
    }
    Ok(())
}
