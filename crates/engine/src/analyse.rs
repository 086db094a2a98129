//! Stage *analyse*: what an article says. In this version its language and its section.

use coranto_language::identify;
use coranto_markup::plain_text;
use coranto_model::Language;
use coranto_store::StoreError;
use coranto_store::articles::{AnalyseSubject, Analysed};
use coranto_store::tasks::{LaneKind, Lease, Task};
use coranto_story::section;
use url::Url;

use crate::context::Context;

/// Both parts count: a change of either makes results old.
pub(crate) fn version() -> i64 {
    i64::from(coranto_language::VERSION) * 1_000 + i64::from(section::VERSION)
}

pub(crate) async fn run(context: &Context, lease: &Lease, task: &Task) -> Result<(), StoreError> {
    let Some(subject) = context.store.analyse_subject(task.article()).await? else {
        return context.store.drop_task(lease.clone(), task.clone()).await;
    };
    let analysed = analyse(&subject);
    context.store.finish_analyse(lease.clone(), task.clone(), analysed, context.now()).await?;
    context.counters.analysed.add(1);
    context.wake(LaneKind::File);
    Ok(())
}

/// What the text itself says goes before what the page claims: templates often claim the wrong language.
fn analyse(subject: &AnalyseSubject) -> Analysed {
    let text = format!("{}\n\n{}\n\n{}", subject.title, subject.standfirst, plain_text(&subject.body));
    let language = identify(&text).or(subject.claimed_language).unwrap_or(Language::ENGLISH);
    let path = Url::parse(&subject.url).map(|url| url.path().to_owned()).unwrap_or_default();
    let words: Vec<&str> = subject
        .section_words
        .iter()
        .map(String::as_str)
        .chain(path.split('/').filter(|part| !part.is_empty()))
        .collect();
    Analysed { language, section: section::of(&words), algorithm: version() }
}
