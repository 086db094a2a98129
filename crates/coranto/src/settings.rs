//! The settings in force: defaults, then coranto.toml, then the environment, then the command line.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use coranto_crawl::policy::Policy;
use coranto_web::Access;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::cli::Global;

/// Name of the configuration file in the data folder.
const FILE: &str = "coranto.toml";

/// Begin of the names of environment variables.
const PREFIX: &str = "CORANTO_";

/// Environment variables with our prefix that are no settings: they belong to the tests.
const NO_SETTINGS: [&str; 3] = ["CORANTO_BENCH", "CORANTO_SOAK", "CORANTO_TEST_POSTGRES"];

/// Settings that are texts, whatever they look like: a token of digits is no number.
const TEXTS: [&str; 10] = [
    "data",
    "listen",
    "database",
    "public_url",
    "access",
    "site_name",
    "contact",
    "proxy",
    "metrics_token",
    "log",
];

/// What stands for a secret that is hidden.
const HIDDEN: &str = "(hidden)";

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file cannot be read.
    #[error("the configuration file {} cannot be read: {reason}", file.display())]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file, a variable or the mixture of them is wrong.
    #[error("{origin}: {reason}")]
    Wrong {
        /// Which file or variable.
        origin: String,
        /// What is wrong.
        reason: String,
    },
    /// There is no place to keep data.
    #[error("this system names no folder for data: say where to keep it with --data DIR")]
    NoDataFolder,
}

/// A text that is not shown.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(HIDDEN)
    }
}

/// All settings.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Folder of the database, the picture cache and this file.
    pub data: PathBuf,
    /// Address to serve on.
    pub listen: SocketAddr,
    /// PostgreSQL database; without it, SQLite in the data folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database: Option<Secret>,
    /// Address under which people reach this site.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<Url>,
    /// Further host names under which the site may be asked for.
    pub allowed_hosts: Vec<String>,
    /// Proxies whose X-Forwarded-For is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// Who may read.
    pub access: Access,
    /// The newspaper's name.
    pub site_name: String,
    /// Address or e-mail by which publishers reach whoever runs this: part of the User-Agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Private hosts or networks that may be fetched from, such as intranet.example or 10.1.0.0/16.
    pub allow_private: Vec<String>,
    /// Proxy for outgoing requests.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy: Option<Secret>,
    /// Hosts that are worked on at the same time.
    pub network_workers: usize,
    /// Whether this node polls and scrapes, or only serves pages.
    pub work: bool,
    /// Days that fetched pages are kept.
    pub raw_page_days: u32,
    /// Megabytes of resized pictures that are kept.
    pub picture_cache_mb: u64,
    /// Who carries this token may read /metrics.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_token: Option<Secret>,
    /// What is logged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
    /// How publishers are polled.
    pub policy: Policy,
    /// Exceptions by host.
    pub zones: Vec<ZoneSettings>,
}

/// Hosts with a policy of their own.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZoneSettings {
    /// Host names, names with everything under them (`.example.org`), IP addresses or networks (`10.0.0.0/8`).
    pub hosts: Vec<String>,
    /// How they are polled.
    pub policy: Policy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            data: PathBuf::new(),
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            database: None,
            public_url: None,
            allowed_hosts: Vec::new(),
            trusted_proxies: Vec::new(),
            access: Access::Public,
            site_name: "Coranto".to_owned(),
            contact: None,
            allow_private: Vec::new(),
            proxy: None,
            network_workers: 64,
            work: true,
            raw_page_days: 14,
            picture_cache_mb: 1_024,
            metrics_token: None,
            log: None,
            policy: Policy::default(),
            zones: Vec::new(),
        }
    }
}

