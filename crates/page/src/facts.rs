//! Facts about an article: each from the source that says it best, JSON-LD before Open Graph before the page's text.

use coranto_markup::{first_chars, machine_date, title_text};
use coranto_model::{Language, Millis};
use dom_query::{Document, NodeRef};
use url::Url;

use crate::article::ArticleKind;
use crate::json_ld::JsonLd;

/// Longest name that is taken for a person's, in characters.
const MAX_NAME_CHARS: usize = 60;

/// Longest headline, in characters.
const MAX_TITLE_CHARS: usize = 300;

/// Longest standfirst, in characters.
const MAX_STANDFIRST_CHARS: usize = 600;

/// Most authors, and most keywords.
const MAX_WORDS: usize = 20;

/// Longest keyword, section or name of a site, in characters.
const MAX_WORD_CHARS: usize = 100;

/// Where pages write for people when they were published, from the surest to the least sure.
const PUBLISHED: [&str; 5] = [
    "time[itemprop~='datePublished']",
    "[itemprop~='datePublished'][datetime]",
    "time[pubdate]",
    "article time[datetime]",
    "time[datetime]",
];

/// The page and what it says of its article for machines.
pub(crate) struct Facts<'a> {
    document: &'a Document,
    pub(crate) json_ld: Option<JsonLd>,
}

/// The instant of a machine-readable date.
fn date(text: &str) -> Option<Millis> {
    machine_date(text).map(Millis::from)
}

impl<'a> Facts<'a> {
    pub(crate) fn of(document: &'a Document) -> Self {
        Self { document, json_ld: JsonLd::of(document) }
    }

    fn ld(&self, name: &str) -> Option<String> {
        self.json_ld.as_ref()?.text(name)
    }

    /// The content of the first meta element that is called so by `name`, `property` or `itemprop`.
    pub(crate) fn meta(&self, name: &str) -> Option<String> {
        let selector = format!("meta[property='{name}'], meta[name='{name}'], meta[itemprop='{name}']");
        let content = self.document.select(&selector).nodes().iter().find_map(|meta| meta.attr("content"))?;
        Some(title_text(&content)).filter(|text| !text.is_empty())
    }

    fn text_of(&self, selector: &str) -> Option<String> {
        let texts = self.document.select(selector);
        texts.nodes().iter().map(shown).find(|text| !text.is_empty())
    }

    pub(crate) fn site_name(&self) -> Option<String> {
        self.meta("og:site_name")
            .or_else(|| self.json_ld.as_ref()?.names("publisher").into_iter().next())
            .or_else(|| self.meta("application-name"))
            .map(|name| first_chars(&name, MAX_WORD_CHARS).to_owned())
    }

    pub(crate) fn title(&self) -> String {
        let headings = self.document.select("h1");
        let only_heading = match headings.nodes() {
            [only] => Some(shown(only)).filter(|text| !text.is_empty()),
            _ => None,
        };
        let found = self
            .ld("headline")
            .or_else(|| self.meta("og:title"))
            .or_else(|| self.meta("twitter:title"))
            .or_else(|| only_heading.clone())
            .or_else(|| self.text_of("title"))
            .unwrap_or_default();
        let plain = without_site(&found, self.site_name().as_deref());
        // A heading that is the begin of the title is the title without the site's name.
        let title = only_heading
            .filter(|heading| plain.starts_with(heading.as_str()) && heading.len() * 2 > plain.len())
            .unwrap_or(plain);
        first_chars(&title, MAX_TITLE_CHARS).to_owned()
    }

    pub(crate) fn standfirst(&self) -> Option<String> {
        let found = self
            .ld("description")
            .or_else(|| self.meta("og:description"))
            .or_else(|| self.meta("description"))?;
        Some(first_chars(&found, MAX_STANDFIRST_CHARS).to_owned())
    }

    /// From the first source that names anybody: some only hold the address of a page about the author.
    pub(crate) fn authors(&self) -> Vec<String> {
        let stated = || self.json_ld.as_ref().map(|ld| ld.names("author")).unwrap_or_default();
        let metas = ["author", "article:author", "byl", "parsely-author", "sailthru.author"];
        let byline = "[rel='author'], [itemprop='author'] [itemprop='name'], [itemprop='author'], .byline, .author, .autor";
        std::iter::once_with(stated)
            .chain(metas.iter().map(|name| self.meta(name).into_iter().collect::<Vec<String>>()))
            .chain(std::iter::once_with(|| self.text_of(byline).into_iter().collect::<Vec<String>>()))
            .map(|texts| people(&texts))
            .find(|people| !people.is_empty())
            .unwrap_or_default()
    }

