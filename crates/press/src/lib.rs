//! Simulated publishers on loopback: sixteen with texts of our own for the demo, and any number from a seed for load.
//!
//! Each is a real HTTP server with its own look, feed format and habits. Names under `.localhost` are loopback
//! everywhere (RFC 6761), so the addresses work in a browser too.

mod blocks;
mod bulletin;
mod dates;
mod faults;
mod feeds;
mod load;
mod look;
mod press;
mod serve;
mod texts;
mod truth;

pub use faults::{Fault, FaultOptions, Faults};
pub use load::{Load, LoadOptions};
pub use press::{Press, PressOptions, PressPublisher, Published};
pub use texts::TextError;
pub use truth::{Contradiction, DatedEvent, Name, NameKind, Precision, Quote, Truth, TruthLine, truth};
