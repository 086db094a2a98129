//! feed-rs, with what it takes to stand the feeds that people write: faults in the XML, and texts that it breaks off at.
//!
//! In: the text of a document. Out: the feed as feed-rs reads it, and what had to be done for it. It neither panics nor
//! recurses deeply, whatever comes.

use std::panic::{AssertUnwindSafe, catch_unwind};

use feed_rs::model;
use feed_rs::parser::Builder;
use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

use crate::feed::Warning;

/// Deepest nesting of elements: feed-rs calls itself for some.
const MAX_DEPTH: usize = 128;

/// Longest reference between `&` and `;`, in bytes: a number sign and 32 more.
const MAX_REFERENCE_BYTES: usize = 33;

/// Elements that feed-rs panics at when they hold what it does not expect: names beside addresses, and durations.
const FRAGILE: [&str; 6] = ["author", "creator", "duration", "managingEditor", "owner", "webMaster"];

/// Elements whose attributes hold durations, and those attributes.
const TIMED: [&str; 2] = ["text", "thumbnail"];
const TIMES: [&str; 3] = [" time=", " start=", " end="];

/// Reads a feed as it is; else with its faults mended; else up to where it breaks off.
pub(crate) fn read(text: &str, base: &Url) -> Option<(model::Feed, Option<Warning>)> {
    if let Some(feed) = attempt(text, base) {
        return Some((feed, None));
    }
    // What is nothing like a feed is not worth the work.
    root_end(text)?;
    let text = mended(text);
    if let Some(feed) = attempt(&text, base) {
        return Some((feed, Some(Warning::Mended)));
    }
    let text = cut(&text)?;
    attempt(&text, base).map(|feed| (feed, Some(Warning::Cut)))
}

/// One try, and where feed-rs panics, another without what it panics at.
fn attempt(text: &str, base: &Url) -> Option<model::Feed> {
    if is_xml(text) && Survey::of(text).depth > MAX_DEPTH {
        return None;
    }
    guarded(text, base).or_else(|Panicked| guarded(&without_fragile(text), base)).ok().flatten()
}

/// feed-rs panicked.
struct Panicked;

fn guarded(text: &str, base: &Url) -> Result<Option<model::Feed>, Panicked> {
    // An identifier of feed-rs' own making would hide that an entry has none.
    let parser = Builder::new().base_uri(Some(base)).id_generator(|_, _, _| String::new()).build();
    catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()).ok())).map_err(|_| Panicked)
}

/// feed-rs decides by the first of these.
fn is_xml(text: &str) -> bool {
    text.chars().find(|c| matches!(c, '<' | '{')) == Some('<')
}

/// What a strict reader makes of some XML.
struct Survey {
    /// How many elements are open at one time at most.
    depth: usize,
    /// Up to where it is well-formed, in bytes.
    sound: usize,
}

impl Survey {
    fn of(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        let (mut now, mut depth) = (0_usize, 0_usize);
        loop {
            match reader.read_event() {
                Ok(Event::Start(_)) => now += 1,
                Ok(Event::End(_)) => now = now.saturating_sub(1),
                Ok(Event::Eof) => return Self { depth, sound: xml.len() },
                Ok(_) => {}
                Err(_) => {
                    let sound = usize::try_from(reader.error_position()).unwrap_or(xml.len());
                    return Self { depth, sound };
                }
            }
            depth = depth.max(now);
        }
    }
}

/// XML in pieces: what stands before some markup, and the markup.
struct Pieces<'x>(&'x str);

impl<'x> Iterator for Pieces<'x> {
    type Item = (&'x str, &'x str);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let (text, rest) = self.0.split_at(self.0.find('<').unwrap_or(self.0.len()));
        let (markup, rest) = rest.split_at(markup_length(rest));
        self.0 = rest;
        Some((text, markup))
    }
}

/// The length of the tag, comment or section that `text` begins with.
fn markup_length(text: &str) -> usize {
    for (begin, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")] {
        if text.starts_with(begin) {
            return text.find(end).map_or(text.len(), |at| at + end.len());
        }
    }
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    text.len()
}

fn is_start(markup: &str) -> bool {
    matches!(markup.as_bytes(), [b'<', first, ..] if !matches!(first, b'/' | b'!' | b'?'))
}

