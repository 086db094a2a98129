//! Everything that we build on may be passed on: permissive licences and the MPL 2.0.

use std::fs;

use crate::metadata::{packages, root};
use crate::spdx::permits;

/// The list of deny.toml, so that there is one list and `cargo deny` says the same.
fn allowed() -> Vec<String> {
    let rules = fs::read_to_string(root().join("deny.toml")).unwrap();
    let begin = rules.find("\nallow = [").expect("deny.toml has its list of licences");
    let list = rules[begin..].split(']').next().unwrap();
    list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_dependency_may_be_passed_on() {
    let allowed = allowed();
    assert!(allowed.iter().any(|name| name == "MIT") && !allowed.iter().any(|name| name.contains("GPL")));
    let is_allowed = |name: &str| allowed.iter().any(|known| known == name);
    let mut wrong = Vec::new();
    for package in packages() {
        match &package.licence {
            Some(licence) if permits(licence, is_allowed) => {}
            licence => wrong.push(format!("{} {}: {licence:?}", package.name, package.version)),
        }
    }
    assert!(wrong.is_empty(), "no licence of deny.toml's list: {wrong:#?}");
}

#[test]
fn there_is_one_kind_of_tls() {
    let unwanted = ["aws-lc-sys", "native-tls", "openssl", "openssl-sys"];
    let found: Vec<String> = packages()
        .into_iter()
        .map(|package| package.name)
        .filter(|name| unwanted.contains(&name.as_str()))
        .collect();
    assert!(found.is_empty(), "rustls with ring is what we use, not {found:?}");
}
