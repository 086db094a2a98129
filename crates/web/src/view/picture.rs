//! Pictures of publishers: always through our own signed address, never from the publisher.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use coranto_model::Picture;

use crate::keys::Keys;

/// Width of a logo, in pixels.
const LOGO_WIDTH: u32 = 64;

/// Width and height that are written where a picture's own are not known: the shape in which cards show them.
const USUAL_SIZE: (u32, u32) = (960, 640);

/// Largest side that a publisher may claim for a picture, in pixels.
const MAX_SIDE: u32 = 20_000;

/// Makes the signed addresses of pictures.
#[derive(Clone, Copy)]
pub struct Pictures<'a>(pub &'a Keys);

/// A picture with the addresses of its sizes.
#[derive(Clone, Debug)]
pub struct PictureView {
    /// The middle size.
    pub address: String,
    /// For `srcset`.
    pub addresses: String,
}

/// The large picture of an article.
#[derive(Clone, Debug)]
pub struct LeadPicture<'a> {
    /// The largest size.
    pub address: String,
    /// For `srcset`.
    pub addresses: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What it shows.
    pub alt: &'a str,
    /// The caption.
    pub caption: &'a str,
    /// Who made it.
    pub credit: &'a str,
}

/// A publisher's sign.
#[derive(Clone, Debug)]
pub enum Logo {
    /// Its icon.
    Picture {
        /// The signed address.
        address: String,
    },
    /// Its first letter.
    Letter {
        /// In upper case.
        letter: char,
        /// One of the four ways in which letters are coloured.
        tone: u8,
    },
}

/// What follows the width in the address of a picture.
struct Signed {
    tail: String,
}

impl Signed {
    fn at(&self, width: u32) -> String {
        format!("/picture/{width}/{}", self.tail)
    }

    fn srcset(&self, widths: &[u32]) -> String {
        let mut srcset = String::with_capacity(widths.len() * (self.tail.len() + 24));
        for width in widths {
            if !srcset.is_empty() {
                srcset.push_str(", ");
            }
            srcset.push_str(&self.at(*width));
            // Writing to a text cannot fail.
            let _ = write!(srcset, " {width}w");
        }
        srcset
    }
}

impl<'a> Pictures<'a> {
    fn sign(self, address: &str) -> Option<Signed> {
        let is_web = ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme));
        is_web.then(|| Signed {
            tail: format!("{}/{}", self.0.sign_picture(address), URL_SAFE_NO_PAD.encode(address)),
        })
    }

    /// The picture of a card.
    pub fn card(self, picture: &Picture) -> Option<PictureView> {
        let signed = self.sign(&picture.url)?;
        Some(PictureView { address: signed.at(640), addresses: signed.srcset(&[320, 640, 960]) })
    }

    /// The large picture of an article.
    pub fn lead(self, picture: &'a Picture) -> Option<LeadPicture<'a>> {
        let signed = self.sign(&picture.url)?;
        let known = |side: Option<u32>| side.filter(|side| (1..=MAX_SIDE).contains(side));
        let (width, height) = known(picture.width).zip(known(picture.height)).unwrap_or(USUAL_SIZE);
        Some(LeadPicture {
            address: signed.at(960),
            addresses: signed.srcset(&[320, 640, 960, 1_280]),
            width,
            height,
            alt: &picture.alt,
            caption: &picture.caption,
            credit: &picture.credit,
        })
    }

    /// A picture inside an article's text, by its address: `src` and `srcset`.
    pub fn inside(self, address: &str) -> Option<PictureView> {
        let signed = self.sign(address)?;
        Some(PictureView { address: signed.at(960), addresses: signed.srcset(&[320, 640, 960]) })
    }

    /// The sign of the publisher `name`.
    pub fn logo(self, icon: Option<&str>, name: &str) -> Logo {
        if let Some(signed) = icon.and_then(|icon| self.sign(icon)) {
            return Logo::Picture { address: signed.at(LOGO_WIDTH) };
        }
        let letter = name.chars().find(|letter| letter.is_alphanumeric()).unwrap_or('·');
        let tone = name.bytes().fold(0_u8, u8::wrapping_add) % 4;
        Logo::Letter { letter: letter.to_uppercase().next().unwrap_or(letter), tone }
    }
}

#[cfg(test)]
mod tests {
    use super::{Keys, Logo, Pictures};

    #[test]
    fn only_web_addresses_are_signed() {
        let keys = Keys::from_secret(b"secret");
        let pictures = Pictures(&keys);
        for address in
            ["javascript:alert(1)", "data:image/png;base64,AA", "//a.example/p", "", "ftp://a.example/p"]
        {
            assert!(pictures.inside(address).is_none(), "{address}");
        }
        let inside = pictures.inside("https://a.example/p?a=1&b=\"2\"").unwrap();
        assert!(inside.address.starts_with("/picture/960/"));
        assert!(
            inside.addresses.chars().all(|letter| letter.is_ascii_alphanumeric() || "/-_, ".contains(letter))
        );
    }

    #[test]
    fn without_icon_a_letter_stands_for_the_publisher() {
        let keys = Keys::from_secret(b"secret");
        for (name, want) in [("the Herald", 'T'), ("«صدى تارن»", 'ص'), ("", '·'), ("!!", '·'), ("ßig", 'S')]
        {
            let Logo::Letter { letter, .. } = Pictures(&keys).logo(None, name) else { panic!("{name}") };
            assert_eq!(letter, want);
        }
    }
}
