//! `coranto refresh`: polls soon.

use coranto_model::Millis;
use serde_json::json;

use super::source::{engine, find};
use crate::cli::Refresh;
use crate::output::{say, say_json};
use crate::run;
use crate::settings::Settings;

pub async fn run(settings: &Settings, options: Refresh) -> anyhow::Result<()> {
    let engine = engine(settings).await?;
    let store = run::open_store(settings).await?;
    let sources = match &options.source {
        Some(named) => vec![find(&store, named).await?],
        None => store.sources().await?.into_iter().filter(|source| !source.retired).collect(),
    };
    let mut lines = Vec::new();
    for source in &sources {
        let due = engine.refresh(source.id).await?;
        lines.push(json!({ "id": source.id, "url": source.url, "due": due.map(|due| due.to_string()) }));
        if !options.json {
            say(format_args!("{}: {}", source.title, sentence(due, engine.now())));
        }
    }
    if options.json {
        return say_json(&lines);
    }
    if sources.is_empty() {
        say("There are no sources to refresh.");
    }
    Ok(())
}

fn sentence(due: Option<Millis>, now: Millis) -> String {
    match due {
        None => "is gone".to_owned(),
        Some(due) if due <= now => "the running server polls it now".to_owned(),
        Some(due) => format!("was read a short while ago; its next poll is at {due}"),
    }
}
