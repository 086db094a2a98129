//! Passwords: argon2id, away from the threads that serve pages, a few at a time.

use std::sync::{Arc, LazyLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

/// Passwords that are worked on at the same time: each takes 19 MiB.
const AT_ONCE: usize = 2;

/// What unknown names are compared with, so that they take as long as known ones.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash("nobody has this password").unwrap_or_default());

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed: {0}")]
pub struct PasswordError(String);

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    places: Arc<Semaphore>,
}

impl Passwords {
    /// Nothing under way.
    pub fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ONCE)) }
    }

    /// The hash of a new password, in PHC form.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let password = password.to_owned();
        self.work(move || hash(&password)).await
    }

    /// Whether `password` has that hash. `None` is for a name that nobody has: always false, after the same time.
    pub async fn is_right(&self, password: &str, known: Option<&str>) -> Result<bool, PasswordError> {
        let (password, known) = (password.to_owned(), known.map(str::to_owned));
        self.work(move || {
            let is_known = known.is_some();
            let known = known.unwrap_or_else(|| NOBODY.clone());
            let known = PasswordHash::new(&known).map_err(|error| PasswordError(error.to_string()))?;
            let is_right = Argon2::default().verify_password(password.as_bytes(), &known).is_ok();
            Ok(is_right && is_known)
        })
        .await
    }

    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = Arc::clone(&self.places).acquire_owned().await;
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            work()
        });
        done.await.map_err(|error| PasswordError(error.to_string()))?
    }
}

fn hash(password: &str) -> Result<String, PasswordError> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| PasswordError(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::Passwords;

    #[tokio::test]
    async fn only_the_right_password_of_a_known_name_is_right() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse").await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert!(passwords.is_right("correct horse", Some(&hash)).await.unwrap());
        assert!(!passwords.is_right("wrong horse", Some(&hash)).await.unwrap());
        assert!(!passwords.is_right("nobody has this password", None).await.unwrap());
    }
}