    pub(crate) fn published(&self) -> Option<Millis> {
        let metas = [
            "article:published_time",
            "datePublished",
            "date",
            "dc.date",
            "DC.date.issued",
            "publishdate",
            "pubdate",
            "parsely-pub-date",
            "sailthru.date",
        ];
        self.ld("datePublished")
            .and_then(|text| date(&text))
            .or_else(|| metas.iter().find_map(|name| date(&self.meta(name)?)))
            .or_else(|| PUBLISHED.iter().find_map(|selector| self.time(selector)))
    }

    pub(crate) fn modified(&self) -> Option<Millis> {
        self.ld("dateModified")
            .and_then(|text| date(&text))
            .or_else(|| date(&self.meta("article:modified_time")?))
            .or_else(|| self.time("time[itemprop='dateModified']"))
    }

    fn time(&self, selector: &str) -> Option<Millis> {
        let times = self.document.select(selector);
        times.nodes().iter().find_map(|time| date(&time.attr("datetime")?))
    }

    pub(crate) fn section(&self) -> Option<String> {
        let ld = self.json_ld.as_ref().and_then(|ld| ld.list("articleSection").into_iter().next());
        let found = ld
            .or_else(|| self.meta("article:section"))
            .or_else(|| self.text_of("[itemprop='articleSection']"))?;
        Some(first_chars(&found, MAX_WORD_CHARS).to_owned())
    }

    pub(crate) fn keywords(&self) -> Vec<String> {
        let words = self.all_keywords().into_iter().filter(|word| !word.is_empty()).take(MAX_WORDS);
        words.map(|word| first_chars(&word, MAX_WORD_CHARS).to_owned()).collect()
    }

    fn all_keywords(&self) -> Vec<String> {
        let ld = self.json_ld.as_ref().map(|ld| ld.list("keywords")).unwrap_or_default();
        if !ld.is_empty() {
            return ld;
        }
        let tags = self.document.select("meta[property='article:tag']");
        let tags: Vec<String> =
            tags.nodes().iter().filter_map(|tag| tag.attr("content")).map(|tag| title_text(&tag)).collect();
        if !tags.is_empty() {
            return tags;
        }
        let keywords = self.meta("news_keywords").or_else(|| self.meta("keywords")).unwrap_or_default();
        keywords.split([',', '،']).map(|word| word.trim().to_owned()).collect()
    }

    pub(crate) fn language(&self) -> Option<Language> {
        let html = self.document.select("html[lang]").attr("lang");
        let stated = html
            .map(|lang| lang.to_string())
            .or_else(|| self.ld("inLanguage"))
            .or_else(|| self.meta("og:locale"));
        stated?.parse().ok()
    }

    pub(crate) fn canonical(&self, base: &Url) -> Option<Url> {
        let link =
            self.document.select("link[rel='canonical'][href]").attr("href").map(|href| href.to_string());
        let stated = link.or_else(|| self.meta("og:url"))?;
        let url = base.join(stated.trim()).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(url)
    }

    /// The largest of the icons that the page names; else where browsers look for one.
    pub(crate) fn icon(&self, base: &Url) -> Option<Url> {
        let icons = self.document.select("link[rel~='apple-touch-icon'][href], link[rel~='icon'][href]");
        let named = icons.nodes().iter().filter_map(|link| {
            let url = base.join(link.attr("href")?.trim()).ok()?;
            let raster = matches!(url.scheme(), "http" | "https")
                && !url.path().to_ascii_lowercase().ends_with(".svg");
            let touch = link.attr("rel").is_some_and(|rel| rel.contains("apple"));
            raster.then_some((touch, url))
        });
        // Of equals, max_by_key takes the last: pages name small icons first.
        let best = named.max_by_key(|(touch, _)| *touch).map(|(_, url)| url);
        best.or_else(|| base.join("/favicon.ico").ok())
    }

    pub(crate) fn kind(&self) -> ArticleKind {
        let is = |kind: &str| self.json_ld.as_ref().is_some_and(|ld| ld.is(kind));
        let section = self.section().unwrap_or_default().to_lowercase();
        if is("LiveBlogPosting") {
            ArticleKind::Live
        } else if is("OpinionNewsArticle")
            || ["opinion", "comment", "editorial", "meinung", "رأي", "مقالات"].contains(&section.as_str())
        {
            ArticleKind::Opinion
        } else if is("ReviewNewsArticle") || is("CriticReview") {
            ArticleKind::Review
        } else if ["interview", "interviews", "مقابلة", "حوار"].contains(&section.as_str()) {
            ArticleKind::Interview
        } else {
            ArticleKind::News
        }
    }
}

/// The text of a node in one line.
fn shown(node: &NodeRef<'_>) -> String {
    node.text().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `Headline | The Herald` without the site.
fn without_site(title: &str, site: Option<&str>) -> String {
    let Some(site) = site.map(str::to_lowercase).filter(|site| !site.is_empty()) else {
        return title.to_owned();
    };
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", ": "] {
        if let Some((before, after)) = title.rsplit_once(separator)
            && after.trim().to_lowercase() == site
        {
            return before.trim().to_owned();
        }
        if let Some((before, after)) = title.split_once(separator)
            && before.trim().to_lowercase() == site
        {
            return after.trim().to_owned();
        }
    }
    title.to_owned()
}

