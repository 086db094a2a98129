//! When to fetch what: host gates, schedule, back-off, what robots.txt says.
//!
//! Comes in: what is known of a source or a host, the time, and a random number where one is needed. Goes out: when to
//! ask, how long to wait, whether to ask at all. Pure, and no input makes it panic. The numbers of behaviours in
//! comments are those of docs/FETCHING.md.

pub mod backoff;
pub mod gate;
pub mod http_date;
pub mod policy;
pub mod retry_after;
pub mod robots;
pub mod schedule;
pub mod skip_times;
