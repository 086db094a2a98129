//! Forms: read whole, bounded, and only when their token shows that a page of ours made them.

use std::collections::HashMap;

use axum::extract::{FromRequest, Multipart, Request};
use bytes::Bytes;
use http::header;

use crate::errors::{PageError, Refusal};
use crate::visit::Visit;

/// Largest form without files, in bytes.
pub const MAX_FORM_BYTES: usize = 64 * 1024;

/// Largest OPML file, in bytes.
pub const MAX_FILE_BYTES: usize = 8 * 1024 * 1024;

/// The name of the field that proves where a form comes from.
const TOKEN: &str = "token";

/// A form whose token is right.
pub struct Fields(HashMap<String, String>);

impl Fields {
    /// The text of a field without the white space around it; empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The text of a field as it was typed.
    pub fn raw(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = PageError;

    async fn from_request(request: Request, _: &S) -> Result<Self, PageError> {
        let visit = request.extensions().get::<Visit>().cloned().ok_or(PageError::Internal)?;
        let content_type = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        if !content_type.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
            return Err(PageError::BadRequest);
        }
        let bytes = axum::body::to_bytes(request.into_body(), MAX_FORM_BYTES)
            .await
            .map_err(|_| PageError::TooLarge)?;
        let fields: HashMap<String, String> =
            url::form_urlencoded::parse(&bytes).map(|(name, value)| (name.into(), value.into())).collect();
        check(&visit, fields.get(TOKEN).map_or("", String::as_str))?;
        Ok(Self(fields))
    }
}

/// A form with one file, whose token is right.
pub struct Upload {
    /// The file.
    pub file: Bytes,
    /// Where to go afterwards.
    pub back: String,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let visit = request.extensions().get::<Visit>().cloned().ok_or(PageError::Internal)?;
        let mut parts = Multipart::from_request(request, state).await.map_err(|_| PageError::BadRequest)?;
        let (mut is_checked, mut back) = (false, String::new());
        while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "file" {
                // The token stands before the file: nobody else's file is read at all.
                if !is_checked {
                    return Err(PageError::Forbidden(Refusal::Form));
                }
                let file = part.bytes().await.map_err(|error| broken(&error))?;
                return Ok(Self { file, back });
            }
            let text = part.text().await.map_err(|error| broken(&error))?;
            match name.as_str() {
                TOKEN => {
                    check(&visit, &text)?;
                    is_checked = true;
                }
                "back" => back = text,
                _ => {}
            }
        }
        Err(if is_checked { PageError::BadRequest } else { PageError::Forbidden(Refusal::Form) })
    }
}

fn broken(error: &axum::extract::multipart::MultipartError) -> PageError {
    if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        PageError::TooLarge
    } else {
        PageError::BadRequest
    }
}

fn check(visit: &Visit, token: &str) -> Result<(), PageError> {
    let is_ours = visit.form_binding().is_some_and(|binding| visit.web.keys.is_form_token(binding, token));
    if is_ours { Ok(()) } else { Err(PageError::Forbidden(Refusal::Form)) }
}

/// `path` if it leads to a page of this site, else `/`.
pub fn same_site(path: &str) -> &str {
    let is_ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && path.bytes().all(|byte| byte.is_ascii_graphic());
    if is_ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::same_site;

    #[test]
    fn nobody_is_led_to_another_site() {
        for (path, want) in [
            ("/en", "/en"),
            ("/article/1/a?b=c#d", "/article/1/a?b=c#d"),
            ("", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example", "/"),
            ("/a\r\nSet-Cookie: x", "/"),
            ("javascript:alert(1)", "/"),
        ] {
            assert_eq!(same_site(path), want, "{path}");
        }
    }
}
