//! A proxy on loopback that stands for the whole internet: it answers with recorded documents in the place of their
//! hosts, and 404 for everything else. Secure connections, into which it could not look, are refused. A program that
//! sends it all its requests reaches nobody outside.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;
use url::Url;

/// A document as its publisher's server sent it.
#[derive(Clone)]
pub struct Recorded {
    pub url: Url,
    pub content_type: Option<String>,
    pub bytes: Bytes,
}

type Documents = Arc<HashMap<String, Recorded>>;

/// Starts the proxy; it ends with the test's runtime.
pub async fn start(documents: impl IntoIterator<Item = Recorded>) -> SocketAddr {
    let documents: Documents =
        Arc::new(documents.into_iter().map(|document| (document.url.to_string(), document)).collect());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(answer).with_state(documents);
    tokio::spawn(async move {
        axum::serve(listener, router).await.unwrap();
    });
    address
}

/// Requests to a proxy name the whole address (RFC 9112, section 3.2.2).
async fn answer(State(documents): State<Documents>, method: Method, uri: Uri) -> Response {
    if method == Method::CONNECT {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    match documents.get(&uri.to_string()) {
        Some(document) => send(document),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn send(document: &Recorded) -> Response {
    let mut response = Response::new(Body::from(document.bytes.clone()));
    if let Some(kind) = &document.content_type {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_str(kind).unwrap());
    }
    response
}
