//! The crates stand on floors (docs/ARCHITECTURE.md): each uses only what is below it.

use std::collections::BTreeSet;

use crate::metadata::{Package, Use, ours, shipped_in};

/// The floor of each crate; a new crate gets its line here and in the documentation.
const FLOORS: [(&str, u8); 15] = [
    ("coranto", 7),
    ("coranto-web", 6),
    ("coranto-engine", 5),
    ("coranto-net", 4),
    ("coranto-search", 4),
    ("coranto-store", 4),
    ("coranto-insight", 3),
    ("coranto-reader", 3),
    ("coranto-crawl", 2),
    ("coranto-story", 2),
    ("coranto-feed", 1),
    ("coranto-language", 1),
    ("coranto-page", 1),
    ("coranto-markup", 0),
    ("coranto-model", 0),
];

/// Above all others: nothing may use these.
const BESIDE: u8 = u8::MAX;

/// Crates beside the floors, which may use any floor.
const BESIDE_CRATES: [&str; 4] = ["coranto-browser", "coranto-eval", "coranto-press", "coranto-xtask"];

/// The sample publishers are part of `coranto demo`, and of anybody's tests.
const PRESS: &str = "coranto-press";

/// Crates that do no input or output, and so use nothing that could.
const PURE: [&str; 9] = [
    "coranto-crawl",
    "coranto-feed",
    "coranto-insight",
    "coranto-language",
    "coranto-markup",
    "coranto-model",
    "coranto-page",
    "coranto-reader",
    "coranto-story",
];

/// What reaches disks, networks, threads or clocks.
const IMPURE: [&str; 9] =
    ["hyper", "mio", "reqwest", "rusqlite", "rustls", "socket2", "tokio", "tokio-postgres", "ureq"];

/// What only one crate may use, and which.
const RESERVED: [(&str, &str); 6] = [
    ("deadpool-postgres", "coranto-store"),
    ("refinery", "coranto-store"),
    ("reqwest", "coranto-net"),
    ("rusqlite", "coranto-store"),
    ("tokio-postgres", "coranto-store"),
    ("fantoccini", "coranto-browser"),
];

/// `None` for a crate that stands nowhere.
fn floor(name: &str) -> Option<u8> {
    if BESIDE_CRATES.contains(&name) {
        return Some(BESIDE);
    }
    FLOORS.iter().find(|(known, _)| *known == name).map(|(_, floor)| *floor)
}

/// What is wrong with `package` using `dependency`, a crate of ours.
fn complaint(package: &str, dependency: &str, used: Use) -> Option<String> {
    let from = floor(package)?;
    let Some(to) = floor(dependency) else { return Some(format!("{dependency} stands on no floor")) };
    let allowed = match (from, to) {
        (BESIDE, _) => true,
        (_, BESIDE) => dependency == PRESS && (used == Use::Tests || package == "coranto"),
        _ => to < from,
    };
    (!allowed).then(|| format!("{package} (floor {from}) uses {dependency} (floor {to})"))
}

#[test]
fn every_crate_has_its_floor() {
    let homeless: Vec<String> =
        ours().into_iter().map(|package| package.name).filter(|name| floor(name).is_none()).collect();
    assert!(homeless.is_empty(), "no floor is known for {homeless:?}");
}

#[test]
fn a_crate_uses_only_lower_floors() {
    let packages = ours();
    let names: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let wrong: Vec<String> = packages
        .iter()
        .flat_map(|package| package.dependencies.iter().map(move |(name, used)| (&package.name, name, *used)))
        .filter(|(_, dependency, _)| names.contains(dependency.as_str()))
        .filter_map(|(package, dependency, used)| complaint(package, dependency, used))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_impure_gets_into_a_pure_crate() {
    for (name, shipped) in shipped_in() {
        if PURE.contains(&name.as_str()) {
            let found: Vec<&str> = IMPURE.into_iter().filter(|impure| shipped.contains(*impure)).collect();
            assert!(found.is_empty(), "{name} is pure and must not carry {found:?}");
        }
    }
}

#[test]
fn what_is_reserved_is_used_by_its_crate_alone() {
    let uses = |package: &Package, name: &str| package.dependencies.iter().any(|(used, _)| used == name);
    for package in ours() {
        for (name, owner) in RESERVED {
            assert!(
                package.name == owner || !uses(&package, name),
                "{} uses {name}: that is for {owner} alone",
                package.name
            );
        }
    }
}

#[test]
fn the_rule_of_floors() {
    for (package, dependency, used, is_fine) in [
        ("coranto-web", "coranto-store", Use::Shipped, true),
        ("coranto-store", "coranto-net", Use::Shipped, false),
        ("coranto-model", "coranto-web", Use::Tests, false),
        ("coranto-store", "coranto-engine", Use::Shipped, false),
        ("coranto", "coranto-press", Use::Shipped, true),
        ("coranto-web", "coranto-press", Use::Shipped, false),
        ("coranto-engine", "coranto-press", Use::Tests, true),
        ("coranto-engine", "coranto-eval", Use::Tests, false),
        ("coranto-eval", "coranto-page", Use::Shipped, true),
        ("coranto-web", "coranto-unheard-of", Use::Shipped, false),
    ] {
        assert_eq!(complaint(package, dependency, used).is_none(), is_fine, "{package} → {dependency}");
    }
}
