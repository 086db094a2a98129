//! Runs the router on a listener: connections with bounds, and an end that lets open requests finish.
//!
//! HTTP/1.1 alone: no browser speaks HTTP/2 without TLS, and proxies need not.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt as _;

use crate::visit::Peer;

/// Longest time from the start of a connection, or from an answer, to the end of the next request's head: who sends it
/// drop by drop or not at all is cut off.
const HEAD_TIMEOUT: Duration = Duration::from_secs(20);

/// How long open requests may take when the server stops.
const GRACE: Duration = Duration::from_secs(3);

/// Connections at the same time.
const MAX_CONNECTIONS: usize = 4_096;

/// Pause after the system refused a connection, for want of file handles for example.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// Serves until `shutdown`, then waits some seconds for open requests.
pub async fn serve(listener: TcpListener, router: Router, shutdown: CancellationToken) -> io::Result<()> {
    serve_with(listener, router, shutdown, HEAD_TIMEOUT).await
}

async fn serve_with(
    listener: TcpListener,
    router: Router,
    shutdown: CancellationToken,
    head_timeout: Duration,
) -> io::Result<()> {
    let our_port = listener.local_addr()?.port();
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(head_timeout);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            next = next => next,
            () = shutdown.cancelled() => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                pause(&error).await;
                continue;
            }
        };
        // Small answers go out at once; a socket that cannot do so still works.
        let _ = stream.set_nodelay(true);
        let service = service(router.clone(), Peer { address: address.ip(), our_port });
        let connection = graceful.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection broke off");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests did not end in time");
    }
    Ok(())
}

async fn pause(error: &io::Error) {
    let is_of_connection = matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    );
    if !is_of_connection {
        tracing::warn!(%error, "a connection could not be taken");
        tokio::time::sleep(ACCEPT_PAUSE).await;
    }
}

fn service(
    router: Router,
    peer: Peer,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = Infallible,
    Future = impl Future<Output = Result<axum::response::Response, Infallible>> + Send + 'static,
> {
    service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        router.clone().oneshot(request)
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::Router;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};
    use tokio_util::sync::CancellationToken;

    use super::serve_with;

    /// What the server sends to a client that sends `begin` and then nothing, until it closes the connection.
    async fn until_cut_off(port: u16, begin: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(begin.as_bytes()).await.unwrap();
        let mut answer = String::new();
        let read = stream.read_to_string(&mut answer);
        let read = tokio::time::timeout(Duration::from_mins(1), read).await;
        read.expect("the server holds the connection").unwrap();
        answer
    }

    #[tokio::test]
    async fn who_sends_nothing_is_cut_off() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let router = Router::new().route("/", get(|| async { "here" }));
        let stop = CancellationToken::new();
        let server = tokio::spawn(serve_with(listener, router, stop.clone(), Duration::from_millis(200)));
        let head = "GET / HTTP/1.1\r\nHost: localhost\r\n";
        for begin in ["", "GET", head] {
            let answer = until_cut_off(port, begin).await;
            assert!(!answer.contains("here"), "{begin:?} gave {answer}");
        }
        // Neither may an answered request be the last for ever.
        let answer = until_cut_off(port, &format!("{head}\r\n")).await;
        assert!(answer.ends_with("here"), "{answer}");
        stop.cancel();
        assert!(server.await.unwrap().is_ok());
    }
}
