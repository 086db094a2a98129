//! `coranto serve`: the newspaper.

use coranto_web::{Access, WebConfig};

use crate::cli::{AccessArgument, Serve};
use crate::output::say;
use crate::run;
use crate::settings::{Secret, Settings};

/// The settings that stand on the command line.
pub fn flags(options: &Serve) -> toml::Table {
    let mut flags = toml::Table::new();
    let mut set = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            flags.insert(name.to_owned(), value.into());
        }
    };
    set("listen", options.listen.map(|address| address.to_string()));
    set("public_url", options.public_url.clone());
    let access = options.access.map(|access| match access {
        AccessArgument::Public => "public",
        AccessArgument::Private => "private",
        AccessArgument::SingleReader => "single-reader",
    });
    set("access", access.map(str::to_owned));
    if !options.trusted_proxy.is_empty() {
        let proxies = options.trusted_proxy.iter().cloned().map(toml::Value::from).collect();
        flags.insert("trusted_proxies".to_owned(), toml::Value::Array(proxies));
    }
    flags
}

pub async fn run(settings: Settings) -> anyhow::Result<()> {
    let _lock = run::lock(&settings.data)?;
    let listener = run::listen(settings.listen).await?;
    let address = listener.local_addr()?;
    let setup_token = run::random_token()?;
    let web = web_config(&settings, setup_token.clone());
    let running = run::start(&settings, listener, web).await?;
    let home = settings.public_url.as_ref().map_or_else(|| format!("http://{address}/"), ToString::to_string);
    say(format_args!("Coranto is ready: {home}"));
    if settings.access != Access::SingleReader && !running.store.has_admin().await? {
        say(format_args!("Make yourself the admin here: {home}first-run?token={setup_token}"));
    }
    running
        .until(async {
            if let Err(error) = run::asked_to_stop().await {
                tracing::error!(%error, "stopping");
            }
        })
        .await
}

/// What the web server needs of the settings.
pub fn web_config(settings: &Settings, setup_token: String) -> WebConfig {
    WebConfig {
        public_url: settings.public_url.clone(),
        trusted_proxies: settings.trusted_proxies.clone(),
        allowed_hosts: settings.allowed_hosts.clone(),
        access: settings.access,
        site_name: settings.site_name.clone(),
        setup_token,
        metrics_token: settings.metrics_token.as_ref().map(Secret::reveal).map(str::to_owned),
    }
}
