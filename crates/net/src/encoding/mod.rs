//! Undoing content encodings, also where their label is wrong (behaviours 37, 38, 40).
//!
//! Comes in: the Content-Encoding values and the bytes of a body, piece by piece. Goes out: the decoded body, and
//! whether it broke off. What is labelled but plain stays as it is; what is packed but not labelled, or packed once
//! more than labelled, is unpacked. At no time is more than the limit held, nor more than one step of each codec.

mod codec;
mod layer;
mod stage;
#[cfg(test)]
mod tests;

pub(crate) use codec::Coding;
use http::HeaderValue;
use stage::Stage;

/// Most encodings on top of each other that a label can name.
const MAX_LABELS: usize = 3;

/// More than the limit came out, or more was held back than is bearable.
#[derive(Debug)]
pub(crate) struct TooLarge;

/// A decoded body.
#[derive(Debug)]
pub(crate) struct Decoded {
    pub(crate) bytes: Vec<u8>,
    /// An encoding broke off, or is damaged: `bytes` is what came before.
    pub(crate) is_broken: bool,
}

/// Takes the bytes of a body and gives what they stand for.
pub(crate) struct Decoder {
    first: Stage,
}

impl Decoder {
    /// `labels` in the order in which the encodings were put on; at most `limit_bytes` come out.
    pub(crate) fn new(labels: Vec<Coding>, limit_bytes: u64) -> Self {
        // The first that was put on is the last to be undone, so it stands nearest to the body.
        let first =
            labels.into_iter().fold(Stage::body(limit_bytes), |next, label| next.behind(label, limit_bytes));
        Self { first }
    }

    /// Takes the next bytes.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), TooLarge> {
        self.first.push(bytes)
    }

    /// There are no more bytes.
    pub(crate) fn finish(mut self) -> Result<Decoded, TooLarge> {
        let mut is_broken = false;
        self.first.finish(&mut is_broken)?;
        Ok(Decoded { bytes: self.first.into_bytes(), is_broken })
    }
}

/// The encodings that Content-Encoding names, in its order. What is unknown is passed over: the bytes will show.
pub(crate) fn labels(values: &[HeaderValue]) -> Vec<Coding> {
    let text = values.iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(",");
    let mut labels: Vec<Coding> =
        text.split(',').filter_map(|name| Coding::from_label(name.trim())).collect();
    let superfluous = labels.len().saturating_sub(MAX_LABELS);
    labels.drain(..superfluous);
    labels
}
