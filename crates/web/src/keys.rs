//! What is signed with the instance's secret key: the addresses of pictures and the tokens of forms.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Bytes that are kept of a signature: 128 bit.
const SIGNATURE_BYTES: usize = 16;

/// Keys for each purpose, ready to be used.
#[derive(Clone)]
pub struct Keys {
    pictures: Hmac<Sha256>,
    forms: Hmac<Sha256>,
}

impl Keys {
    /// The keys that follow from the instance's `secret`.
    pub fn from_secret(secret: &[u8]) -> Self {
        Self { pictures: purpose(secret, "picture"), forms: purpose(secret, "form") }
    }

    /// The signature of a picture's address, in base64url.
    pub fn sign_picture(&self, address: &str) -> String {
        sign(&self.pictures, address)
    }

    /// Whether `signature` is that of the picture's address.
    pub fn is_picture_signed(&self, address: &str, signature: &str) -> bool {
        same(&self.sign_picture(address), signature)
    }

    /// A token for the forms of whoever holds `binding`: a session or a visit. It is another one each time, so that
    /// packed pages do not betray it by their length (the attack called BREACH).
    pub fn form_token(&self, binding: &str) -> String {
        let mut token = [0_u8; 2 * SIGNATURE_BYTES];
        // Without randomness the token is right all the same.
        let _ = getrandom::fill(&mut token);
        let (mask, masked) = token.split_at_mut(SIGNATURE_BYTES);
        for ((masked, byte), mask) in masked.iter_mut().zip(signature(&self.forms, binding)).zip(mask.iter())
        {
            *masked = byte ^ mask;
        }
        URL_SAFE_NO_PAD.encode(token)
    }

    /// Whether `token` stands in a form that was made for the holder of `binding`.
    pub fn is_form_token(&self, binding: &str, token: &str) -> bool {
        let token = URL_SAFE_NO_PAD.decode(token).unwrap_or_default();
        let Some((mask, masked)) = token.split_at_checked(SIGNATURE_BYTES) else { return false };
        let shown: Vec<u8> = mask.iter().zip(masked).map(|(mask, masked)| mask ^ masked).collect();
        token.len() == 2 * SIGNATURE_BYTES && shown.ct_eq(&signature(&self.forms, binding)).into()
    }
}

/// A key of its own for each purpose, so that no signature can be used for another.
fn purpose(secret: &[u8], name: &str) -> Hmac<Sha256> {
    let key = blake3::derive_key(&format!("coranto web {name}"), secret);
    #[expect(clippy::expect_used, reason = "HMAC takes keys of every length; the error type cannot occur")]
    Hmac::new_from_slice(&key).expect("HMAC takes keys of every length")
}

fn signature(key: &Hmac<Sha256>, text: &str) -> [u8; SIGNATURE_BYTES] {
    let mut mac = key.clone();
    mac.update(text.as_bytes());
    let whole = mac.finalize().into_bytes();
    let mut signature = [0; SIGNATURE_BYTES];
    for (kept, byte) in signature.iter_mut().zip(whole) {
        *kept = byte;
    }
    signature
}

fn sign(key: &Hmac<Sha256>, text: &str) -> String {
    URL_SAFE_NO_PAD.encode(signature(key, text))
}

/// Compares without telling by its time where the texts differ.
pub fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// A random token of 256 bits, in base64url.
pub fn random_token() -> Result<String, getrandom::Error> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::Keys;

    #[test]
    fn signatures_are_for_one_text_one_purpose_and_one_key() {
        let keys = Keys::from_secret(b"one");
        let signature = keys.sign_picture("https://a.example/p.jpg");
        assert_eq!(signature.len(), 22);
        assert!(keys.is_picture_signed("https://a.example/p.jpg", &signature));
        assert!(!keys.is_picture_signed("https://a.example/q.jpg", &signature));
        assert!(!keys.is_picture_signed("https://a.example/p.jpg", &signature[..21]));
        assert!(!keys.is_picture_signed("https://a.example/p.jpg", ""));
        assert!(!keys.is_form_token("https://a.example/p.jpg", &signature));
        let token = keys.form_token("session");
        assert_ne!(token, keys.form_token("session"));
        assert!(
            keys.is_form_token("session", &token)
                && keys.is_form_token("session", &keys.form_token("session"))
        );
        assert!(!keys.is_form_token("other", &token) && !keys.is_form_token("session", &token[..42]));
        assert!(!keys.is_form_token("session", "") && !keys.is_form_token("session", &"A".repeat(43)));
        assert!(!Keys::from_secret(b"two").is_picture_signed("https://a.example/p.jpg", &signature));
    }
}
