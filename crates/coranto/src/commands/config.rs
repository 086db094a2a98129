//! `coranto config`: the settings in force.

use crate::output::say;
use crate::settings::Settings;

pub fn run(settings: &Settings) {
    say(settings.to_toml().trim_end());
}
