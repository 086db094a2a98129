//! The health of a source, in words.

use std::borrow::Cow;

use coranto_model::Millis;
use coranto_store::sources::Source;

use crate::language::{Words, problem_id};

/// How a source does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceState {
    /// It answers.
    Well,
    /// It was not asked yet.
    New,
    /// It asked us to come less often, or later.
    Slow,
    /// It fails.
    Failing,
    /// Its rules do not allow it to be read.
    NotAllowed,
    /// It is gone for good.
    Gone,
}

impl SourceState {
    /// All of them, in the order in which the form offers them.
    pub const ALL: [Self; 6] =
        [Self::Well, Self::New, Self::Slow, Self::Failing, Self::NotAllowed, Self::Gone];

    /// The state of `source`.
    pub fn of(source: &Source) -> Self {
        match &source.problem {
            _ if source.retired => Self::Gone,
            Some(problem) => match problem.code.as_str() {
                "robots" | "private-address" => Self::NotAllowed,
                "too-many-requests" | "unavailable" => Self::Slow,
                "gone" => Self::Gone,
                _ => Self::Failing,
            },
            // Its poll is a dead letter.
            None if source.next_poll.is_none() => Self::Failing,
            None if source.success.is_none() => Self::New,
            None => Self::Well,
        }
    }

    /// The message that names it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Well => "state-well",
            Self::New => "state-new",
            Self::Slow => "state-slow",
            Self::Failing => "state-failing",
            Self::NotAllowed => "state-not-allowed",
            Self::Gone => "state-gone",
        }
    }

    /// The word in addresses.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::New => "new",
            Self::Slow => "slow",
            Self::Failing => "failing",
            Self::NotAllowed => "not-allowed",
            Self::Gone => "gone",
        }
    }

    /// `good`, `warn` or `bad`.
    pub fn tone(self) -> &'static str {
        match self {
            Self::Well => "good",
            Self::New | Self::Slow | Self::NotAllowed => "warn",
            Self::Failing | Self::Gone => "bad",
        }
    }

    /// The name of its icon.
    pub fn icon(self) -> &'static str {
        match self {
            Self::Well => "good",
            Self::New | Self::Slow => "clock",
            Self::NotAllowed | Self::Failing | Self::Gone => "bad",
        }
    }

    /// Whether somebody should look at it.
    pub fn needs_a_look(self) -> bool {
        matches!(self, Self::Failing | Self::NotAllowed | Self::Gone)
    }
}

/// What there is to say of a source.
pub struct Problem {
    /// In the page's language.
    pub words: Cow<'static, str>,
    /// The engine's own sentence, in English, where it says more.
    pub sentence: Option<String>,
}

/// What happens with `source`: how often it is polled, or what is wrong.
pub fn describe(words: Words, source: &Source) -> Problem {
    let Some(problem) = &source.problem else {
        if source.next_poll.is_none() {
            return Problem { words: words.say("problem-stopped"), sentence: None };
        }
        let rhythm =
            source.memory.interval_ms.map(|interval| words.named("polled-every", &words.span(interval)));
        return Problem { words: rhythm.unwrap_or_else(|| words.say("polled-soon")), sentence: None };
    };
    let general = words.find(&problem_id(&problem.code)).unwrap_or_default();
    Problem { words: general, sentence: Some(problem.sentence.clone()) }
}

/// When `source` is polled next, seen at `now`.
pub fn next_poll(words: Words, source: &Source, now: Millis) -> Cow<'static, str> {
    match source.next_poll {
        Some(next) if !source.retired => {
            let wait = next.since(now);
            if wait < Millis::SECOND { words.say("polled-now") } else { words.span(wait) }
        }
        _ => words.say("never"),
    }
}
