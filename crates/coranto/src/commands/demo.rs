//! `coranto demo`: sample publishers, and a newspaper made of them.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use coranto_crawl::{gate, policy::Policy};
use coranto_engine::system_clock;
use coranto_model::Millis;
use coranto_press::{Press, PressOptions, PressPublisher};
use coranto_store::publishers::{NameRank, PublisherFacts};
use coranto_store::sources::NewSource;
use coranto_store::tasks::Lane;
use coranto_web::Access;
use indicatif::{ProgressBar, ProgressStyle};
use url::Url;

use super::serve::web_config;
use crate::cli::Demo;
use crate::output::say;
use crate::run::{self, Running};
use crate::settings::{Settings, ZoneSettings};

/// After this time the paper is shown as it is.
const PATIENCE: Duration = Duration::from_mins(1);

/// How often the progress is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(100);

pub async fn run(options: Demo) -> anyhow::Result<()> {
    let data = tempfile::Builder::new()
        .prefix("coranto-demo-")
        .tempdir()
        .context("no throwaway folder can be made")?;
    let now = system_clock();
    let press = Press::start(PressOptions { now: now(), ..PressOptions::default() })
        .await
        .context("the sample publishers cannot be started")?;
    let settings = settings(data.path(), &options);
    let listener = run::listen_nearby(options.listen).await?;
    let address = listener.local_addr()?;
    let running = run::start(&settings, listener, web_config(&settings, run::random_token()?)).await?;
    let mut articles = 0;
    for publisher in press.publishers() {
        // Who has no feed cannot be polled.
        if let Some(feed_url) = &publisher.feed_url {
            running.store.add_source(source(publisher, feed_url, now()), now()).await?;
            articles += publisher.articles as u64;
        }
    }
    running.engine.wake();
    take_in(&running, articles).await?;
    say(format_args!("Coranto is ready: http://{address}/"));
    say("A new article comes out now and then. Ctrl-C ends the demo and deletes its data.");
    let done = running.until(publish(&press, options.every)).await;
    press.stop().await;
    done
}

fn settings(data: &std::path::Path, options: &Demo) -> Settings {
    // The sample publishers are our own, so they may be asked every second; the rules for all others stay.
    let policy = Policy {
        gap_ms: 0,
        floor_ms: 2_000,
        allowed_floor_ms: 2_000,
        no_validator_floor_ms: 2_000,
        cap_ms: 4_000,
        ..Policy::default()
    };
    Settings {
        data: data.to_owned(),
        listen: options.listen,
        access: Access::SingleReader,
        allow_private: vec![".localhost".to_owned()],
        zones: vec![ZoneSettings { hosts: vec![".localhost".to_owned()], policy }],
        ..Settings::default()
    }
}

fn source(publisher: &PressPublisher, feed_url: &Url, now: Millis) -> NewSource {
    let domain = coranto_model::address::publisher_domain(&publisher.base_url);
    NewSource {
        url: feed_url.to_string(),
        title: publisher.name.clone(),
        folder: None,
        publisher: PublisherFacts {
            name: Some((publisher.name.clone(), NameRank::Given)),
            language: Some(publisher.language),
            country: Some(publisher.country),
            ..PublisherFacts::of(domain.unwrap_or_default())
        },
        lane: Lane::network(&gate::key(feed_url)),
        due: now,
    }
}

/// Shows how the articles come in, until all are there.
async fn take_in(running: &Running, articles: u64) -> anyhow::Result<()> {
    let bar = ProgressBar::new(articles);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos} of {len} articles") {
        bar.set_style(style);
    }
    bar.set_message("Reading the papers");
    let begin = Instant::now();
    while begin.elapsed() < PATIENCE {
        let live = running.store.totals().await?.live;
        bar.set_position(live);
        if live >= articles {
            break;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    bar.finish_and_clear();
    say(format_args!(
        "{} articles of {} publishers in {:.1} seconds.",
        running.store.totals().await?.live,
        running.store.publishers().await?.len(),
        begin.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// Publishes one article after the other until the program is asked to stop.
async fn publish(press: &Press, every: u64) {
    let clock = system_clock();
    let mut ticks = tokio::time::interval(Duration::from_secs(every));
    ticks.tick().await;
    let stop = run::asked_to_stop();
    tokio::pin!(stop);
    loop {
        tokio::select! {
            _ = &mut stop => return,
            _ = ticks.tick() => {
                if let Some(published) = press.publish_next(clock()) {
                    say(format_args!("{} publishes: {}", published.publisher, published.headline));
                }
            }
        }
    }
}
