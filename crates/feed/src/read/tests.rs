//! Feeds of all kinds, right and wrong.

use coranto_model::Millis;
use proptest::prelude::*;
use url::Url;

use super::{MAX_ENTRIES, read};
use crate::feed::{Entry, Feed, FeedFormat, Warning};

fn feed(text: &str) -> Feed {
    read(text, &Url::parse("https://example.com/feeds/all.xml").unwrap()).unwrap()
}

fn rss(channel: &str) -> Feed {
    feed(&format!("<rss version='2.0'><channel>{channel}</channel></rss>"))
}

fn item(inside: &str) -> Entry {
    rss(&format!("<item>{inside}</item>")).entries.remove(0)
}

fn atom(inside: &str) -> Entry {
    let text = format!("<feed xmlns='http://www.w3.org/2005/Atom'><entry>{inside}</entry></feed>");
    feed(&text).entries.remove(0)
}

fn urls(urls: &[Url]) -> Vec<&str> {
    urls.iter().map(Url::as_str).collect()
}

#[test]
fn rss_1_has_its_entries_beside_the_channel() {
    let read = feed(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>
        <channel rdf:about='https://example.com/'><title>T</title><link>https://example.com/</link><dc:language>ar</dc:language>
        <items><rdf:Seq><rdf:li rdf:resource='x'/></rdf:Seq></items></channel>
        <image><title>I</title><url>https://example.com/i.png</url></image>
        <item rdf:about='https://example.com/1'><title>One</title><link>https://example.com/1</link><dc:creator>A</dc:creator>
        <dc:date>2023-11-14T22:13:20Z</dc:date></item><item rdf:about='2'><title>Two</title></item></rdf:RDF>",
    );
    assert_eq!(
        (read.format, read.title.as_str(), read.language.as_deref()),
        (FeedFormat::Rdf, "T", Some("ar"))
    );
    assert_eq!(urls(&read.images), ["https://example.com/i.png"]);
    assert_eq!(read.entries.len(), 2);
    assert_eq!(
        (read.entries[0].key.as_str(), read.entries[0].published),
        ("https://example.com/1", Some(Millis(1_700_000_000_000)))
    );
    assert_eq!(read.warnings, []);
}

#[test]
fn atom_of_both_versions() {
    let old = feed(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><tagline>About</tagline><modified>2023-11-14T22:13:20Z</modified>
        <entry><title mode='escaped' type='text/html'>&lt;b&gt;One&lt;/b&gt;</title><issued>2023-11-14T22:13:20Z</issued>
        <content mode='base64'>PHA+eDwvcD4=</content><link rel='alternate' href='/1'/></entry></feed>",
    );
    assert_eq!((old.description.as_str(), old.updated), ("About", Some(Millis(1_700_000_000_000))));
    let entry = &old.entries[0];
    assert_eq!((entry.title.as_str(), entry.content.source()), ("One", "<p>x</p>"));
    assert_eq!(entry.link.as_ref().unwrap().as_str(), "https://example.com/1");
    let entry = atom(
        "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A <b>b</b> &lt;c&gt;</div></title>
        <content type='xhtml' xmlns:x='http://www.w3.org/1999/xhtml'><x:div><x:p>1 &lt; 2<x:br/></x:p></x:div></content>
        <link rel='enclosure' href='/a.mp3' type='audio/mpeg' length='5'/><link rel='replies' href='/c'/><link href='/p' type='text/html'/>
        <author><name>Mira</name><email>m@example.com</email></author><author>n@example.com (Nour)</author>
        <category term='urn://t' label='Label'/><category term='u'/><id>urn:1</id>",
    );
    assert_eq!(entry.title, "A b <c>");
    assert_eq!(entry.content.source().trim(), "<div><p>1 &lt; 2<br></p></div>");
    assert_eq!(
        (entry.enclosures[0].length, entry.enclosures[0].mime.as_deref()),
        (Some(5), Some("audio/mpeg"))
    );
    assert_eq!(entry.comments.as_ref().unwrap().path(), "/c");
    assert_eq!((entry.link.as_ref().unwrap().path(), entry.key.as_str()), ("/p", "urn:1"));
    assert_eq!(
        (entry.authors.join("|"), entry.categories.join("|")),
        ("Mira|Nour".to_owned(), "Label|u".to_owned())
    );
}

