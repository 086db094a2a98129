//! What is asked for. In: the head of a request. Out: the fault and the document, or nothing for what is not there.

use super::fault::Fault;

/// Entries of a feed, and pages.
pub(super) const ENTRIES: usize = 3;

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    /// `/{fault}/feed.xml`: a feed with the fault.
    Feed,
    /// `/{fault}/pages.xml`: a right feed whose pages have the fault.
    FeedOfPages,
    /// `/{fault}/page/{number}`, and `/{fault}/page` for the first.
    Page(usize),
}

/// A request that can be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) fault: Fault,
    pub(super) document: Document,
    /// If-None-Match.
    pub(super) known: Option<String>,
}

impl Asked {
    /// Reads the head of a request. `None` for anything but GET of an address of ours.
    pub(super) fn parse(head: &str) -> Option<Self> {
        let mut lines = head.lines();
        let target = lines.next()?.strip_prefix("GET ")?.split(' ').next()?;
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let (fault, file) = path.strip_prefix('/')?.split_once('/')?;
        let known = lines
            .filter_map(|line| line.split_once(':'))
            .find(|(name, _)| name.eq_ignore_ascii_case("if-none-match"))
            .map(|(_, value)| value.trim().to_owned());
        Some(Self { fault: Fault::named(fault)?, document: Document::named(file)?, known })
    }
}

impl Document {
    fn named(file: &str) -> Option<Self> {
        match file {
            "feed.xml" => Some(Self::Feed),
            "pages.xml" => Some(Self::FeedOfPages),
            "page" => Some(Self::Page(1)),
            _ => {
                let number = file.strip_prefix("page/")?.parse().ok()?;
                (1..=ENTRIES).contains(&number).then_some(Self::Page(number))
            }
        }
    }

    /// The name that leads here.
    pub(super) fn file(self) -> String {
        match self {
            Self::Feed => "feed.xml".to_owned(),
            Self::FeedOfPages => "pages.xml".to_owned(),
            Self::Page(number) => format!("page/{number}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Document, Fault};

    #[test]
    fn heads_are_read() {
        let asked = |fault, document, known: Option<&str>| {
            Some(Asked { fault, document, known: known.map(str::to_owned) })
        };
        for (head, want) in [
            ("GET /good/feed.xml HTTP/1.1\r\nHost: x\r\n\r\n", asked(Fault::Good, Document::Feed, None)),
            ("GET /drip/page?utm_source=x HTTP/1.1\r\n\r\n", asked(Fault::Drip, Document::Page(1), None)),
            ("GET /cut-chunk/page/3 HTTP/1.0\r\n\r\n", asked(Fault::CutChunk, Document::Page(3), None)),
            (
                "GET /gone/pages.xml HTTP/1.1\r\nIF-NONE-MATCH:  W/\"a:b\" \r\n\r\n",
                asked(Fault::Gone, Document::FeedOfPages, Some("W/\"a:b\"")),
            ),
            ("POST /good/feed.xml HTTP/1.1\r\n\r\n", None),
            ("GET /robots.txt HTTP/1.1\r\n\r\n", None),
            ("GET /good/page/4 HTTP/1.1\r\n\r\n", None),
            ("GET /good/page/0 HTTP/1.1\r\n\r\n", None),
            ("GET /other/feed.xml HTTP/1.1\r\n\r\n", None),
            ("GET", None),
            ("", None),
        ] {
            assert_eq!(Asked::parse(head), want, "{head:?}");
        }
    }

    #[test]
    fn a_document_is_found_under_its_name() {
        for document in [Document::Feed, Document::FeedOfPages, Document::Page(1), Document::Page(3)] {
            assert_eq!(Document::named(&document.file()), Some(document));
        }
    }
}
