//! Dates as feeds and pages write them.

mod machine;
mod numbers;
mod tokens;
mod words;
mod written;

pub use machine::machine_date;
pub use written::written_date;
