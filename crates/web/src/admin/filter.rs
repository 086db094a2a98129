//! Which sources the list shows.

use coranto_store::sources::Source;

use crate::slug::encode;
use crate::view::SourceState;
use crate::visit::Visit;

/// Sources on a page.
pub const ON_PAGE: usize = 50;

/// What the admin looks for.
pub struct Filter {
    /// Words in title, publisher or address.
    pub find: String,
    /// The health.
    pub health: Option<SourceState>,
    /// The page, from 0.
    pub number: usize,
}

impl Filter {
    /// What the address says.
    pub fn of(visit: &Visit) -> Self {
        let health = visit.query("health");
        Self {
            find: visit.query("find").unwrap_or_default().trim().to_owned(),
            health: SourceState::ALL.into_iter().find(|state| Some(state.slug()) == health.as_deref()),
            number: visit.query("page").and_then(|number| number.parse().ok()).unwrap_or(0),
        }
    }

    /// Whether `source` is looked for.
    pub fn takes(&self, source: &Source) -> bool {
        let wanted = self.find.to_lowercase();
        let has = |text: &str| text.to_lowercase().contains(&wanted);
        self.health.is_none_or(|health| health == SourceState::of(source))
            && (wanted.is_empty() || has(&source.title) || has(&source.publisher_name) || has(&source.url))
    }

    /// The address of another page of the same list.
    pub fn page(&self, number: usize) -> String {
        let health = self.health.map(SourceState::slug).unwrap_or_default();
        format!("/admin/sources?find={}&health={health}&page={number}", encode(&self.find))
    }
}
