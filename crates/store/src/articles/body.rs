//! Texts as they are kept: zstd.

use std::io::Read;

use crate::{Result, StoreError};

/// Level 3 is zstd's own default: smaller gains little on texts of some kilobytes.
const LEVEL: i32 = 3;

/// Largest text that is unpacked, in bytes: what is kept was capped when it was fetched, so more means damage.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

pub(crate) fn compress(text: impl AsRef<[u8]>) -> Result<Vec<u8>> {
    Ok(zstd::bulk::compress(text.as_ref(), LEVEL)?)
}

pub(crate) fn decompress_bytes(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    zstd::stream::Decoder::new(packed)?.take(MAX_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(crate) fn decompress(packed: &[u8]) -> Result<String> {
    String::from_utf8(decompress_bytes(packed)?)
        .map_err(|_| StoreError::Value("a stored text is not UTF-8".to_owned()))
}

/// The longest of some packed texts; empty when there is none.
pub(crate) fn longest_text(packed: &[Vec<u8>]) -> Result<String> {
    let mut longest = String::new();
    for packed in packed {
        let text = decompress(packed)?;
        if text.len() > longest.len() {
            longest = text;
        }
    }
    Ok(longest)
}

#[cfg(test)]
mod tests {
    use super::{compress, decompress};

    #[test]
    fn what_goes_in_comes_out() {
        for text in ["", "short", &"long text ".repeat(100_000)] {
            assert_eq!(decompress(&compress(text).unwrap()).unwrap(), *text);
        }
        assert!(decompress(b"no zstd").is_err());
    }
}
