//! Whatever is wrong, the program says so in one sentence and keeps what it has.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;

use crate::harness::{FAST, Place, program};

/// Runs the program; it must fail with `code` and one sentence that has all of `parts`.
fn fails(place: &Place, arguments: &[&str], code: i32, parts: &[&str]) {
    let output = place.run(arguments);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert_eq!(said.trim().lines().count(), 1, "one sentence: {said}");
    for part in parts {
        assert!(said.contains(part), "{arguments:?} should say {part:?}: {said}");
    }
}

/// A server that gives every request the same bytes. Ends with the test.
fn answering(answer: impl Fn(&mut dyn Write) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let _ = stream.read(&mut [0; 4_096]);
            answer(&mut stream);
        }
    });
    address
}

#[test]
fn sources_that_are_none_are_refused_with_a_sentence() {
    let place = Place::new(FAST);
    fails(&place, &["source", "add", "what is this"], 1, &["what is this", "not a web address"]);
    fails(&place, &["source", "add", "file:///etc/passwd"], 1, &["http"]);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    fails(&place, &["source", "add", &format!("http://{closed}/feed")], 1, &["127.0.0.1"]);
    let html = answering(|out| {
        let _ = out.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<!doctype html><title>A site</title><p>No feed here.",
        );
    });
    fails(&place, &["source", "add", &format!("http://{html}/")], 1, &["no feed"]);
    let missing = answering(|out| {
        let _ = out.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    });
    fails(&place, &["source", "add", &format!("http://{missing}/feed")], 1, &["404"]);
    let endless = answering(|out| {
        let head =
            b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 2147483648\r\n\r\n";
        let _ = out.write_all(head);
        while out.write_all(&[b' '; 8_192]).is_ok() {}
    });
    fails(&place, &["source", "add", &format!("http://{endless}/feed")], 1, &["larger than"]);
    assert!(place.run_well(&["source", "list"]).contains("no sources yet"));
}

#[test]
fn private_addresses_are_refused_unless_allowed() {
    let place = Place::new("");
    for url in [
        "http://127.0.0.1/",
        "http://10.1.2.3/",
        "http://[::1]/",
        "http://169.254.169.254/",
        "http://2130706433/",
        "http://x.localhost/",
    ] {
        fails(&place, &["source", "add", url], 1, &["private"]);
    }
}

#[test]
fn broken_configurations_are_named() {
    fails(&Place::new("site_nam = 'x'"), &["config"], 2, &["site_nam", "coranto.toml"]);
    fails(&Place::new("listen = 7"), &["serve"], 2, &["listen"]);
    fails(&Place::new("database = 'mysql://somewhere'"), &["serve"], 2, &["postgres://"]);
    fails(&Place::new("policy = { gap_ms = -1 }"), &["serve"], 2, &["policy"]);
    fails(&Place::new(""), &["config", "--config", "/nowhere/coranto.toml"], 2, &["/nowhere/coranto.toml"]);
    let output =
        program().env("CORANTO_LISTENN", "x").args(["config", "--data", "/nowhere"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("CORANTO_LISTENN"));
}

#[test]
fn a_port_in_use_is_said() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    fails(&Place::new(""), &["serve", "--listen", &address, "--log", "error"], 1, &[&address, "--listen"]);
}

#[test]
fn a_database_that_does_not_answer_is_said_without_its_password() {
    let mut place = Place::new("");
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    place.database = Some(format!("postgres://someone:s3cret@{closed}/news"));
    fails(&place, &["source", "list"], 1, &["PostgreSQL"]);
    let output = place.run(&["source", "list"]);
    assert!(!String::from_utf8_lossy(&output.stderr).contains("s3cret"));
}

#[test]
fn a_folder_that_cannot_be_written_is_said() {
    let place = Place::new("");
    // A file where the folder should be fails for everybody, root included.
    let file = place.path().join("file");
    std::fs::write(&file, "").unwrap();
    let data = file.join("data");
    let output = program()
        .args(["serve", "--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--data"));
    let closed = place.path().join("closed");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o500)).unwrap();
    if std::fs::write(closed.join("probe"), "").is_err() {
        let output = program().args(["source", "list", "--data", closed.to_str().unwrap()]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(String::from_utf8_lossy(&output.stderr).contains("closed"));
    }
}

#[test]
fn a_second_server_on_one_folder_is_refused() {
    let place = Place::new(FAST);
    let _server = place.serve();
    fails(&place, &["serve", "--listen", "127.0.0.1:0", "--log", "error"], 1, &["another coranto"]);
}

#[test]
fn damaged_and_newer_databases_are_left_as_they_are() {
    let place = Place::new(FAST);
    place.run_well(&["source", "list"]);
    let file = place.path().join("coranto.sqlite");
    let damaged = b"this is no database, but somebody's precious notes".repeat(100);
    std::fs::write(&file, &damaged).unwrap();
    fails(&place, &["source", "list"], 1, &["database"]);
    assert_eq!(std::fs::read(&file).unwrap(), damaged, "untouched");
}

#[test]
fn documents_that_are_none_are_said() {
    let place = Place::new("");
    fails(&place, &["feed", "/nowhere/feed.xml"], 1, &["/nowhere/feed.xml"]);
    let file = place.path().join("page.html");
    std::fs::write(&file, "<!doctype html><title>Hello</title><p>Short.").unwrap();
    fails(&place, &["feed", file.to_str().unwrap()], 1, &["not a feed"]);
    fails(&place, &["page", file.to_str().unwrap()], 1, &["no article"]);
    std::fs::write(&file, "").unwrap();
    fails(&place, &["feed", file.to_str().unwrap()], 1, &["empty"]);
    fails(&place, &["source", "import", file.to_str().unwrap()], 1, &["OPML"]);
}
