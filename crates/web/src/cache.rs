//! Answers of the store that are shown to everybody and cost more than a page should: kept for some seconds, renewed
//! in the background while the old one is still shown.

use std::collections::HashMap;
use std::future::Future;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Answers that are kept at the most: a bound for whatever keys visitors can think of.
const MAX_KEPT: usize = 512;

/// An answer that is so many lives old is not shown any more, not even while a new one is made.
const TOO_OLD: u32 = 12;

struct Kept<V> {
    value: Arc<V>,
    made: Instant,
    is_renewing: bool,
}

/// Answers by key. Cloning shares them.
pub struct Cache<K, V> {
    life: Duration,
    kept: Arc<Mutex<HashMap<K, Kept<V>>>>,
}

impl<K, V> Clone for Cache<K, V> {
    fn clone(&self) -> Self {
        Self { life: self.life, kept: Arc::clone(&self.kept) }
    }
}

enum Found<V> {
    Fresh(Arc<V>),
    Old(Arc<V>),
    Nothing,
}

impl<K, V> Cache<K, V>
where
    K: Clone + Eq + Hash + Send + 'static,
    V: Send + Sync + 'static,
{
    /// Keeps each answer for `life`.
    pub fn new(life: Duration) -> Self {
        Self { life, kept: Arc::default() }
    }

    /// The answer for `key`: a kept one, or what `make` gives. An old one is given once more while `make` runs in the
    /// background.
    pub async fn get<F, E>(&self, key: K, make: F) -> Result<Arc<V>, E>
    where
        F: Future<Output = Result<V, E>> + Send + 'static,
        E: std::fmt::Display + Send + 'static,
    {
        match self.find(&key) {
            Found::Fresh(value) => Ok(value),
            Found::Nothing => {
                let value = Arc::new(make.await?);
                self.put(key, Arc::clone(&value));
                Ok(value)
            }
            Found::Old(value) => {
                let cache = self.clone();
                tokio::spawn(async move {
                    match make.await {
                        Ok(value) => cache.put(key, Arc::new(value)),
                        Err(error) => {
                            tracing::warn!(%error, "an answer could not be renewed");
                            cache.give_up_renewing(&key);
                        }
                    }
                });
                Ok(value)
            }
        }
    }

    /// Keeps `value` as the answer for `key`.
    pub fn put(&self, key: K, value: Arc<V>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MAX_KEPT {
            kept.clear();
        }
        kept.insert(key, Kept { value, made: Instant::now(), is_renewing: false });
    }

    /// Forgets everything: what is kept is known to be wrong.
    pub fn clear(&self) {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn find(&self, key: &K) -> Found<V> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(found) = kept.get_mut(key) else { return Found::Nothing };
        let value = Arc::clone(&found.value);
        let age = found.made.elapsed();
        if age > self.life * TOO_OLD {
            return Found::Nothing;
        }
        if age < self.life || found.is_renewing {
            return Found::Fresh(value);
        }
        found.is_renewing = true;
        Found::Old(value)
    }

    fn give_up_renewing(&self, key: &K) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept.get_mut(key) {
            found.is_renewing = false;
            found.made = Instant::now();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::Cache;

    /// As if the answer had been made `age` earlier.
    fn grow_old(cache: &Cache<u8, u8>, age: Duration) {
        cache.kept.lock().unwrap().get_mut(&1).unwrap().made = Instant::now().checked_sub(age).unwrap();
    }

    #[tokio::test]
    async fn an_old_answer_is_shown_while_a_new_one_is_made() {
        let cache: Cache<u8, u8> = Cache::new(Duration::from_secs(5));
        assert_eq!(*cache.get(1, async { Ok::<_, String>(1) }).await.unwrap(), 1);
        grow_old(&cache, Duration::from_secs(6));
        assert_eq!(*cache.get(1, async { Ok::<_, String>(2) }).await.unwrap(), 1);
        while *cache.get(1, async { Err::<u8, _>("no") }).await.unwrap() != 2 {
            tokio::task::yield_now().await;
        }
        grow_old(&cache, Duration::from_secs(61));
        assert_eq!(*cache.get(1, async { Ok::<_, String>(3) }).await.unwrap(), 3);
    }

    #[tokio::test]
    async fn errors_are_not_kept() {
        let cache: Cache<u8, u8> = Cache::new(Duration::from_mins(1));
        assert!(cache.get(1, async { Err::<u8, _>("no") }).await.is_err());
        assert_eq!(*cache.get(1, async { Ok::<_, String>(3) }).await.unwrap(), 3);
        assert_eq!(*cache.get(1, async { Ok::<_, String>(4) }).await.unwrap(), 3);
        cache.clear();
        assert_eq!(*cache.get(1, async { Ok::<_, String>(5) }).await.unwrap(), 5);
    }
}
