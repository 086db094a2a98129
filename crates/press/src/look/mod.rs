//! The publishers' pages: each has a structure, a look and bad habits of its own.

mod brenholt;
mod field;
mod harbor;
mod ithren;
mod karrow;
mod ledger;
mod marsa;
mod northlight;
mod orbit;
mod pitch;
mod plain;
mod quill;
mod shiomi;
mod tarn;
mod vesperin;
mod wire;

use serde_json::{Value, json};

use crate::blocks::{Block, blocks, escape, html};
use crate::press::{House, Issue};
use crate::texts::PictureText;

/// The page of an article.
pub(crate) fn article(house: &House, issue: &Issue) -> String {
    let others = house.with_issues(|issues| {
        let others = issues.iter().filter(|other| other.text.slug != issue.text.slug).take(5);
        others.map(|other| (other.text.slug.clone(), other.text.headline.clone())).collect::<Vec<_>>()
    });
    let page = Page { house, issue, others };
    match house.text.key.as_str() {
        "vesperin" => vesperin::article(&page),
        "harbor" => harbor::article(&page),
        "orbit" => orbit::article(&page),
        "marsa" => marsa::article(&page),
        "ithren" => ithren::article(&page),
        "wire" => wire::article(&page),
        "ledger" => ledger::article(&page),
        "quill" => quill::article(&page),
        "brenholt" => brenholt::article(&page),
        "karrow" => karrow::article(&page),
        "northlight" => northlight::article(&page),
        "tarn" => tarn::article(&page),
        "shiomi" => shiomi::article(&page),
        "pitch" => pitch::article(&page),
        "field" => field::article(&page),
        _ => plain::article(&page),
    }
}

/// The publisher's front page: its headlines, and where its feed is.
pub(crate) fn front(house: &House) -> String {
    let text = &house.text;
    let items: String = house.with_issues(|issues| {
        let item = |issue: &Issue| {
            format!("<li><a href=\"/{}\">{}</a></li>\n", issue.text.slug, escape(&issue.text.headline))
        };
        issues.iter().map(item).collect()
    });
    let feed = crate::feeds::path(text.format).map(|path| {
        let mime = crate::feeds::mime(text.format).split(';').next().unwrap_or_default();
        format!("<link rel=\"alternate\" type=\"{mime}\" title=\"{}\" href=\"{path}\">\n", escape(&text.name))
    });
    format!(
        "<!doctype html>\n<html lang=\"{}\" dir=\"{}\">\n<head><meta charset=\"utf-8\"><title>{}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<link rel=\"icon\" href=\"/pictures/{}\">\n\
         {}<style>body{{font:1.1rem/1.5 serif;max-width:44rem;margin:2rem auto;padding:0 1rem}}</style>\n\
         </head>\n<body><h1>{}</h1><p>{}</p><ul>\n{items}</ul></body></html>\n",
        text.language,
        direction(house),
        escape(&text.name),
        text.logo,
        feed.unwrap_or_default(),
        escape(&text.name),
        escape(&text.description),
    )
}

fn direction(house: &House) -> &'static str {
    if house.text.language == "ar" { "rtl" } else { "ltr" }
}

/// What a page is made of.
struct Page<'a> {
    house: &'a House,
    issue: &'a Issue,
    /// Slugs and headlines of other articles, for the boxes that surround one.
    others: Vec<(String, String)>,
}