#[test]
fn titles_are_plain_text() {
    for (title, want) in [
        ("AT&amp;T &lt;b&gt;wins&lt;/b&gt;", "AT&T wins"),
        ("<![CDATA[AT&amp;T <i>wins</i>]]>", "AT&T wins"),
        ("Using the &lt;title&gt; tag", "Using the <title> tag"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("Caf&eacute; &#8217; &#146;", "Café ’ ’"),
        ("It&amp;#8217;s", "It’s"),
        ("A &unknown; B", "A &unknown; B"),
        ("One <em>two</em> three", "One two three"),
        ("  a\n b ", "a b"),
    ] {
        assert_eq!(item(&format!("<title>{title}</title>")).title, want, "{title}");
    }
    for (title, want) in [
        ("<title>the &lt;b> tag</title>", "the <b> tag"),
        ("<title type='text'>1 &lt; 2</title>", "1 < 2"),
        ("<title type='html'>&lt;b>x&lt;/b></title>", "x"),
        ("<title>&lt;b>x&lt;/b></title>", "x"),
    ] {
        assert_eq!(atom(title).title, want, "{title}");
    }
    assert_eq!(
        item("<description>&lt;p&gt;No title, only &lt;b&gt;text&lt;/b&gt;.&lt;/p&gt;</description>").title,
        "No title, only text."
    );
    assert_eq!(
        item(&format!("<description>{}</description>", "word ".repeat(50))).title.chars().count(),
        100
    );
}

#[test]
fn what_says_it_best_counts() {
    let entry = item(
        "<media:group xmlns:media='http://search.yahoo.com/mrss/'><media:title>Media</media:title></media:group><title>T</title>
        <itunes:summary>S</itunes:summary><description>D</description><dc:creator>A</dc:creator><itunes:author>B</itunes:author>
        <pubDate>Tue, 14 Nov 2023 22:13:20 GMT</pubDate><dc:date>2020-01-01</dc:date>
        <feedburner:origLink>https://example.com/real</feedburner:origLink><link>https://feeds.example/1</link>
        <content:encoded>Long</content:encoded>",
    );
    assert_eq!((entry.title.as_str(), entry.summary.source(), entry.content.source()), ("T", "D", "Long"));
    assert_eq!((entry.authors.join("|"), entry.published), ("A".to_owned(), Some(Millis(1_700_000_000_000))));
    assert_eq!(entry.link.as_ref().unwrap().path(), "/real");
}

#[test]
fn identifiers_are_links_where_they_say_so() {
    for (inside, link, key) in [
        ("<guid>https://example.com/1</guid>", Some("https://example.com/1"), "https://example.com/1"),
        ("<guid isPermaLink='false'>7</guid><link>/1</link>", Some("https://example.com/1"), "7"),
        ("<guid isPermaLink='false'>tag:7</guid>", None, "tag:7"),
        (
            "<guid>https://example.com/?p=1</guid><link>https://example.com/a</link>",
            Some("https://example.com/a"),
            "https://example.com/?p=1",
        ),
        ("<link>javascript:x</link><guid>7</guid>", None, "7"),
    ] {
        let entry = item(inside);
        assert_eq!((entry.link.as_ref().map(Url::as_str), entry.key.as_str()), (link, key), "{inside}");
    }
}

#[test]
fn links_begin_with_what_the_document_says() {
    let read = feed(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/x/'><link href='y'/>
        <entry xml:base='b/'><id>1</id><link href='c'/><content type='html' xml:base='d/'>&lt;img src='e.png'&gt;</content></entry></feed>",
    );
    assert_eq!(read.link.as_ref().unwrap().as_str(), "https://a.example/x/y");
    let entry = &read.entries[0];
    assert_eq!(entry.link.as_ref().unwrap().as_str(), "https://a.example/x/b/c");
    assert_eq!(entry.content.sanitised(), "<img src=\"https://a.example/x/b/d/e.png\">");
    let read = rss("<link>https://site.example/</link><item><link>/a</link></item>");
    assert_eq!(read.entries[0].link.as_ref().unwrap().as_str(), "https://site.example/a");
    let read = rss("<link>https://example.com/en/</link><item><link>a</link></item>");
    assert_eq!(read.entries[0].link.as_ref().unwrap().as_str(), "https://example.com/feeds/a");
}

#[test]
fn files_of_all_vocabularies_are_one_list() {
    let entry = item(
        "<guid>1</guid><enclosure url='/a.mp3' type='audio/mpeg' length='10'/><itunes:duration>1:30</itunes:duration><itunes:image href='/i.jpg'/>
        <media:content url='/a.mp3' fileSize='99' duration='90'/><media:thumbnail url='/t.jpg'/>",
    );
    assert_eq!(entry.enclosures.len(), 1);
    assert_eq!((entry.enclosures[0].length, entry.enclosures[0].duration_ms), (Some(10), Some(90_000)));
    assert_eq!(urls(&entry.pictures), ["https://example.com/i.jpg", "https://example.com/t.jpg"]);
    let entry = item(
        "<guid>1</guid><media:thumbnail url='/t.jpg'/><media:group><media:content url='/v.mp4' type='video/mp4'><media:thumbnail url='/u.jpg'/></media:content>
        <media:content url='/p.jpg' medium='image'/></media:group>
        <podcast:alternateEnclosure type='audio/opus'><podcast:source uri='/a.opus'/></podcast:alternateEnclosure>",
    );
    let files: Vec<&str> = entry.enclosures.iter().map(|file| file.url.path()).collect();
    assert_eq!(files, ["/v.mp4", "/p.jpg", "/a.opus"]);
    assert_eq!(urls(&entry.pictures)[0], "https://example.com/p.jpg");
}

#[test]
fn what_the_feed_says_of_its_polls() {
    let read = rss(
        "<ttl>60</ttl><sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
        <skipHours><hour>1</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day></skipDays>
        <atom:link rel='hub' href='https://hub.example/'/><atom:link rel='self' href='https://example.com/f'/>",
    );
    assert_eq!((read.ttl_ms, read.update_period_ms), (Some(3_600_000), Some(900_000)));
    assert_eq!(
        (read.skip_hours.as_slice(), read.skip_days.as_slice()),
        (&[1][..], &["Sunday".to_owned()][..])
    );
    assert_eq!(read.hub.unwrap().host_str(), Some("hub.example"));
    assert_eq!(read.self_link.unwrap().path(), "/f");
}

#[test]
fn faults_lose_nothing_that_stands_before_them() {
    let title = |entry: &Entry| entry.title.clone();
    for (channel, want, warning) in [
        ("<item><title>A & B</title></item>", vec!["A & B"], None),
        ("<item><title>A</title><item><title>B</title></item>", vec!["A", "B"], Some(Warning::Mended)),
        ("<item><title>A<link>/a</link></item><item><title>B</title></item>", vec!["A", "B"], None),
        ("<item><title>A</b></title></item>", vec!["A"], None),
        (
            "<item><title>A</title></channel><item><title>B</title></item>",
            vec!["A", "B"],
            Some(Warning::Mended),
        ),
        (
            "<item><title>A</title><x></item></x><item><title>B</title></item>",
            vec!["A", "B"],
            Some(Warning::Mended),
        ),
        (
            "<item><title>A</title><enclosure url=\"/a.mp3></item><item><title>B</title></item>",
            vec!["A", "B"],
            Some(Warning::Mended),
        ),
        ("<item><title>A</title></item><item><title>B</title><link>/b", vec!["A"], Some(Warning::Cut)),
        ("<item><title>A</title></item><item><description><![CDATA[B", vec!["A"], Some(Warning::Cut)),
    ] {
        let text = format!("<rss><channel>{channel}");
        let text = if warning == Some(Warning::Cut) { text } else { format!("{text}</channel></rss>") };
        let read = feed(&text);
        assert_eq!(read.entries.iter().map(title).collect::<Vec<_>>(), want, "{channel}");
        if let Some(warning) = warning {
            assert!(read.warnings.contains(&warning), "{channel}: {:?}", read.warnings);
        }
    }
}

#[test]
fn entities_of_the_document_are_known_and_do_not_explode() {
    let read = feed(
        "<!DOCTYPE rss [<!ENTITY corp 'Herald &amp; Co'>]><rss><channel><title>The &corp;</title><item/></channel></rss>",
    );
    assert_eq!(read.title, "The Herald & Co");
    let lol = "<!DOCTYPE rss [<!ENTITY a 'lol'><!ENTITY b '&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><rss><channel><title>&c;</title></channel></rss>";
    assert_eq!(feed(lol).title, "&b;&b;&b;");
}

#[test]
fn limits_are_kept() {
    let read = rss(&"<item><guid>1</guid></item>".repeat(MAX_ENTRIES + 5));
    assert_eq!((read.entries.len(), read.warnings.as_slice()), (MAX_ENTRIES, &[Warning::TooManyEntries][..]));
    let deep = format!("<item><title>A</title>{}{}</item>", "<x>".repeat(100_000), "</x>".repeat(100_000));
    assert_eq!(rss(&deep).entries.len(), 1);
    let long = item(&format!("<title>{}</title>", "x".repeat(10_000_000)));
    assert_eq!(long.title.len(), 300);
}

#[test]
fn pages_and_others_are_no_feeds() {
    let url = Url::parse("https://example.com/").unwrap();
    for text in [
        "<html><item><title>x</title></item></html>",
        "<svg/>",
        "<opml><body/></opml>",
        "<!doctype html><p>x",
        "<x>y",
    ] {
        assert!(read(text, &url).is_none(), "{text}");
    }
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(text in "(</?(rss|channel|item|title|description|link|media:group|media:content url='x'|author|image|content type='xhtml'|p|feed|entry)/?>|<!\\[CDATA\\[|\\]\\]>|&[a-z]{0,4};?|\\PC){0,60}") {
        let _ = read(&text, &Url::parse("https://example.com/").unwrap());
        let _ = rss(&text);
    }
}
