//! `coranto source …`: the sources that are polled.

use std::path::Path;

use anyhow::{Context as _, bail};
use coranto_engine::{Engine, system_clock};
use coranto_model::{Millis, SourceId};
use coranto_store::Store;
use coranto_store::sources::Source;
use serde_json::json;

use crate::cli::SourceCommand;
use crate::output::{say, say_json};
use crate::run;
use crate::settings::Settings;

pub async fn run(settings: &Settings, command: SourceCommand) -> anyhow::Result<()> {
    let engine = engine(settings).await?;
    let store = run::open_store(settings).await?;
    match command {
        SourceCommand::Add { url, json } => add(&engine, &url, json).await,
        SourceCommand::List { json } => list(&store, json).await,
        SourceCommand::Remove { source } => {
            let source = find(&store, &source).await?;
            store.remove_source(source.id).await?;
            say(format_args!("Removed {} ({}). Its articles stay.", source.title, source.url));
            Ok(())
        }
        SourceCommand::Import { file, json } => import(&engine, &file, json).await,
        SourceCommand::Export => {
            say(engine.export_opml().await?.trim_end());
            Ok(())
        }
    }
}

/// An engine that only looks and adds; the running server does the work.
pub async fn engine(settings: &Settings) -> anyhow::Result<Engine> {
    let store = run::open_store(settings).await?;
    let config = run::engine_config(settings)?;
    Ok(Engine::idle(store, run::client(settings)?, config, system_clock()).await?)
}

/// The source of that number or address.
pub async fn find(store: &Store, named: &str) -> anyhow::Result<Source> {
    let found = match named.parse::<SourceId>() {
        Ok(id) => store.source(id).await?,
        Err(_) => store.source_by_url(named.to_owned()).await?,
    };
    found.with_context(|| format!("there is no source {named}; `coranto source list` shows them"))
}

async fn add(engine: &Engine, url: &str, as_json: bool) -> anyhow::Result<()> {
    let added = engine.add_source(url).await?;
    if as_json {
        return say_json(&json!({
            "id": added.id, "url": added.url, "title": added.title, "new": added.is_new,
        }));
    }
    let word = if added.is_new { "Added" } else { "Known already:" };
    say(format_args!("{word} {} ({}), source {}.", added.title, added.url, added.id));
    Ok(())
}

async fn list(store: &Store, as_json: bool) -> anyhow::Result<()> {
    let sources = store.sources().await?;
    if as_json {
        let lines: Vec<_> = sources.iter().map(as_value).collect();
        return say_json(&lines);
    }
    if sources.is_empty() {
        say("There are no sources yet. Add one with `coranto source add URL`.");
    }
    for source in &sources {
        say(format_args!("{:>6}  {}  {}", source.id, source.title, source.url));
        say(format_args!("        {}", health(source)));
    }
    Ok(())
}

fn as_value(source: &Source) -> serde_json::Value {
    let time = |at: Option<Millis>| at.map(|at| at.to_string());
    json!({
        "id": source.id,
        "url": source.url,
        "title": source.title,
        "publisher": source.publisher_domain,
        "folder": source.folder,
        "added": source.added.to_string(),
        "entries": source.entries,
        "last_attempt": time(source.attempt),
        "last_success": time(source.success),
        "next_poll": time(source.next_poll.filter(|_| !source.retired)),
        "failures": source.failures,
        "failing_since": time(source.failing_since),
        "problem": source.problem.as_ref().map(|problem| json!({
            "code": problem.code, "sentence": problem.sentence,
        })),
        "retired": source.retired,
    })
}

fn health(source: &Source) -> String {
    match (&source.problem, source.success) {
        (Some(problem), _) if source.retired => format!("retired: {}", problem.sentence),
        (Some(problem), _) => format!("failing ({} times): {}", source.failures, problem.sentence),
        (None, Some(success)) => format!("well, last read {success}, {} entries", source.entries),
        (None, None) => "not polled yet".to_owned(),
    }
}

async fn import(engine: &Engine, file: &Path, as_json: bool) -> anyhow::Result<()> {
    let bytes = super::inspect::read_file(&file.to_string_lossy())?;
    let imported = engine.import_opml(&bytes).await?;
    if as_json {
        return say_json(&json!({
            "added": imported.added, "known": imported.known, "refused": imported.refused,
        }));
    }
    say(format_args!("{} sources added, {} known already.", imported.added, imported.known));
    for refused in &imported.refused {
        say(format_args!("Refused: {refused}"));
    }
    if imported.added == 0 && imported.known == 0 {
        bail!("the file names no source that could be added");
    }
    Ok(())
}
