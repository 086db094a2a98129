//! Puts the visit before everything that asks who is there.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::errors::PageError;
use crate::state::WebState;
use crate::visit::{Peer, Visit};

/// Works out who asks.
pub async fn visit(State(web): State<WebState>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<Peer>().map(|peer| peer.address);
    match Visit::of(web, request.headers(), request.uri(), peer).await {
        Ok(visit) => {
            request.extensions_mut().insert(visit);
            next.run(request).await
        }
        Err(error) => PageError::Store(error).into_response(),
    }
}
