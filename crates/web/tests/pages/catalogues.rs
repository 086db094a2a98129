//! The catalogues and what asks for them, held together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Messages whose names are put together from parts; the rest of the name is data.
const FAMILIES: [&str; 7] =
    ["country-", "problem-", "month-", "weekday-", "error-title-", "month-short-", "weekday-short-"];

/// The plural forms of each language (CLDR).
const FORMS: [(&str, &[&str]); 2] =
    [("en", &["one", "other"]), ("ar", &["zero", "one", "two", "few", "many", "other"])];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn texts(folder: &Path, ending: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts.extend(self::texts(&path, ending));
        } else if path.to_str().unwrap().ends_with(ending) {
            texts.push(std::fs::read_to_string(path).unwrap());
        }
    }
    texts
}

/// Messages by name, with what they say.
fn messages(language: &str) -> BTreeMap<String, String> {
    let mut messages = BTreeMap::new();
    let mut current = String::new();
    for text in texts(&folder("locales").join(language), ".ftl") {
        for line in text.lines() {
            if let Some((name, value)) = line.split_once(" =").filter(|(name, _)| is_name(name)) {
                name.clone_into(&mut current);
                assert!(
                    messages.insert(current.clone(), value.to_owned()).is_none(),
                    "{language}: {name} stands twice"
                );
            } else if line.starts_with(' ') {
                messages.get_mut(&current).unwrap().push_str(line);
            }
        }
    }
    messages
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Every text in quotes in the code and the templates.
fn quoted() -> BTreeSet<String> {
    let mut quoted = BTreeSet::new();
    for text in texts(&folder("src"), ".rs").into_iter().chain(texts(&folder("templates"), ".html")) {
        quoted.extend(text.split('"').filter(|part| is_name(part)).map(str::to_owned));
    }
    quoted
}

#[test]
fn every_message_is_there_in_every_language_and_is_used() {
    let english = messages("en");
    let arabic = messages("ar");
    let names = |messages: &BTreeMap<String, String>| messages.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&english), names(&arabic));
    let quoted = quoted();
    let unused: Vec<_> = english
        .keys()
        .filter(|name| !quoted.contains(*name) && !FAMILIES.iter().any(|family| name.starts_with(family)))
        .collect();
    assert!(unused.is_empty(), "nobody uses {unused:?}");
}

#[test]
fn every_message_that_is_asked_for_exists() {
    let english = messages("en");
    for text in texts(&folder("src"), ".rs").into_iter().chain(texts(&folder("templates"), ".html")) {
        for call in ["say(\"", "count(\"", "named(\"", "fill(\"", "Some(\"error-", "Some(\"sign-in-"] {
            for rest in text.split(call).skip(1) {
                let name = rest.split('"').next().unwrap();
                let name =
                    call.split_once('"').map_or(name.to_owned(), |(_, begin)| format!("{begin}{name}"));
                assert!(english.contains_key(&name), "{name} is in no catalogue");
            }
        }
    }
}

#[test]
fn arguments_are_the_same_and_plurals_are_whole() {
    let arguments = |text: &str| -> BTreeSet<String> {
        let found = text.split("{ $").skip(1).map(|rest| rest.split(' ').next().unwrap().to_owned());
        found.collect()
    };
    let english = messages("en");
    for (language, forms) in FORMS {
        for (name, text) in messages(language) {
            if !name.starts_with("date") {
                assert_eq!(arguments(&text), arguments(&english[&name]), "{language}: {name}");
            }
            let is_plural = text.contains("->");
            for form in forms.iter().filter(|_| is_plural) {
                assert!(text.contains(&format!("[{form}]")), "{language}: {name} has no form {form}");
            }
            assert!(!text.trim().is_empty(), "{language}: {name} says nothing");
        }
    }
}
