//! The chain that bytes go through: layers, and the body at its end.

use super::TooLarge;
use super::codec::{Coding, GZIP_BEGIN};
use super::layer::Layer;

/// Gzip that no label named is undone so often: double gzip is a known fault of servers, more is mischief.
const MAX_UNNAMED: u32 = 2;

/// A place in the chain.
pub(super) enum Stage {
    Layer(Box<Layer>),
    Body(Body),
}

/// The end of the chain.
pub(super) struct Body {
    bytes: Vec<u8>,
    limit_bytes: u64,
    /// How often it turned out to be gzip that no label named.
    unnamed: u32,
    /// The first bytes, until there are enough to see whether they are gzip; `None` when that is decided.
    held: Option<Vec<u8>>,
}

impl Stage {
    pub(super) fn body(limit_bytes: u64) -> Self {
        Self::Body(Body { bytes: Vec::new(), limit_bytes, unnamed: 0, held: Some(Vec::new()) })
    }

    /// A layer before this stage.
    pub(super) fn behind(self, coding: Coding, limit_bytes: u64) -> Self {
        Self::Layer(Box::new(Layer::new(coding, limit_bytes, self)))
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), TooLarge> {
        match self {
            Self::Layer(layer) => return layer.push(bytes),
            Self::Body(Body { held: Some(held), .. }) => held.extend_from_slice(bytes),
            Self::Body(body) => return body.take(bytes),
        }
        self.look(GZIP_BEGIN.len())
    }

    pub(super) fn finish(&mut self, is_broken: &mut bool) -> Result<(), TooLarge> {
        // Looking may put a layer here, which is then finished in turn.
        self.look(0)?;
        match self {
            Self::Layer(layer) => layer.finish(is_broken),
            Self::Body(_) => Ok(()),
        }
    }

    /// Decides what the held bytes are when there are `enough` of them.
    fn look(&mut self, enough: usize) -> Result<(), TooLarge> {
        let Self::Body(body) = self else { return Ok(()) };
        let Some(held) = body.held.take_if(|held| held.len() >= enough) else { return Ok(()) };
        if !held.starts_with(&GZIP_BEGIN) || body.unnamed >= MAX_UNNAMED {
            return body.take(&held);
        }
        let mut next = Self::body(body.limit_bytes);
        if let Self::Body(next) = &mut next {
            next.unnamed = body.unnamed + 1;
        }
        *self = next.behind(Coding::Gzip, body.limit_bytes);
        self.push(&held)
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Layer(layer) => layer.into_next().into_bytes(),
            Self::Body(body) => body.bytes,
        }
    }
}

impl Body {
    fn take(&mut self, bytes: &[u8]) -> Result<(), TooLarge> {
        let total = self.bytes.len() as u64 + bytes.len() as u64;
        if total > self.limit_bytes {
            return Err(TooLarge);
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }
}
