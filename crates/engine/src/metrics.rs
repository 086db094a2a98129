//! Counters of this node and gauges of its store, as `/metrics` shows them.

use std::sync::atomic::{AtomicU64, Ordering};

use coranto_store::StoreError;

use crate::context::Context;
use crate::pictures::Pictures;

/// Whether a metric only grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricKind {
    /// Only grows, from the node's start.
    Counter,
    /// Goes up and down.
    Gauge,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Its name, by Prometheus' rules.
    pub name: &'static str,
    /// What it means.
    pub help: &'static str,
    /// Whether it only grows.
    pub kind: MetricKind,
    /// Labels and their values.
    pub labels: Vec<(&'static str, String)>,
    /// The figure.
    pub value: f64,
}

/// A number that only grows.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(crate) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    pub(crate) fn value(&self) -> f64 {
        self.0.load(Ordering::Relaxed) as f64
    }
}

/// What the workers count.
#[derive(Default)]
pub(crate) struct Counters {
    pub(crate) polls_good: Counter,
    pub(crate) polls_unchanged: Counter,
    pub(crate) polls_failed: Counter,
    pub(crate) entries: Counter,
    pub(crate) scraped: Counter,
    pub(crate) scrapes_failed: Counter,
    pub(crate) analysed: Counter,
    pub(crate) filed: Counter,
    pub(crate) bytes: Counter,
}

/// All figures, those of one name together.
pub(crate) async fn collect(context: &Context, pictures: &Pictures) -> Result<Vec<Metric>, StoreError> {
    let totals = context.store.totals().await?;
    let stages = context.store.stage_counts(context.now()).await?;
    let counters = &context.counters;
    let counter = |name, help, value: &Counter| Metric {
        name,
        help,
        kind: MetricKind::Counter,
        labels: Vec::new(),
        value: value.value(),
    };
    let gauge = |name, help, labels, value: u64| Metric {
        name,
        help,
        kind: MetricKind::Gauge,
        labels,
        value: value as f64,
    };
    let polls = |outcome: &str, value: &Counter| Metric {
        labels: vec![("outcome", outcome.to_owned())],
        ..counter("coranto_polls_total", "Polls of sources by outcome.", value)
    };
    let mut metrics = vec![
        polls("changed", &counters.polls_good),
        polls("unchanged", &counters.polls_unchanged),
        polls("failed", &counters.polls_failed),
        counter("coranto_entries_total", "Entries that were new.", &counters.entries),
        counter("coranto_scrapes_total", "Pages read.", &counters.scraped),
        counter("coranto_scrape_failures_total", "Pages that could not be read.", &counters.scrapes_failed),
        counter("coranto_analysed_total", "Articles analysed.", &counters.analysed),
        counter("coranto_filed_total", "Articles filed.", &counters.filed),
        counter("coranto_fetched_bytes_total", "Bytes of feeds and pages after decoding.", &counters.bytes),
        counter("coranto_pictures_fetched_total", "Pictures fetched from publishers.", pictures.fetched()),
        gauge("coranto_articles", "Articles that can be read.", Vec::new(), totals.live),
        gauge(
            "coranto_articles_on_their_way",
            "Articles between poll and file.",
            Vec::new(),
            totals.on_their_way,
        ),
        gauge("coranto_sources", "Sources that are polled.", Vec::new(), totals.sources),
    ];
    for (state, value) in [
        ("due", (|count| count.due) as fn(&coranto_store::tasks::StageCount) -> u64),
        ("waiting", |count| count.waiting),
        ("dead", |count| count.dead),
    ] {
        metrics.extend(stages.iter().map(|count| {
            let labels = vec![("stage", count.stage.to_string()), ("state", state.to_owned())];
            gauge("coranto_tasks", "Tasks by stage and state.", labels, value(count))
        }));
    }
    Ok(metrics)
}
