//! The commands, each as a person would use it.

use coranto_press::{Press, PressOptions};

use crate::harness::{FAST, Place, program};

fn now() -> coranto_model::Millis {
    (coranto_engine::system_clock())()
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_are_added_listed_exported_imported_and_removed() {
    let press = Press::start(PressOptions { now: now(), ..PressOptions::default() }).await.unwrap();
    let publisher = &press.publishers()[0];
    let (home, feed) = (publisher.base_url.to_string(), publisher.feed_url.as_ref().unwrap().to_string());
    tokio::task::block_in_place(|| {
        let place = Place::new(FAST);
        let added: serde_json::Value =
            serde_json::from_str(&place.run_well(&["source", "add", &home, "--json"])).unwrap();
        assert_eq!(added["new"], true);
        assert_eq!(added["url"], feed.as_str(), "the page leads to its feed");
        assert!(place.run_well(&["source", "add", &feed]).contains("Known already"));
        let listed: serde_json::Value =
            serde_json::from_str(&place.run_well(&["source", "list", "--json"])).unwrap();
        assert_eq!(listed.as_array().unwrap().len(), 1);
        let opml = place.path().join("out.opml");
        std::fs::write(&opml, place.run_well(&["source", "export"])).unwrap();
        assert!(place.run_well(&["refresh", "--json"]).contains(&feed));
        assert!(place.run_well(&["source", "remove", &feed]).contains("Removed"));
        assert!(place.run_well(&["source", "list"]).contains("no sources yet"));
        let imported = place.run_well(&["source", "import", opml.to_str().unwrap()]);
        assert!(imported.contains("1 sources added"), "{imported}");
        let unknown = place.run(&["source", "remove", "4711"]);
        assert_eq!(unknown.status.code(), Some(1));
    });
    press.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_parsers_see_can_be_looked_at() {
    let press = Press::start(PressOptions { now: now(), ..PressOptions::default() }).await.unwrap();
    let feed = press.publishers()[0].feed_url.as_ref().unwrap().to_string();
    tokio::task::block_in_place(|| {
        let place = Place::new(FAST);
        let seen: serde_json::Value =
            serde_json::from_str(&place.run_well(&["feed", &feed, "--json"])).unwrap();
        let link = seen["entries"][0]["link"].as_str().unwrap().to_owned();
        let title = seen["entries"][0]["title"].as_str().unwrap().to_owned();
        assert!(place.run_well(&["feed", &feed]).contains(&title));
        let page = place.run_well(&["page", &link]);
        assert!(page.contains(&title), "{page}");
        let page: serde_json::Value =
            serde_json::from_str(&place.run_well(&["page", &link, "--json"])).unwrap();
        assert!(page["word_count"].as_u64().unwrap() > 60);
    });
    press.stop().await;
}

#[test]
fn settings_in_force_are_printed_without_secrets() {
    let place = Place::new("site_name = 'The Paper'\nmetrics_token = 's3cret'");
    let shown = place.run_well(&["config"]);
    assert!(shown.contains("site_name = \"The Paper\"") && !shown.contains("s3cret"), "{shown}");
    shown.parse::<toml::Table>().expect("it is a configuration file itself");
}

#[test]
fn help_teaches_every_command() {
    let help = |arguments: &[&str]| {
        String::from_utf8(program().args(arguments).arg("--help").output().unwrap().stdout).unwrap()
    };
    let all = help(&[]);
    for command in ["demo", "serve", "source", "refresh", "reprocess", "feed", "page", "config"] {
        assert!(all.contains(command), "{all}");
        assert!(help(&[command]).contains("Usage:"), "{command}");
    }
    assert_eq!(program().arg("unknown").output().unwrap().status.code(), Some(2));
}
