//! What feeds and pages share: bytes to text, hostile HTML to safe HTML, HTML to plain text.
//!
//! Pure: no I/O, no panics, bounded on any input.

mod charset;
mod date;
mod element;
mod foreign;
mod limit;
mod measure;
mod pictures;
mod references;
mod sanitise;
mod text;
mod token;

pub use charset::{Decoded, decode};
pub use date::{machine_date, written_date};
pub use limit::{MAX_DEPTH, bounded};
pub use pictures::with_picture_addresses;
pub use references::{decode_references, has_reference, push_decoded};
pub use sanitise::sanitise;
pub use text::{escape, first_chars, plain_text, title_text};
