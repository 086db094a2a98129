//! `coranto reprocess`: brings stored articles to the newest version of a stage.

use coranto_engine::{stage_version, system_clock};
use coranto_store::tasks::Stage;

use crate::cli::{Reprocess, StageArgument};
use crate::output::say;
use crate::run;
use crate::settings::Settings;

pub async fn run(settings: &Settings, options: Reprocess) -> anyhow::Result<()> {
    let stage = match options.stage {
        StageArgument::Scrape => Stage::Scrape,
        StageArgument::Analyse => Stage::Analyse,
        StageArgument::File => Stage::File,
    };
    let below = if options.all { i64::MAX } else { stage_version(stage).unwrap_or(0) };
    let store = run::open_store(settings).await?;
    let articles = store.reprocess(stage, below, system_clock()()).await?;
    say(match articles {
        0 => "Every article is up to date.".to_owned(),
        1 => "One article goes through the stage again as soon as the server runs.".to_owned(),
        more => format!("{more} articles go through the stage again as soon as the server runs."),
    });
    Ok(())
}
