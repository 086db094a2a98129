//! How a method of [`Store`](crate::Store) reaches the function of the database that is in use.
//!
//! Both forms call `sqlite::NAME` or `postgres::NAME` of the calling module with the arguments by reference.

/// Reads: any number at the same time, each from one consistent state.
macro_rules! read {
    ($store:expr, $function:ident($($argument:ident),*)) => {
        match &$store.backend {
            $crate::Backend::Sqlite(db) => {
                db.read(move |db| sqlite::$function(db, $(&$argument),*)).await
            }
            $crate::Backend::Postgres(db) => {
                let client = db.client().await?;
                postgres::$function(&client, $(&$argument),*).await
            }
        }
    };
}

/// Writes: one transaction, which is kept whole or not at all. PostgreSQL is asked again when two transactions
/// stood in each other's way.
macro_rules! write {
    ($store:expr, $function:ident($($argument:ident),*)) => {
        match &$store.backend {
            $crate::Backend::Sqlite(db) => {
                db.write(move |db| sqlite::$function(db, $(&$argument),*)).await
            }
            $crate::Backend::Postgres(db) => {
                let mut attempt = 0;
                loop {
                    let mut client = db.client().await?;
                    let transaction = client.transaction().await?;
                    let done = match postgres::$function(&transaction, $(&$argument),*).await {
                        Ok(value) => transaction.commit().await.map(|()| value).map_err($crate::StoreError::from),
                        Err(error) => Err(error),
                    };
                    match done {
                        Err(error) if error.is_conflict() && attempt < $crate::postgres::RETRIES => attempt += 1,
                        done => break done,
                    }
                }
            }
        }
    };
}

pub(crate) use {read, write};
