//! Accounts: passwords and how often they may be tried.

mod attempts;
mod passwords;

pub use attempts::Attempts;
pub use passwords::Passwords;

/// Shortest password, in characters.
pub const MIN_PASSWORD_CHARS: usize = 10;

/// Longest password, in bytes: hashing takes longer the longer it is.
pub const MAX_PASSWORD_BYTES: usize = 512;

/// Longest name, in characters.
pub const MAX_NAME_CHARS: usize = 64;

/// How long a name may be, and that it can be seen.
pub fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= MAX_NAME_CHARS && !name.chars().any(char::is_control)
}
