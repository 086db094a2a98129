//! The cookies: a session, a visit to bind forms to, the chosen edition. Nothing else is kept in browsers.

use std::fmt::Write as _;

use axum::response::Response;
use coranto_model::{Edition, Millis};
use http::{HeaderMap, HeaderValue, header};

/// How long a session lasts, in milliseconds: 30 days.
pub const SESSION_MS: i64 = 30 * Millis::DAY;

/// How long the choice of an edition is remembered, in seconds: a year.
const EDITION_S: i64 = 365 * 24 * 3_600;

/// Longest value that is read, in bytes.
const MAX_VALUE: usize = 128;

/// Reads and writes the cookies of one site.
#[derive(Clone, Copy)]
pub struct Cookies {
    is_https: bool,
}

impl Cookies {
    /// Over https the names begin with `__Host-`, so that no other host can set them (RFC 6265bis, 4.1.3.2).
    pub fn new(is_https: bool) -> Self {
        Self { is_https }
    }

    fn name(self, name: &str) -> String {
        if self.is_https { format!("__Host-coranto-{name}") } else { format!("coranto-{name}") }
    }

    /// The session's token.
    pub fn session(self, headers: &HeaderMap) -> Option<String> {
        value(headers, &self.name("session")).map(str::to_owned)
    }

    /// The visit's token.
    pub fn visit(self, headers: &HeaderMap) -> Option<String> {
        value(headers, &self.name("visit")).map(str::to_owned)
    }

    /// The chosen edition.
    pub fn edition(self, headers: &HeaderMap) -> Option<Edition> {
        value(headers, &self.name("edition")).and_then(|text| text.parse().ok())
    }

    /// Begins a session.
    pub fn set_session(self, response: &mut Response, token: &str) {
        self.set(response, "session", token, Some(SESSION_MS / Millis::SECOND));
    }

    /// Ends the session.
    pub fn end_session(self, response: &mut Response) {
        self.set(response, "session", "", Some(0));
    }

    /// Binds forms to this browser until it is closed.
    pub fn set_visit(self, response: &mut Response, token: &str) {
        self.set(response, "visit", token, None);
    }

    /// Keeps the choice of an edition.
    pub fn set_edition(self, response: &mut Response, edition: Edition) {
        self.set(response, "edition", &edition.to_string(), Some(EDITION_S));
    }

    fn set(self, response: &mut Response, name: &str, value: &str, max_age_s: Option<i64>) {
        let mut cookie = format!("{}={value}; Path=/; HttpOnly; SameSite=Lax", self.name(name));
        if let Some(max_age_s) = max_age_s {
            // Writing to a text cannot fail.
            let _ = write!(cookie, "; Max-Age={max_age_s}");
        }
        if self.is_https {
            cookie.push_str("; Secure");
        }
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
}

fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, value)| *known == name && !value.is_empty() && value.len() <= MAX_VALUE)
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::Cookies;

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let mut headers = HeaderMap::new();
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("a=b; xcoranto-session=no; coranto-session=yes"),
        );
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("coranto-edition=ar; __Host-coranto-session=safe"),
        );
        assert_eq!(Cookies::new(false).session(&headers).as_deref(), Some("yes"));
        assert_eq!(Cookies::new(true).session(&headers).as_deref(), Some("safe"));
        assert_eq!(Cookies::new(false).edition(&headers).unwrap().to_string(), "ar");
        assert_eq!(Cookies::new(true).edition(&headers), None);
        assert_eq!(Cookies::new(false).visit(&headers), None);
    }
}
