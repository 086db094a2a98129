//! Files and pictures that go with an entry: Media RSS, enclosures, podcasts.

use url::Url;

use super::{Reader, address};
use crate::feed::Enclosure;
use crate::xml::Attributes;

/// Ranks of pictures: what is most likely the lead picture comes first.
const CONTENT: u8 = 5;
const ENCLOSURE: u8 = 4;
const THUMBNAIL: u8 = 2;

/// How long something plays: seconds, `mm:ss`, `hh:mm:ss`; in milliseconds. At most a year.
pub(crate) fn duration_ms(text: &str) -> Option<u64> {
    const YEAR_SECONDS: f64 = 366.0 * 86_400.0;
    let parts: Vec<&str> = text.trim().split(':').collect();
    if parts.is_empty() || parts.len() > 3 {
        return None;
    }
    let mut seconds = 0.0_f64;
    for part in parts {
        let number: f64 = part.trim().parse().ok()?;
        seconds = seconds * 60.0 + number;
    }
    if !(0.0..=YEAR_SECONDS).contains(&seconds) || seconds == 0.0 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between nought and a year")]
    Some((seconds * 1_000.0) as u64)
}

/// Whether a file is a picture, by its type or its ending.
pub(crate) fn is_picture(mime: Option<&str>, url: &Url) -> bool {
    match mime {
        Some(mime) if mime.contains('/') => mime.starts_with("image/"),
        _ => {
            let ending = url.path().rsplit('.').next().unwrap_or_default();
            ["jpg", "jpeg", "png", "webp", "gif", "avif"].iter().any(|it| ending.eq_ignore_ascii_case(it))
        }
    }
}

impl Reader<'_> {
    /// A file that goes with the entry. Where nothing else does, it stands for the entry: an episode may have no page.
    pub(super) fn enclosure(&mut self, attributes: Attributes<'_>, url: Url) {
        let mime = mime(attributes);
        let length = attributes.text("length").and_then(|length| length.parse().ok());
        let draft = self.draft();
        if is_picture(mime.as_deref(), &url) {
            draft.add_picture(ENCLOSURE, url.clone());
        }
        draft.link.offer(0, url.clone());
        draft.add_enclosure(Enclosure { url, mime, length, duration_ms: None });
    }

    /// `media:content` and `media:player`.
    pub(super) fn media_content(&mut self, attributes: Attributes<'_>) {
        let Some(url) = attributes.text("url").and_then(|url| self.address(&url)) else { return };
        let mime = mime(attributes);
        let medium = attributes.text("medium").map(|medium| medium.to_ascii_lowercase());
        if medium.as_deref() == Some("image") || (medium.is_none() && is_picture(mime.as_deref(), &url)) {
            self.draft().add_picture(CONTENT, url.clone());
        }
        let file = Enclosure {
            url,
            mime,
            length: attributes.text("fileSize").and_then(|size| size.parse().ok()),
            duration_ms: attributes.text("duration").and_then(|duration| duration_ms(&duration)),
        };
        self.draft().add_enclosure(file);
    }

    /// `media:thumbnail` and other pictures whose address is an attribute.
    pub(super) fn thumbnail(&mut self, attributes: Attributes<'_>) {
        let url = ["url", "href", "resource"].iter().find_map(|name| attributes.text(name));
        if let Some(url) = url.and_then(|url| address(&url, self.base())) {
            self.draft().add_picture(THUMBNAIL, url);
        }
    }

    /// `podcast:source` in `podcast:alternateEnclosure`.
    pub(super) fn other_source(&mut self, attributes: Attributes<'_>) {
        if let Some(url) = attributes.text("uri").and_then(|uri| self.address(&uri)) {
            let mime = attributes.text("contentType");
            self.draft().add_enclosure(Enclosure { url, mime, length: None, duration_ms: None });
        }
    }
}

fn mime(attributes: Attributes<'_>) -> Option<String> {
    attributes.text("type").map(|mime| mime.replace('\0', ""))
}

#[cfg(test)]
mod tests {
    use super::duration_ms;

    #[test]
    fn durations_are_read() {
        for (text, want) in [
            ("90", Some(90_000)),
            ("1:30", Some(90_000)),
            ("01:01:01", Some(3_661_000)),
            (" 2.5 ", Some(2_500)),
            ("0", None),
            ("-5", None),
            ("NaN", None),
            ("1:2:3:4", None),
            ("123456789012345678901", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(duration_ms(text), want, "{text}");
        }
    }
}
