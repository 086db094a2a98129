//! robots.txt by RFC 9309: groups, longest match, `*` and `$`; and Crawl-delay, which many still write.

use coranto_model::Millis;

mod path;

/// Longest file that is read (section 2.5), in bytes.
pub const MAX_BYTES: usize = 500 * 1024;

/// Most rules that are kept of one file.
const MAX_RULES: usize = 10_000;

/// Longest delay that a file can ask for, in milliseconds.
const MAX_DELAY_MS: f64 = Millis::DAY as f64;

/// What the status of a robots.txt says before a line of it is read (section 2.3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Availability {
    /// The file is there: its rules decide.
    Rules,
    /// There is no such file: everything is allowed.
    AllowAll,
    /// The host is in trouble: nothing is allowed until it can be asked.
    DisallowAll,
}

/// What a status says, after redirects were followed. A host that answers 429 does not want more requests, so it is
/// taken as one in trouble, which the RFC leaves open.
pub fn availability(status: u16) -> Availability {
    match status {
        200..=299 => Availability::Rules,
        300..=499 if status != 429 => Availability::AllowAll,
        _ => Availability::DisallowAll,
    }
}

/// A robots.txt file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    groups: Vec<Group>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Group {
    agents: Vec<Agent>,
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Agent {
    token: String,
    crawl_delay_ms: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rule {
    allow: bool,
    pattern: String,
}

/// What a line of the file is, as far as it concerns anybody.
enum Line<'a> {
    Agent(&'a str),
    Rule { allow: bool, pattern: &'a str },
    Delay(&'a str),
}

impl Robots {
    /// Reads a file. What cannot be understood is passed over, as section 2.2 asks; what is beyond [`MAX_BYTES`] is
    /// not read.
    pub fn parse(file: impl AsRef<[u8]>) -> Self {
        let bytes = file.as_ref();
        let text = String::from_utf8_lossy(bytes.get(..MAX_BYTES).unwrap_or(bytes));
        let mut robots = Self::default();
        let mut rules = 0;
        // Further agents join a group until its first rule.
        let mut is_open = false;
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']).filter_map(line) {
            match line {
                Line::Agent(name) => {
                    if !is_open {
                        robots.groups.push(Group::default());
                    }
                    is_open = true;
                    if let Some(group) = robots.groups.last_mut() {
                        group.agents.push(Agent { token: product_token(name), crawl_delay_ms: None });
                    }
                }
                Line::Rule { allow, pattern } if rules < MAX_RULES => {
                    is_open = false;
                    // An empty Disallow forbids nothing.
                    if let Some(group) = robots.groups.last_mut().filter(|_| !pattern.is_empty()) {
                        group.rules.push(Rule { allow, pattern: path::of_pattern(pattern) });
                        rules += 1;
                    }
                }
                Line::Rule { .. } => {}
                Line::Delay(value) => robots.delay(value),
            }
        }
        robots
    }

    /// A delay is no rule and does not end a list of agents (section 2.2.4), but it is meant for those named before.
    fn delay(&mut self, value: &str) {
        let agents = self.groups.last_mut().into_iter().flat_map(|group| &mut group.agents);
        for agent in agents.filter(|agent| agent.crawl_delay_ms.is_none()) {
            agent.crawl_delay_ms = delay_ms(value);
        }
    }

    /// Whether `agent` (a product token such as `Coranto`) may fetch this path with its query.
    pub fn allows(&self, agent: &str, path_and_query: &str) -> bool {
        let path = path::of_address(path_and_query);
        // Section 2.2.2: the file itself is always allowed.
        if path == "/robots.txt" {
            return true;
        }
        let token = self.token_for(agent);
        let best = self
            .groups
            .iter()
            .filter(|group| group.agents.iter().any(|agent| agent.token == token))
            .flat_map(|group| &group.rules)
            .filter(|rule| path::matches(&rule.pattern, &path))
            .max_by_key(|rule| (rule.pattern.len(), rule.allow));
        best.is_none_or(|rule| rule.allow)
    }

    /// The gap that the file asks of `agent`, in milliseconds: up to a day.
    pub fn crawl_delay_ms(&self, agent: &str) -> Option<i64> {
        let token = self.token_for(agent);
        let agents = self.groups.iter().flat_map(|group| &group.agents);
        agents.filter(|agent| agent.token == token).filter_map(|agent| agent.crawl_delay_ms).max()
    }

    /// The name under which the file knows the agent: its own, or `*` where it is not named (section 2.2.1).
    fn token_for(&self, agent: &str) -> String {
        let token = product_token(agent);
        let is_named = self.groups.iter().flat_map(|group| &group.agents).any(|agent| agent.token == token);
        if is_named { token } else { "*".to_owned() }
    }
}

fn line(line: &str) -> Option<Line<'_>> {
    let (name, value) = line.split('#').next()?.split_once(':')?;
    let value = value.trim();
    match name.trim().to_ascii_lowercase().as_str() {
        "user-agent" => Some(Line::Agent(value)),
        "allow" => Some(Line::Rule { allow: true, pattern: value }),
        "disallow" => Some(Line::Rule { allow: false, pattern: value }),
        "crawl-delay" => Some(Line::Delay(value)),
        _ => None,
    }
}

/// `Coranto/1.0 (+…)` as `coranto`.
fn product_token(text: &str) -> String {
    if text.split_whitespace().next() == Some("*") {
        return "*".to_owned();
    }
    let token = text.split(|c: char| !(c.is_ascii_alphabetic() || c == '_' || c == '-')).next();
    token.unwrap_or_default().to_ascii_lowercase()
}

fn delay_ms(value: &str) -> Option<i64> {
    let seconds: f64 = value.parse().ok().filter(|seconds: &f64| seconds.is_finite() && *seconds >= 0.0)?;
    #[expect(clippy::cast_possible_truncation, reason = "it is capped")]
    Some((seconds * Millis::SECOND as f64).min(MAX_DELAY_MS) as i64)
}

#[cfg(test)]
mod tests;
