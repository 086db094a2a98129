//! Work to do, and who may do it.
//!
//! A *task* is one stage of the way of one article (or the poll of one source). Tasks stand in *lanes*; a worker
//! leases a whole lane and is then the only one that works on its tasks. So one mechanism gives three promises:
//!
//! - a network lane is one host gate: at most one connection at a time to it, from all nodes together;
//! - the single lane of *file* elects its one writer;
//! - every lease raises the lane's fence, and a result is only taken with the newest fence: a worker that slept
//!   through the end of its lease cannot overwrite what its successor did.

pub(crate) mod postgres;
pub(crate) mod sqlite;
#[cfg(test)]
mod suite;

use std::fmt;

use coranto_model::{ArticleId, Millis, SourceId};

use crate::dispatch::{read, write};
use crate::{Result, Store, StoreError};

/// A stage of the way of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Ask a source for its entries.
    Poll,
    /// Fetch the article's page and take the article from it.
    Scrape,
    /// Take the article again from the page that is kept: what reprocessing does instead of `Scrape`.
    Extract,
    /// Work out what the article says: its language, later its terms, names and vector.
    Analyse,
    /// Decide which story it belongs to.
    File,
}

impl Stage {
    /// All stages, in the order of the way.
    pub const ALL: [Self; 5] = [Self::Poll, Self::Scrape, Self::Extract, Self::Analyse, Self::File];

    /// The word in the store, on the command line and in metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Poll => "poll",
            Self::Scrape => "scrape",
            Self::Extract => "extract",
            Self::Analyse => "analyse",
            Self::File => "file",
        }
    }

    pub(crate) fn parse(text: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|stage| stage.as_str() == text);
        found.ok_or_else(|| StoreError::Value(format!("stage {text}")))
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What kind of worker a lane needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LaneKind {
    /// Polls and scrapes of one host gate.
    Network,
    /// Extracting and analysing: processor time only.
    Compute,
    /// Filing: one lane for the whole instance.
    File,
}

impl LaneKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::Compute => "compute",
            Self::File => "file",
        }
    }
}

/// The name of a lane and its kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lane {
    pub(crate) kind: LaneKind,
    pub(crate) name: String,
}

/// Compute lanes. More than any machine's workers, so that no worker waits for a lane.
const COMPUTE_LANES: i64 = 16;

impl Lane {
    /// The lane of the host gate `key`.
    pub fn network(key: &str) -> Self {
        Self { kind: LaneKind::Network, name: format!("host:{key}") }
    }

    /// The lane in which `article` is extracted and analysed.
    pub fn compute(article: ArticleId) -> Self {
        Self { kind: LaneKind::Compute, name: format!("compute:{}", article.0.rem_euclid(COMPUTE_LANES)) }
    }

    /// The lane of filing.
    pub fn file() -> Self {
        Self { kind: LaneKind::File, name: "file".to_owned() }
    }
}

/// The right to work on a lane until `until`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The lane's name.
    pub lane: String,
    /// The number of this lease. A later lease of the lane has a higher one.
    pub fence: i64,
    /// When others may take the lane over.
    pub until: Millis,
}

/// One piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What to do.
    pub stage: Stage,
    /// To which source (poll) or article (all others).
    pub subject: i64,
    /// How often it was tried and failed.
    pub attempts: u32,
}

impl Task {
    /// The source of a poll.
    pub fn source(&self) -> SourceId {
        SourceId(self.subject)
    }

    /// The article of any other stage.
    pub fn article(&self) -> ArticleId {
        ArticleId(self.subject)
    }
}

/// A leased lane with the tasks that are due in it, at least one.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The lease.
    pub lease: Lease,
    /// What to do, polls first, then the longest due.
    pub tasks: Vec<Task>,
}

/// What becomes of a task that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterFailure {
    /// It is tried again at that time.
    RetryAt(Millis),
    /// It becomes a dead letter: only a person brings it back.
    Dead,
}

/// A task that is no longer tried, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadTask {
    /// The stage in which it failed.
    pub stage: Stage,
    /// The source or article.
    pub subject: i64,
    /// What it is about: the source's title or the article's address.
    pub about: String,
    /// The reason in words.
    pub problem: String,
    /// Since when.
    pub since: Millis,
    /// How often it was tried.
    pub attempts: u32,
}

/// How much there is to do in a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// The stage.
    pub stage: Stage,
    /// Tasks that are due now.
    pub due: u64,
    /// Tasks that wait for their time.
    pub waiting: u64,
    /// Dead letters.
    pub dead: u64,
}

impl Store {
    /// Leases the lane of one of `kinds` that has been ready for longest, until `until`, with up to `batch` of its
    /// due tasks. `holder` names the node. `None`: nothing is due in any free lane.
    pub async fn claim(
        &self,
        kinds: Vec<LaneKind>,
        holder: String,
        now: Millis,
        until: Millis,
        batch: u32,
    ) -> Result<Option<Claim>> {
        write!(self, claim(kinds, holder, now, until, batch))
    }

    /// Gives back every lane that `holder` holds: what a node does when it starts, for the leases that it held when
    /// it was killed. How many.
    pub async fn release_held(&self, holder: String, now: Millis) -> Result<u64> {
        write!(self, release_held(holder, now))
    }

    /// When the next lane of one of `kinds` gets ready; [`Millis::NEVER`] when none will.
    pub async fn next_ready(&self, kinds: Vec<LaneKind>) -> Result<Millis> {
        read!(self, next_ready(kinds))
    }

    /// Makes the lease last until `until`. Fails with `LeaseLost` when somebody else has taken the lane over.
    pub async fn renew(&self, lease: Lease, until: Millis) -> Result<Lease> {
        write!(self, renew(lease, until))
    }

    /// Gives the lane back; nobody gets it before `free`. A lost lease is given back without effect.
    pub async fn release(&self, lease: Lease, free: Millis) -> Result<()> {
        write!(self, release(lease, free))
    }

    /// Notes that `task` failed with `problem`, and what becomes of it.
    pub async fn fail_task(
        &self,
        lease: Lease,
        task: Task,
        problem: String,
        after: AfterFailure,
        now: Millis,
    ) -> Result<()> {
        write!(self, fail_task(lease, task, problem, after, now))
    }

    /// Dead letters, newest first, after skipping `offset`.
    pub async fn dead_tasks(&self, offset: u32, limit: u32) -> Result<Vec<DeadTask>> {
        read!(self, dead_tasks(offset, limit))
    }

    /// Brings a dead letter back to life, due now. `false` when there is no such dead letter.
    pub async fn retry_task(&self, stage: Stage, subject: i64, now: Millis) -> Result<bool> {
        write!(self, retry_task(stage, subject, now))
    }

    /// How much there is to do, a line a stage.
    pub async fn stage_counts(&self, now: Millis) -> Result<Vec<StageCount>> {
        read!(self, stage_counts(now))
    }
}
