//! What every request passes on its way to a page and every answer on its way back, one file a concern.

mod answer;
mod count;
mod deadline;
mod dress;
mod etag;
mod gate;
mod host;
mod origin;
mod security;
mod visit;

pub use count::{Counts, count};
pub use deadline::deadline;
pub use dress::{dress, panicked};
pub use etag::etag;
pub use gate::gate;
pub use host::host;
pub use origin::origin;
pub use security::security;
pub use visit::visit;