impl Page<'_> {
    fn headline(&self) -> String {
        escape(&self.issue.text.headline)
    }

    fn standfirst(&self) -> String {
        escape(&self.issue.text.standfirst)
    }

    fn name(&self) -> String {
        escape(&self.house.text.name)
    }

    fn address(&self) -> String {
        format!("{}/{}", self.house.origin, self.issue.text.slug)
    }

    fn picture_address(&self, picture: &PictureText) -> String {
        format!("{}/pictures/{}", self.house.origin, picture.file)
    }

    /// The blocks of the body as HTML, one by one.
    fn body(&self) -> Vec<String> {
        blocks(&self.issue.text.body).iter().map(|block: &Block| html(block, &self.house.origin)).collect()
    }

    fn links(&self) -> String {
        self.others
            .iter()
            .map(|(slug, title)| format!("<li><a href=\"/{slug}\">{}</a></li>", escape(title)))
            .collect()
    }

    /// The names of the authors, with `between` them.
    fn authors(&self, between: &str) -> String {
        self.issue.text.authors.iter().map(|name| escape(name)).collect::<Vec<_>>().join(between)
    }

    /// The picture in a figure of that class; `sign` stands before its maker's name.
    fn figure(&self, class: &str, sign: &str) -> String {
        let figure = self.issue.text.picture.as_ref().map(|picture| {
            format!(
                "<figure class=\"{class}\"><img src=\"{}\" width=\"960\" height=\"640\" alt=\"{}\">\
                 <figcaption>{} <span class=\"credit\">{sign}{}</span></figcaption></figure>",
                self.picture_address(picture),
                escape(&picture.alt),
                escape(&picture.caption),
                escape(&picture.credit)
            )
        });
        figure.unwrap_or_default()
    }

    /// The article for JSON-LD.
    fn news_article(&self) -> Value {
        let text = &self.issue.text;
        let kind = match text.kind.as_deref() {
            Some("opinion") => "OpinionNewsArticle",
            Some("live") => "LiveBlogPosting",
            _ => "NewsArticle",
        };
        let image = text.picture.as_ref().map(|picture| {
            json!({ "@type": "ImageObject", "url": self.picture_address(picture), "caption": picture.caption, "creditText": picture.credit })
        });
        json!({
            "@type": kind,
            "headline": text.headline,
            "description": text.standfirst,
            "datePublished": self.issue.published.to_string(),
            "author": text.authors.iter().map(|name| json!({ "@type": "Person", "name": name })).collect::<Vec<_>>(),
            "publisher": { "@type": "NewsMediaOrganization", "name": self.house.text.name },
            "articleSection": text.section,
            "keywords": text.tags,
            "inLanguage": self.house.text.language,
            "isAccessibleForFree": !text.paywall,
            "image": image,
        })
    }

    /// Open Graph and the canonical link.
    fn open_graph(&self) -> String {
        let picture = self.issue.text.picture.as_ref().map(|picture| {
            format!("<meta property=\"og:image\" content=\"{}\">\n", self.picture_address(picture))
        });
        let tags: String = self
            .issue
            .text
            .tags
            .iter()
            .map(|tag| format!("<meta property=\"article:tag\" content=\"{}\">\n", escape(tag)))
            .collect();
        format!(
            "<link rel=\"canonical\" href=\"{}\">\n<meta property=\"og:type\" content=\"article\">\n\
             <meta property=\"og:site_name\" content=\"{}\">\n<meta property=\"og:title\" content=\"{}\">\n\
             <meta property=\"og:description\" content=\"{}\">\n<meta property=\"article:published_time\" content=\"{}\">\n\
             <meta property=\"article:section\" content=\"{}\">\n{tags}{}",
            self.address(),
            self.name(),
            self.headline(),
            self.standfirst(),
            self.issue.published,
            escape(&self.issue.text.section),
            picture.unwrap_or_default(),
        )
    }
}

/// JSON for a script element: no text in it can end the element.
fn script_json(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;

    use super::{article, front};
    use crate::blocks::escape;
    use crate::press::{House, Issue};
    use crate::texts;

    #[test]
    fn every_page_has_its_article_whole() {
        let texts = texts::load().unwrap();
        for publisher in texts.publishers {
            let published = Millis(1_700_000_000_000);
            let issues: Vec<Issue> = texts
                .articles
                .iter()
                .filter(|(_, text)| text.publisher == publisher.key)
                .map(|(_, text)| Issue { text: text.clone(), published })
                .collect();
            let origin = format!("http://{}.localhost:1", publisher.key);
            let house = House::new(publisher, origin, issues.clone(), published);
            for issue in &issues {
                let page = article(&house, issue);
                assert!(page.contains(&escape(&issue.text.headline)));
                let beginning = if issue.text.paywall { 2 } else { usize::MAX };
                for block in crate::blocks::blocks(&issue.text.body).into_iter().take(beginning) {
                    assert!(
                        page.contains(&crate::blocks::html(&block, &house.origin)),
                        "{}",
                        issue.text.slug
                    );
                }
                assert!(front(&house).contains(&escape(&issue.text.headline)));
            }
        }
    }
}