impl Settings {
    /// Puts the settings together. `environment` are the variables; `flags` the settings from the command line.
    pub fn load(
        global: &Global,
        flags: toml::Table,
        environment: impl Iterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let mut table = toml::Table::new();
        let from_environment = environment_table(environment)?;
        let data = global
            .data
            .clone()
            .or_else(|| from_environment.get("data").and_then(toml::Value::as_str).map(PathBuf::from));
        let data = match data {
            Some(data) => data,
            None => default_data_folder()?,
        };
        let (file, must_exist) = match &global.config {
            Some(file) => (file.clone(), true),
            None => (data.join(FILE), false),
        };
        if let Some(settings) = read_file(&file, must_exist)? {
            table.extend(settings);
        }
        table.extend(from_environment);
        table.extend(flags);
        for (name, value) in [("database", &global.database), ("log", &global.log)] {
            if let Some(value) = value {
                table.insert(name.to_owned(), value.clone().into());
            }
        }
        if global.data.is_some() || !table.contains_key("data") {
            table.insert("data".to_owned(), data.to_string_lossy().into_owned().into());
        }
        let settings: Self = table.try_into().map_err(|error: toml::de::Error| SettingsError::Wrong {
            origin: "the settings".to_owned(),
            reason: error.message().to_owned(),
        })?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), SettingsError> {
        let wrong = |origin: &str, reason: String| {
            Err(SettingsError::Wrong { origin: format!("the setting {origin}"), reason })
        };
        if let Some(database) = &self.database
            && !["postgres://", "postgresql://"].iter().any(|scheme| database.0.starts_with(scheme))
        {
            return wrong("database", "it begins with postgres://; leave it out to use SQLite".to_owned());
        }
        if let Some(url) = &self.public_url
            && (!matches!(url.scheme(), "http" | "https") || url.path() != "/")
        {
            return wrong("public_url", "it is a whole host such as https://news.example.org".to_owned());
        }
        for policy in std::iter::once(&self.policy).chain(self.zones.iter().map(|zone| &zone.policy)) {
            if let Err(error) = policy.validate() {
                return wrong("policy", error.to_string());
            }
        }
        if self.network_workers == 0 {
            return wrong("network_workers", "at least one is needed".to_owned());
        }
        Ok(())
    }

    /// The settings as a configuration file, secrets hidden.
    pub fn to_toml(&self) -> String {
        let mut shown = self.clone();
        for secret in [&mut shown.metrics_token, &mut shown.proxy].into_iter().flatten() {
            *secret = Secret(HIDDEN.to_owned());
        }
        shown.database = shown.database.map(|database| Secret(without_password(&database.0)));
        toml::to_string_pretty(&shown).unwrap_or_else(|error| format!("# {error}\n"))
    }
}

fn without_password(url: &str) -> String {
    match Url::parse(url) {
        Ok(mut url) => {
            // Fails only for addresses that can have no password.
            let _ = url.set_password(url.password().map(|_| "hidden"));
            url.set_query(None);
            url.into()
        }
        Err(_) => HIDDEN.to_owned(),
    }
}

fn default_data_folder() -> Result<PathBuf, SettingsError> {
    let folders = directories::ProjectDirs::from("", "", "coranto").ok_or(SettingsError::NoDataFolder)?;
    Ok(folders.data_dir().to_owned())
}

fn read_file(file: &Path, must_exist: bool) -> Result<Option<toml::Table>, SettingsError> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if is_missing(&error) && !must_exist => return Ok(None),
        Err(error) => {
            return Err(SettingsError::Unreadable { file: file.to_owned(), reason: error.to_string() });
        }
    };
    // Without the line itself, which may hold a secret.
    let wrong = |error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let number = before.matches('\n').count();
        let line = text.lines().nth(number).unwrap_or_default();
        let name = line.split_once('=').map_or("", |(name, _)| name.trim());
        let name = if name.is_empty() { String::new() } else { format!(", {name}") };
        let reason = format!("line {}{name}: {}", number + 1, error.message().replace('\n', " "));
        SettingsError::Wrong { origin: file.display().to_string(), reason }
    };
    let table: toml::Table = text.parse().map_err(wrong)?;
    // Checked alone first, so that a mistake is reported with its line.
    toml::from_str::<Settings>(&text).map_err(wrong)?;
    Ok(Some(table))
}

fn is_missing(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{NotADirectory, NotFound};
    matches!(error.kind(), NotFound | NotADirectory)
}

