//! A page to its article.

use coranto_markup::{bounded, plain_text, sanitise};
use dom_query::Document;
use dom_smoothie::{Config, Readability};
use url::Url;

use crate::article::{NoArticle, PageArticle};
use crate::facts::Facts;
use crate::words::word_count;
use crate::{picture, rights};

/// Words that a body must have to be an article's.
const MIN_WORDS: u32 = 25;

/// Longest text of an advert, in bytes.
const MAX_ADVERT_BYTES: usize = 600;

/// Elements of one page that are looked at: a page with more is no article.
const MAX_ELEMENTS: usize = 60_000;

/// A page.
#[derive(Clone, Copy, Debug)]
pub struct PageInput<'a> {
    /// Its HTML.
    pub html: &'a str,
    /// Its address, after redirects.
    pub url: &'a Url,
    /// The X-Robots-Tag headers, each in a line.
    pub robots_header: Option<&'a str>,
}

/// Takes the article from a page.
pub fn extract(input: &PageInput<'_>) -> Result<PageArticle, NoArticle> {
    if input.html.trim().is_empty() {
        return Err(NoArticle::Empty);
    }
    let document = Document::from(bounded(input.html).as_ref());
    let base = document.select("base[href]").attr("href").and_then(|href| input.url.join(href.trim()).ok());
    let base = base.unwrap_or_else(|| input.url.clone());
    picture::unveil(&document);
    remove_adverts(&document);
    let mut article = facts(&document, input, &base);
    let why_not = NoBody::of(&document, &article.title);
    article.body_html = body(document, input.url, &base);
    article.body_text = plain_text(&article.body_html);
    article.word_count = word_count(&article.body_text);
    if article.word_count < MIN_WORDS { Err(why_not.reason()) } else { Ok(article) }
}

/// Elements that call themselves adverts.
const ADVERTS: &str = ".ad, .ads, .advert, .advertisement, .adsbygoogle, .ad-slot, .ad-container, \
                       [aria-label='advertisement' i], [data-ad-slot]";

/// What calls itself an advert and is small enough to be one: some sites give the whole page such a class.
fn remove_adverts(document: &Document) {
    for advert in document.select(ADVERTS).nodes() {
        if advert.text().len() <= MAX_ADVERT_BYTES {
            advert.remove_from_parent();
        }
    }
}

/// Everything but the body. Takes the figure of the lead picture out of the document, so that it does not stand twice.
fn facts(document: &Document, input: &PageInput<'_>, base: &Url) -> PageArticle {
    let facts = Facts::of(document);
    let (lead_picture, figure) = picture::lead(document, &facts, base);
    let title = facts.title();
    let article = PageArticle {
        standfirst: facts.standfirst().filter(|text| *text != title),
        title,
        authors: facts.authors(),
        published: facts.published(),
        modified: facts.modified(),
        site_name: facts.site_name(),
        section: facts.section(),
        keywords: facts.keywords(),
        language: facts.language(),
        canonical: facts.canonical(base),
        lead_picture,
        body_html: String::new(),
        body_text: String::new(),
        word_count: 0,
        rights: rights::of(document, input.robots_header),
        kind: facts.kind(),
        icon: facts.icon(base),
    };
    if let Some(figure) = figure {
        figure.remove_from_parent();
    }
    article
}

/// The body as sanitised HTML; empty where none is found.
fn body(document: Document, url: &Url, base: &Url) -> String {
    let config = Config { max_elements_to_parse: MAX_ELEMENTS, ..Config::default() };
    let found = Readability::with_document(document, Some(url.as_str()), Some(config))
        .and_then(|mut page| page.parse());
    found.map(|article| sanitise(&article.content, base)).unwrap_or_default()
}

/// What a page without a body looks like.
struct NoBody {
    password: bool,
    scripts: usize,
    links: usize,
    words: u32,
    consent: bool,
}

impl NoBody {
    fn of(document: &Document, title: &str) -> Self {
        let title = title.to_lowercase();
        Self {
            password: document.select("input[type='password']").exists(),
            scripts: document.select("script").length(),
            links: document.select("a[href]").length(),
            words: word_count(&plain_text(&document.html())),
            consent: ["consent", "cookie", "privacy", "zustimmung"].iter().any(|word| title.contains(word)),
        }
    }

    fn reason(&self) -> NoArticle {
        if self.consent {
            NoArticle::ConsentWall
        } else if self.password {
            NoArticle::Login
        } else if self.words < MIN_WORDS && self.scripts > 0 {
            NoArticle::ScriptShell
        } else if self.links >= 20 {
            NoArticle::List
        } else {
            NoArticle::TooShort
        }
    }
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;
    use proptest::prelude::*;
    use url::Url;

    use super::{PageInput, extract};
    use crate::article::{ArticleKind, NoArticle, PageArticle};