/// The name in a tag, with its prefix.
fn name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    name.split(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).next().unwrap_or_default()
}

fn local_name(tag: &str) -> &str {
    let name = name(tag);
    name.rsplit(':').next().unwrap_or(name)
}

/// What closes the feed after an entry; `None` for what is no feed.
fn root_end(xml: &str) -> Option<String> {
    let (_, root) = Pieces(xml).find(|(_, markup)| is_start(markup))?;
    match local_name(root) {
        "rss" => Some(format!("</channel></{}>", name(root))),
        "feed" | "RDF" => Some(format!("</{}>", name(root))),
        _ => None,
    }
}

/// `xml` with ampersands that refer to nothing escaped, and without characters that XML forbids.
fn mended(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len() + xml.len() / 16);
    for (text, markup) in Pieces(xml) {
        push_mended(text, &mut out);
        if markup.starts_with("<!") || markup.starts_with("<?") {
            push_allowed(markup, &mut out);
        } else {
            push_mended(markup, &mut out);
        }
    }
    out
}

fn push_mended(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        push_allowed(before, out);
        out.push_str(if is_reference(after) { "&" } else { "&amp;" });
        rest = after;
    }
    push_allowed(rest, out);
}

fn push_allowed(text: &str, out: &mut String) {
    let is_forbidden = |c: &char| {
        (c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\x7f'))
            || matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    out.extend(text.chars().filter(|c| !is_forbidden(c)));
}

/// Whether what stands behind an ampersand makes a reference of it that readers of XML accept.
fn is_reference(after: &str) -> bool {
    let length = after.bytes().take(MAX_REFERENCE_BYTES + 1).position(|byte| byte == b';');
    let Some(reference) = length.and_then(|length| after.get(..length)) else { return false };
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let Some(number) = reference.strip_prefix('#') else { return is_word(reference) };
    let code = match number.strip_prefix('x') {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => number.parse(),
    };
    is_word(number) && code.ok().and_then(char::from_u32).is_some_and(|c| c != '\0')
}

/// `xml` up to its last whole entry before the first fault, closed.
fn cut(xml: &str) -> Option<String> {
    let sound = xml.get(..Survey::of(xml).sound).unwrap_or(xml);
    let ends = ["</item>", "</entry>"].iter().filter_map(|end| Some(sound.rfind(end)? + end.len()));
    let whole = sound.get(..ends.max()?)?;
    Some(format!("{whole}{}", root_end(xml)?))
}

/// The feed without the names and durations that feed-rs may have panicked at.
fn without_fragile(text: &str) -> String {
    if !is_xml(text) {
        return text.replace("\"author\"", "\"no-author\"").replace("\"authors\"", "\"no-authors\"");
    }
    let mut out = String::with_capacity(text.len());
    let mut emptied: Option<&str> = None;
    for (text, markup) in Pieces(text) {
        match emptied {
            Some(element) if !markup.starts_with("</") || name(markup) != element => continue,
            Some(_) => emptied = None,
            None => out.push_str(text),
        }
        let local = if is_start(markup) { local_name(markup) } else { "" };
        if FRAGILE.contains(&local) && !markup.ends_with("/>") {
            emptied = Some(name(markup));
        }
        if TIMED.contains(&local) {
            let tag = TIMES.iter().fold(markup.to_owned(), |tag, time| tag.replace(time, " no="));
            out.push_str(&tag);
        } else {
            out.push_str(markup);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use url::Url;

    use super::{MAX_DEPTH, cut, is_reference, mended, read, without_fragile};
    use crate::feed::Warning;

    fn titles(text: &str) -> Option<(Vec<String>, Option<Warning>)> {
        let (feed, warning) = read(text, &Url::parse("https://example.com/").unwrap())?;
        let title = |entry: feed_rs::model::Entry| entry.title.map(|title| title.content).unwrap_or_default();
        Some((feed.entries.into_iter().map(title).collect(), warning))
    }

    fn rss(items: &str) -> String {
        format!(
            "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>
             <channel><title>T</title>{items}</channel></rss>"
        )
    }

    #[test]
    fn what_feed_rs_panics_at_is_read_without_it() {
        for fragile in [
            "<author>张三（zhang@example.com）</author>",
            "<author><![CDATA[张三（zhang@example.com）]]></author>",
            "<author>Zhang\u{a0}zhang@example.com</author>",
            "<itunes:duration>123456789012345678901</itunes:duration>",
            "<itunes:duration>١٢:٣٤</itunes:duration>",
            "<media:content url='https://example.com/a'><media:thumbnail url='b' time='١٢'/></media:content>",
        ] {
            let feed = rss(&format!("<item><title>A</title>{fragile}</item><item><title>B</title></item>"));
            assert_eq!(titles(&feed), Some((vec!["A".to_owned(), "B".to_owned()], None)), "{fragile}");
        }
        let json = "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"T\",\"items\":[{\"id\":\"1\",\"title\":\"A\",
            \"author\":{\"name\":\"张三（zhang@example.com）\"}}]}";
        assert_eq!(titles(json), Some((vec!["A".to_owned()], None)));
        assert_eq!(
            without_fragile("<a:author b='>'>x<c/>y</a:author><author/><title>z</title>"),
            "<a:author b='>'></a:author><author/><title>z</title>"
        );
    }

    #[test]
    fn faults_are_mended() {
        let one = |title: &str| Some((vec![title.to_owned()], Some(Warning::Mended)));
        for (title, want) in [
            ("A & B", one("A & B")),
            ("A &amp; B & C", one("A & B & C")),
            ("A&B;\u{b} &#0; &", one("A&B; &#0; &")),
            ("A &nbsp; B", Some((vec!["A &nbsp; B".to_owned()], None))),
        ] {
            assert_eq!(titles(&rss(&format!("<item><title>{title}</title></item>"))), want, "{title}");
        }
        assert_eq!(
            mended("<a b='c&d&amp;'>&<![CDATA[&]]><!--&-->"),
            "<a b='c&amp;d&amp;'>&amp;<![CDATA[&]]><!--&-->"
        );
        for (after, want) in [
            ("amp;", true),
            ("#38;", true),
            ("#x26;", true),
            ("", false),
            (";", false),
            ("amp", false),
            ("a b;", false),
            ("#;", false),
            ("#x;", false),
            ("#X26;", false),
            ("#+38;", false),
            ("#xd800;", false),
            ("#0;", false),
            ("é;", false),
        ] {
            assert_eq!(is_reference(after), want, "{after}");
        }
    }

    #[test]
    fn feeds_are_read_up_to_where_they_break_off() {
        let whole = "<item><title>A</title></item><item><title>B & C</title></item>";
        let want = Some((vec!["A".to_owned(), "B & C".to_owned()], Some(Warning::Cut)));
        let cut_off = rss(&format!("{whole}<item><title>D</title><lin"));
        for feed in [
            cut_off.split("<lin").next().unwrap().to_owned(),
            rss(&format!("{whole}<item><title>D</b></title></item>")),
            format!("<rss version='2.0'><channel>{whole}<item><description>x"),
        ] {
            assert_eq!(titles(&feed), want, "{feed}");
        }
        for (xml, want) in [
            ("<feed><entry>a</entry><entry>b", Some("<feed><entry>a</entry></feed>")),
            ("<r:RDF><item>a</item><item>b", Some("<r:RDF><item>a</item></r:RDF>")),
            ("<rss><channel><item>", None),
            ("<html><item>a</item>", None),
        ] {
            assert_eq!(cut(xml).as_deref(), want, "{xml}");
        }
    }

    #[test]
    fn deep_feeds_are_no_feeds() {
        for (begin, end) in [
            ("<media:group>", "</media:group>"),
            ("<media:content url='https://example.com/a'>", "</media:content>"),
            ("<itunes:category text='a'>", "</itunes:category>"),
        ] {
            let nested = |depth: usize| format!("{}{}", begin.repeat(depth), end.repeat(depth));
            let flat = rss(&format!("<item><title>A</title>{}</item>", nested(MAX_DEPTH / 2)));
            assert!(titles(&flat).is_some(), "{begin}");
            assert!(titles(&rss(&format!("<item>{}</item>", nested(50_000)))).is_none(), "{begin}");
        }
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(text in "(<(rss version='2.0'|channel|item|author|title)>|</(rss|item|author|title)>|<!\\[CDATA\\[|\\]\\]>|<!--|-->|[&;#'\"a@.]|\\PC){0,40}") {
            titles(&text);
            titles(&rss(&text));
            mended(&text);
            without_fragile(&text);
        }
    }
}