/// `CORANTO_PUBLIC_URL=…` as `public_url = "…"`. The values of settings that are no texts are written as in the file.
fn environment_table(
    environment: impl Iterator<Item = (String, String)>,
) -> Result<toml::Table, SettingsError> {
    let known = setting_names();
    let mut table = toml::Table::new();
    for (variable, value) in environment {
        let Some(name) = variable.strip_prefix(PREFIX) else { continue };
        if NO_SETTINGS.contains(&variable.as_str()) {
            continue;
        }
        let name = name.to_ascii_lowercase();
        if !known.contains(name.as_str()) {
            let names = known.iter().copied().collect::<Vec<_>>().join(", ");
            return Err(SettingsError::Wrong {
                origin: format!("the environment variable {variable}"),
                reason: format!("there is no such setting; there are: {names}"),
            });
        }
        let parsed = if TEXTS.contains(&name.as_str()) {
            None
        } else {
            let parsed = format!("value = {value}").parse::<toml::Table>().ok();
            parsed.and_then(|mut table| table.remove("value"))
        };
        table.insert(name, parsed.unwrap_or(toml::Value::String(value)));
    }
    Ok(table)
}

fn setting_names() -> BTreeSet<&'static str> {
    [
        "data",
        "listen",
        "database",
        "public_url",
        "allowed_hosts",
        "trusted_proxies",
        "access",
        "site_name",
        "contact",
        "allow_private",
        "proxy",
        "network_workers",
        "work",
        "raw_page_days",
        "picture_cache_mb",
        "metrics_token",
        "log",
        "policy",
        "zones",
    ]
    .into()
}

#[cfg(test)]
mod tests {
    use super::{Global, Settings};

    fn load(file: &str, environment: &[(&str, &str)]) -> Result<Settings, String> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("coranto.toml"), file).unwrap();
        let global = Global { data: Some(folder.path().to_owned()), ..Global::default() };
        let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Settings::load(&global, toml::Table::new(), environment).map_err(|error| error.to_string())
    }

    #[test]
    fn the_environment_goes_before_the_file() {
        let settings =
            load("site_name = 'File'\nnetwork_workers = 3", &[("CORANTO_SITE_NAME", "Variable")]).unwrap();
        assert_eq!((settings.site_name.as_str(), settings.network_workers), ("Variable", 3));
        let settings =
            load("", &[("CORANTO_NETWORK_WORKERS", "9"), ("CORANTO_ALLOW_PRIVATE", "['a', 'b']")]).unwrap();
        assert_eq!((settings.network_workers, settings.allow_private.len()), (9, 2));
    }

    #[test]
    fn texts_of_digits_are_texts() {
        assert_eq!(load("", &[("CORANTO_SITE_NAME", "1984")]).unwrap().site_name, "1984");
    }

    #[test]
    fn mistakes_are_named() {
        for (file, environment, part) in [
            ("site_nam = 'x'", [].as_slice(), "site_nam"),
            ("listen = 'nowhere'", &[], "listen"),
            ("= broken", &[], "coranto.toml"),
            ("", &[("CORANTO_SITE_NAM", "x")], "CORANTO_SITE_NAM"),
            ("database = 'mysql://x'", &[], "postgres://"),
            ("public_url = 'https://example.org/path'", &[], "public_url"),
            ("network_workers = 0", &[], "network_workers"),
        ] {
            let error = load(file, environment).unwrap_err();
            assert!(error.contains(part), "{file}: {error}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let settings = load(
            "database = 'postgres://me:s3cret@db/coranto'\nmetrics_token = 's3cret'\nproxy = 'http://u:s3cret@p'",
            &[],
        )
        .unwrap();
        let shown = settings.to_toml();
        assert!(!shown.contains("s3cret"), "{shown}");
        assert!(shown.contains("postgres://me:hidden@db/coranto"), "{shown}");
        assert!(!format!("{settings:?}").contains("s3cret"));
    }

    #[test]
    fn every_setting_has_its_variable() {
        let table: toml::Table = Settings::default().to_toml().parse().unwrap();
        let names = super::setting_names();
        assert!(table.keys().all(|key| names.contains(key.as_str())));
    }
}