    fn read(html: &str) -> Result<PageArticle, NoArticle> {
        let url = Url::parse("https://www.example.com/news/port?utm_source=x").unwrap();
        extract(&PageInput { html, url: &url, robots_header: None })
    }

    const SENTENCE: &str =
        "The cranes moved at dawn for the first time in sixteen days, and nobody on the quay cheered. ";

    fn page(head: &str, before: &str) -> String {
        let paragraphs = format!("<p>{}</p>", SENTENCE.repeat(3)).repeat(5);
        format!(
            "<!doctype html><html lang=en-GB><head><title>Port opens | The Herald</title>{head}</head><body>
             <nav><a href=/>Home</a> <a href=/world>World</a></nav><div id=main><article><h1>Port opens</h1>{before}{paragraphs}
             <div class=ad aria-label=Advertisement>Ropes that hold, from Halyard and Sons, at the old quay, since the flood.</div>
             <p>See <a href='/other'>the other story</a> about it, which has its own page, and more words than one would think.</p></article></div>
             <div class=cookie-banner>We use cookies. Accept all.</div><footer>Imprint</footer></body></html>"
        )
    }

    #[test]
    fn an_article_is_taken_whole_and_alone() {
        let head = "<link rel=canonical href='https://www.example.com/news/port'><meta property=og:site_name content='The Herald'>
            <meta property=article:published_time content=2023-11-14T22:13:20Z><meta name=author content='By Mira Tolland'>
            <meta name=description content='Both sides call it a trial.'><meta property=article:section content=Business>";
        let figure = "<figure><img src=/p/quay.jpg width=960 height=640 alt=Cranes><figcaption>The quay. Photo: L. Ostrander</figcaption></figure>";
        let article = read(&page(head, figure)).unwrap();
        assert_eq!(article.title, "Port opens");
        assert_eq!(article.standfirst.as_deref(), Some("Both sides call it a trial."));
        assert_eq!(article.authors, ["Mira Tolland"]);
        assert_eq!(article.published, Some(Millis(1_700_000_000_000)));
        assert_eq!(article.canonical.unwrap().as_str(), "https://www.example.com/news/port");
        assert_eq!((article.section.as_deref(), article.kind), (Some("Business"), ArticleKind::News));
        let picture = article.lead_picture.unwrap();
        assert_eq!((picture.width, picture.credit.as_str()), (Some(960), "L. Ostrander"));
        assert!(!article.body_html.contains("<img"), "the lead picture does not stand twice");
        assert_eq!(article.body_text.matches("sixteen days").count(), 15);
        assert!(!article.body_text.contains("cookies") && !article.body_text.contains("Imprint"));
        assert!(!article.body_text.contains("Halyard"));
        assert!(article.body_html.contains("href=\"https://www.example.com/other\""));
    }

    #[test]
    fn json_ld_is_believed_first() {
        let head = "<script type='application/ld+json'>{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"x\"},{\"@type\":[\"OpinionNewsArticle\"],\"headline\":\"A &amp; B\",
            \"author\":[{\"@type\":\"Person\",\"name\":\"C D\"},{\"name\":\"E F\"}],\"keywords\":\"one, two\"}]}</script><meta property=og:title content=Other>";
        let article = read(&page(head, "")).unwrap();
        assert_eq!((article.title.as_str(), article.kind), ("A & B", ArticleKind::Opinion));
        assert_eq!((article.authors.len(), article.keywords.len()), (2, 2));
    }

    #[test]
    fn pages_without_an_article_say_why() {
        let links = "<a href=/x>Word word</a> ".repeat(40);
        for (html, want) in [
            (" \n", NoArticle::Empty),
            ("<div id=root></div><script>go()</script>", NoArticle::ScriptShell),
            ("<title>Sign in</title><form><input type=password></form>", NoArticle::Login),
            ("<title>Your cookie choices</title><p>Choose.", NoArticle::ConsentWall),
            ("<p>Short.", NoArticle::TooShort),
        ] {
            assert_eq!(read(html).map(|_| ()), Err(want), "{html}");
        }
        let _ = read(&links);
    }

    #[test]
    fn hostile_pages_are_bounded() {
        let _ = read(&"<div>".repeat(100_000));
        let _ = read(&format!("<p {}>x", "a=b ".repeat(300_000)));
        let _ = read(&format!("<script type='application/ld+json'>{}</script>", "[".repeat(100_000)));
        let _ = read(&"<table><tr><td>".repeat(20_000));
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(html in "(<(p|div|article|figure|img src=x|figcaption|time datetime=|meta name=author content=|h1|a href=|table|svg|base href=)[>\" ]?|</(p|div|figure|table)>|[a-z ]{1,9}|\\PC){0,60}") {
            let _ = read(&html);
        }
    }
}
