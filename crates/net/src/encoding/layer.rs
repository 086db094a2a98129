//! One encoding that is undone, or found not to be there.

use std::mem;

use super::TooLarge;
use super::codec::{Codec, Coding};
use super::stage::Stage;

/// Most streams one after the other that are unpacked. Real ones have a handful; hundreds of thousands of empty ones
/// would cost us more than they cost who sends them.
const MAX_MEMBERS: u32 = 1_000;

/// What a layer makes of the bytes that come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Bytes are kept until there are enough to see whether the label can be right.
    Weighing,
    /// Nothing came out yet: the label may still be wrong, and what came is kept.
    Trying,
    /// Unpacking.
    Giving,
    /// A stream is at its end and nothing came out of what follows: another stream, or rubbish.
    Following,
    /// The label was wrong: bytes go through as they are.
    Passing,
    /// At the end, or damaged: bytes are dropped.
    Over,
}

/// A layer of the chain.
pub(super) struct Layer {
    coding: Coding,
    /// `None` where the library gives none, and when nothing more is to be unpacked.
    codec: Option<Codec>,
    state: State,
    /// All that came, while the label may be wrong.
    kept: Vec<u8>,
    /// What the last step gave.
    out: Vec<u8>,
    given_bytes: u64,
    limit_bytes: u64,
    members: u32,
    is_damaged: bool,
    next: Stage,
}

impl Layer {
    pub(super) fn new(coding: Coding, limit_bytes: u64, next: Stage) -> Self {
        Self {
            coding,
            codec: Codec::new(coding).ok(),
            state: State::Weighing,
            kept: Vec::new(),
            out: Vec::new(),
            given_bytes: 0,
            limit_bytes,
            members: 0,
            is_damaged: false,
            next,
        }
    }

    pub(super) fn into_next(self) -> Stage {
        self.next
    }

    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(), TooLarge> {
        match self.state {
            State::Passing => self.next.push(bytes),
            State::Over => Ok(()),
            State::Giving | State::Following => self.decode(bytes),
            State::Trying | State::Weighing => {
                if (self.kept.len() + bytes.len()) as u64 > self.limit_bytes {
                    return Err(TooLarge);
                }
                self.kept.extend_from_slice(bytes);
                if self.state == State::Trying {
                    self.decode(bytes)
                } else {
                    self.weigh(self.coding.telling_bytes())
                }
            }
        }
    }

    /// Begins to unpack when there are `enough` bytes and they do not speak against it.
    fn weigh(&mut self, enough: usize) -> Result<(), TooLarge> {
        let Some(begin) = self.kept.get(..enough) else { return Ok(()) };
        if enough > 0 && !self.coding.may_begin(begin) {
            return self.pass();
        }
        self.state = State::Trying;
        let kept = self.kept.clone();
        self.decode(&kept)
    }

    /// The label is wrong: what came, and what comes, goes on as it is.
    fn pass(&mut self) -> Result<(), TooLarge> {
        self.state = State::Passing;
        let kept = mem::take(&mut self.kept);
        self.next.push(&kept)
    }

    fn decode(&mut self, mut rest: &[u8]) -> Result<(), TooLarge> {
        loop {
            let Some(codec) = &mut self.codec else { return self.fail() };
            let Ok(step) = codec.step(rest, &mut self.out) else { return self.fail() };
            rest = rest.get(step.consumed..).unwrap_or_default();
            let is_idle = step.consumed == 0 && self.out.is_empty();
            self.give()?;
            if step.is_end {
                if !self.end_member(!rest.is_empty())? {
                    return self.fail();
                }
                if rest.is_empty() || self.state == State::Over {
                    return Ok(());
                }
            } else if is_idle {
                // Nothing taken although there is something: a codec that is stuck.
                return if rest.is_empty() { Ok(()) } else { self.fail() };
            }
        }
    }

    /// Hands on what came out of a step.
    fn give(&mut self) -> Result<(), TooLarge> {
        if self.out.is_empty() {
            return Ok(());
        }
        self.given_bytes += self.out.len() as u64;
        if self.given_bytes > self.limit_bytes {
            return Err(TooLarge);
        }
        self.state = State::Giving;
        self.kept = Vec::new();
        self.next.push(&self.out)
    }

    /// A stream is at its end. `false`: it was none, for it was empty and yet something follows.
    fn end_member(&mut self, has_more: bool) -> Result<bool, TooLarge> {
        if self.coding == Coding::Gzip {
            let is_whole = self.codec.as_mut().is_some_and(|codec| codec.finish(&mut self.out).is_ok());
            self.is_damaged |= !is_whole;
            self.give()?;
        } else if self.state == State::Trying && has_more && !self.coding.has_members() {
            return Ok(false);
        }
        self.members += 1;
        let goes_on = self.coding.has_members() && self.members < MAX_MEMBERS;
        self.state = if goes_on { State::Following } else { State::Over };
        self.codec = if goes_on { Codec::new(self.coding).ok() } else { None };
        self.kept = Vec::new();
        Ok(true)
    }

    /// The codec cannot go on.
    fn fail(&mut self) -> Result<(), TooLarge> {
        match self.state {
            State::Trying | State::Weighing => self.mistrust(),
            State::Giving => {
                self.is_damaged = true;
                self.state = State::Over;
                Ok(())
            }
            // Rubbish after a whole stream harms nobody.
            State::Following | State::Passing | State::Over => {
                self.state = State::Over;
                Ok(())
            }
        }
    }

    /// The label is wrong, or the stream damaged from its begin on.
    fn mistrust(&mut self) -> Result<(), TooLarge> {
        if let Some(other) = self.coding.other() {
            self.coding = other;
            self.codec = Codec::new(other).ok();
            let kept = self.kept.clone();
            return self.decode(&kept);
        }
        if !self.coding.may_begin(&self.kept) {
            return self.pass();
        }
        self.is_damaged = true;
        self.state = State::Over;
        Ok(())
    }

    pub(super) fn finish(&mut self, is_broken: &mut bool) -> Result<(), TooLarge> {
        if self.state == State::Weighing {
            self.weigh(self.kept.len())?;
        }
        let is_begun = self.state == State::Giving || !self.kept.is_empty();
        if matches!(self.state, State::Trying | State::Giving) && is_begun {
            self.finish_stream()?;
        }
        *is_broken |= self.is_damaged;
        self.next.finish(is_broken)
    }

    fn finish_stream(&mut self) -> Result<(), TooLarge> {
        let is_whole = self.codec.as_mut().is_some_and(|codec| codec.finish(&mut self.out).is_ok());
        self.give()?;
        if is_whole {
            return Ok(());
        }
        self.fail()
    }
}
