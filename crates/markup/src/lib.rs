//! What feeds and pages share: bytes to text, hostile HTML to safe HTML, HTML to plain text.
//!
//! Pure: no I/O, no panics, bounded on any input.

mod charset;
mod limit;
mod pictures;
mod sanitise;
mod text;

pub use charset::{Decoded, decode};
pub use limit::{MAX_DEPTH, bounded};
pub use pictures::with_picture_addresses;
pub use sanitise::sanitise;
pub use text::{escape, plain_text, title_text};
