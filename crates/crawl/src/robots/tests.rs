//! What files say, by cases.

use proptest::prelude::*;

use super::{Availability, Robots, availability};

fn check(file: &str, cases: &[(&str, bool)]) {
    let robots = Robots::parse(file);
    for (path, want) in cases {
        assert_eq!(robots.allows("Coranto/1.0 (+https://example.org)", path), *want, "{path} in\n{file}");
    }
}

#[test]
fn b35_the_longest_match_decides() {
    check("", &[("/", true)]);
    check("Disallow: /", &[("/", true)]);
    check("User-agent: *\nDisallow: /", &[("/", false), ("", false), ("/robots.txt", true)]);
    check("User-agent: *\nDisallow:", &[("/anything", true)]);
    check(
        "\u{feff}user-agent: *\r\ndisallow: /private # not for you\r\nAllow: /private/open\r\n",
        &[("/private/x", false), ("/private/open/x", true), ("/other", true), ("/Private", true)],
    );
    check("User-agent: *\nDisallow: /a\nAllow: /a", &[("/a", true)]);
    check("User-agent: *\rAllow: /p\rDisallow: /", &[("/page", true), ("/folder", false)]);
}

#[test]
fn stars_and_ends() {
    check(
        "User-agent: *\nDisallow: /*.pdf$\nDisallow: /*/amp/*\nDisallow: /*?print=",
        &[
            ("/a.pdf", false),
            ("/a.pdf.pdf", false),
            ("/a.pdf?x", true),
            ("/x/amp/y", false),
            ("/amp/y", true),
            ("/p?print=1", false),
        ],
    );
    check("User-agent: *\nDisallow: /$", &[("/", false), ("/a", true)]);
    check("User-agent: *\nDisallow: *", &[("/", false), ("/a", false)]);
    check(
        "User-agent: *\nDisallow: /a*b*c$",
        &[("/abc", false), ("/axbxcxc", false), ("/axbxcx", true), ("/ac", true)],
    );
    check("User-agent: *\nDisallow: /ab*ba$", &[("/aba", true), ("/abba", false)]);
    check("User-agent: *\nDisallow: /with-a-%2A", &[("/with-a-*", false), ("/with-a-b", true)]);
    check("User-agent: *\nDisallow: /five%24", &[("/five$", false), ("/five", true)]);
}

#[test]
fn a_group_that_names_us_goes_before_the_one_for_all() {
    check(
        "User-agent: Other\nUser-agent: CORANTO\nDisallow: /x\n\nUser-agent: *\nDisallow: /",
        &[("/x", false), ("/y", true)],
    );
    check("User-agent: coranto/2.0\nDisallow: /x\nUser-agent: *\nAllow: /", &[("/x", false)]);
    check("User-agent: Corantobot\nDisallow: /", &[("/", true)]);
    check("User-agent: *bot\nDisallow: /", &[("/", true)]);
    check(
        "User-agent: coranto\nDisallow: /a\nUser-agent: other\nDisallow: /c\nUser-agent: coranto\nDisallow: /b",
        &[("/a", false), ("/b", false), ("/c", true)],
    );
    check(
        "User-agent: coranto\nSitemap: https://example.org/s.xml\nUser-agent: x\nDisallow: /a",
        &[("/a", false)],
    );
}

#[test]
fn delays_are_for_those_named_before_them() {
    for (file, want) in [
        ("User-agent: *\nCrawl-delay: 2.5", Some(2_500)),
        ("User-agent: *\nCrawl-delay: soon", None),
        ("User-agent: *\nCrawl-delay: -1", None),
        ("User-agent: *\nCrawl-delay: 1e300", Some(86_400_000)),
        ("User-agent: other\nCrawl-delay: 30\n\nUser-agent: *\nDisallow: /x", None),
        ("User-agent: *\nCrawl-delay: 30\n\nUser-agent: coranto\nCrawl-delay: 1", Some(1_000)),
        ("Crawl-delay: 5", None),
    ] {
        assert_eq!(Robots::parse(file).crawl_delay_ms("Coranto"), want, "{file}");
    }
}

#[test]
fn one_spelling_for_each_octet() {
    check("User-agent: *\nDisallow: /caf%c3%a9", &[("/café", false), ("/caf%C3%A9", false), ("/cafe", true)]);
    check("User-agent: *\nDisallow: /%7Eme", &[("/~me", false)]);
    check("User-agent: *\nDisallow: /a%2Fb", &[("/a%2fb", false), ("/a/b", true)]);
    check("User-agent: *\nDisallow: /100%", &[("/100%", false), ("/100%zz", false)]);
}

#[test]
fn what_is_long_or_broken_is_read_as_far_as_it_goes() {
    let mut long = b"User-agent: *\nDisallow: /a\n".to_vec();
    long.resize(super::MAX_BYTES, b'#');
    long.extend_from_slice(b"\nDisallow: /b");
    let robots = Robots::parse(&long);
    assert!(!robots.allows("Coranto", "/a"));
    assert!(robots.allows("Coranto", "/b"));
    assert!(!Robots::parse(b"User-agent: *\nDisallow: /a\n\xff\xfe: \xff").allows("Coranto", "/a"));
}

#[test]
fn a_pattern_of_stars_costs_little() {
    let file = format!("User-agent: *\nDisallow: /{}x", "*a".repeat(200));
    check(&file, &[(&format!("/{}", "a".repeat(4_000)), true)]);
    let hostile = format!("Disallow: *{}b\n", "a".repeat(2_000)).repeat(240);
    check(&format!("User-agent: *\n{hostile}"), &[(&format!("/{}", "a".repeat(4_000)), true)]);
}

#[test]
fn b35_the_status_decides_before_the_rules() {
    for (status, want) in [
        (200, Availability::Rules),
        (301, Availability::AllowAll),
        (401, Availability::AllowAll),
        (403, Availability::AllowAll),
        (404, Availability::AllowAll),
        (429, Availability::DisallowAll),
        (500, Availability::DisallowAll),
        (503, Availability::DisallowAll),
        (0, Availability::DisallowAll),
    ] {
        assert_eq!(availability(status), want, "{status}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), path in "\\PC{0,60}") {
        let mut file = b"User-agent: *\nDisallow: ".to_vec();
        file.extend_from_slice(&bytes);
        let robots = Robots::parse(&file);
        robots.allows("Coranto", &path);
        robots.crawl_delay_ms(&path);
    }

    #[test]
    fn a_pattern_matches_what_it_was_made_of(pieces in prop::collection::vec("[a-c]{0,3}", 1..5), between in "[a-c]{0,4}") {
        let file = format!("User-agent: *\nDisallow: /{}$", pieces.join("*"));
        let path = format!("/{}", pieces.join(&between));
        prop_assert!(!Robots::parse(file).allows("Coranto", &path));
    }
}