/// The people whom the texts name, each once.
fn people(texts: &[String]) -> Vec<String> {
    let mut people: Vec<String> = Vec::new();
    for name in texts.iter().flat_map(|text| split_names(text)) {
        if people.len() < MAX_WORDS && !people.contains(&name) {
            people.push(name);
        }
    }
    people
}

/// `By Mira Tolland and Anselm Reye` as two names. What is no name (an address, a sentence) gives none.
fn split_names(text: &str) -> Vec<String> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let plain = ["by ", "von ", "por ", "par ", "di ", "بقلم ", "كتب ", "by: "]
        .iter()
        .find(|prefix| lower.starts_with(**prefix))
        .and_then(|prefix| text.get(prefix.len()..))
        .unwrap_or(text);
    plain
        .split([',', ';', '|', '،'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" & "))
        .flat_map(|part| part.split(" und "))
        .map(str::trim)
        .filter(|name| {
            !name.is_empty()
                && name.chars().count() <= MAX_NAME_CHARS
                && !name.contains("://")
                && !name.starts_with('@')
        })
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::date as parse;
    use super::{Facts, split_names, without_site};

    #[test]
    fn dates_come_from_the_surest_place() {
        for (html, want) in [
            ("<time datetime=2023-01-01>", parse("2023-01-01")),
            ("<time datetime=2023-01-01></time><article><time datetime=2023-01-02>", parse("2023-01-02")),
            (
                "<article><time datetime=2023-01-01></time><time itemprop=datePublished datetime=2023-01-02>",
                parse("2023-01-02"),
            ),
            (
                "<time datetime=2023-01-01></time><span itemprop='datePublished dateModified' datetime=2023-01-02>",
                parse("2023-01-02"),
            ),
            (
                "<time itemprop=datePublished datetime=today></time><time datetime=2023-01-01>",
                parse("2023-01-01"),
            ),
            (
                "<meta itemprop=datePublished content=2023-01-03><time datetime=2023-01-01>",
                parse("2023-01-03"),
            ),
            ("<time>2023</time>", None),
        ] {
            assert_eq!(Facts::of(&Document::from(html)).published(), want, "{html}");
        }
    }

    #[test]
    fn authors_come_from_the_first_place_that_names_one() {
        let by_address = "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"author\":\"https://example.com/a\"}</script>
            <a rel=author href=x>I J</a>";
        for (html, want) in [
            ("<meta name=author content='A B'><p class=byline>By C D", vec!["A B"]),
            (
                "<meta property=article:author content='https://example.com/a'><p class=byline>By C D",
                vec!["C D"],
            ),
            ("<meta name=author content='@ab'><meta name=byl content='By E F and G H'>", vec!["E F", "G H"]),
            (by_address, vec!["I J"]),
            ("<p>Nobody", vec![]),
        ] {
            assert_eq!(Facts::of(&Document::from(html)).authors(), want, "{html}");
        }
    }

    #[test]
    fn facts_are_short() {
        let long = "word ".repeat(1_000);
        let many = (0..1_000).map(|number| format!("Name {number},")).collect::<String>();
        let html = format!(
            "<title>{long}</title><meta name=description content='{long}'><meta name=keywords content='{many}'>
             <meta name=author content='{many}'><meta property=article:section content='{long}'>
             <meta property=og:site_name content='{long}'>"
        );
        let document = Document::from(html.as_str());
        let facts = Facts::of(&document);
        let length = |text: Option<String>| text.unwrap().chars().count();
        assert_eq!((facts.title().chars().count(), length(facts.standfirst())), (300, 600));
        assert_eq!((length(facts.section()), length(facts.site_name())), (100, 100));
        assert_eq!((facts.keywords().len(), facts.authors().len()), (20, 20));
    }

    #[test]
    fn titles_lose_the_sites_name() {
        for (title, site, want) in [
            ("Port opens | The Herald", "The Herald", "Port opens"),
            ("The Herald: Port opens", "the herald", "Port opens"),
            ("Port - a history", "The Herald", "Port - a history"),
            ("The Herald", "The Herald", "The Herald"),
        ] {
            assert_eq!(without_site(title, Some(site)), want);
        }
    }

    #[test]
    fn bylines_are_split_into_people() {
        assert_eq!(split_names("By Mira Tolland and Anselm Reye"), ["Mira Tolland", "Anselm Reye"]);
        assert_eq!(split_names("بقلم ليلى مراد، سامي نور"), ["ليلى مراد", "سامي نور"]);
        assert!(split_names("https://example.com/author").is_empty());
    }
}
