//! Stage *file*: which story an article belongs to. The lease on the one lane of filing makes this the only writer.

use coranto_store::StoreError;
use coranto_store::stories::Filed;
use coranto_store::tasks::{Lease, Task};
use coranto_story::file::{VERSION, assign};

use crate::context::Context;

pub(crate) async fn run(context: &Context, lease: &Lease, task: &Task) -> Result<(), StoreError> {
    let Some(subject) = context.store.file_subject(task.article()).await? else {
        return context.store.drop_task(lease.clone(), task.clone()).await;
    };
    let filed = Filed { story: assign(subject.story), algorithm: i64::from(VERSION) };
    context.store.finish_file(lease.clone(), task.clone(), filed, context.now()).await?;
    context.counters.filed.add(1);
    Ok(())
}
