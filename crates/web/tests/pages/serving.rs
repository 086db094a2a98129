//! The server on a real socket.

use std::time::Duration;

use coranto_web::serve;
use http::StatusCode;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::app::TestApp;

/// The status of a plain request.
async fn ask(port: u16, host: &str, path: &str) -> StatusCode {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn it_answers_under_its_own_port_and_ends_when_it_is_asked_to() {
    let app = TestApp::public().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let stop = CancellationToken::new();
    let server = tokio::spawn(serve(listener, app.router.clone(), stop.clone()));
    assert_eq!(ask(port, &format!("127.0.0.1:{port}"), "/en").await, StatusCode::OK);
    assert_eq!(ask(port, &format!("localhost:{port}"), "/en").await, StatusCode::OK);
    assert_eq!(ask(port, "localhost", "/en").await, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(ask(port, "evil.example", "/en").await, StatusCode::MISDIRECTED_REQUEST);
    // Somebody who only holds a connection does not keep the server from ending.
    let idle = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stop.cancel();
    let ended = tokio::time::timeout(Duration::from_mins(1), server).await;
    assert!(ended.unwrap().unwrap().is_ok());
    drop(idle);
}
