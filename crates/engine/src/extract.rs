//! From a fetched page, or from a feed's entry where there is no page, to the content that is kept. Also the stage
//! *extract*, which does this again with the page that is kept.

use coranto_crawl::gate;
use coranto_markup::{decode, plain_text};
use coranto_model::address::without_tracking;
use coranto_model::{CanonicalAddress, Millis, Rights};
use coranto_page::{PageArticle, PageInput, word_count};
use coranto_store::StoreError;
use coranto_store::articles::{Content, Origin, RawPage, ScrapeSubject, Scraped};
use coranto_store::publishers::{NameRank, PublisherFacts};
use coranto_store::tasks::{LaneKind, Lease, Task};
use url::Url;

use crate::context::Context;

/// A feed's text replaces the page's where the page has less than this part of its words: the page is a teaser then.
const TEASER_PART: f64 = 0.6;

pub(crate) async fn run(context: &Context, lease: &Lease, task: &Task) -> Result<(), StoreError> {
    let subject = context.store.scrape_subject(task.article()).await?;
    let page = context.store.raw_page(task.article()).await?;
    let (Some(subject), Some(page)) = (subject, page) else {
        return context.store.drop_task(lease.clone(), task.clone()).await;
    };
    let scraped = context.compute(move || Scraped { page: None, ..take(&subject, page) }).await;
    let scraped =
        scraped.ok_or_else(|| StoreError::Value("the extraction of this page broke off".to_owned()))?;
    context.store.finish_scrape(lease.clone(), task.clone(), scraped, context.now()).await?;
    context.wake(LaneKind::Compute);
    Ok(())
}

/// Takes the article from its page.
pub(crate) fn take(subject: &ScrapeSubject, page: RawPage) -> Scraped {
    let Ok(url) = Url::parse(&page.url) else {
        return fall_back(subject, "its address is not a web address".to_owned());
    };
    let decoded = decode(&page.body, page.content_type.as_deref());
    let input = PageInput { html: &decoded.text, url: &url, robots_header: page.robots_header.as_deref() };
    match coranto_page::extract(&input) {
        Err(reason) => {
            let fallback = fall_back(subject, reason.to_string());
            // A page without an article can still say what may be done with it.
            let content = Content { rights: coranto_page::rights(&input), ..fallback.content };
            Scraped { page: Some(page), content, ..fallback }
        }
        Ok(article) => {
            let feed_words = word_count(&plain_text(&subject.feed_body));
            let teaser = f64::from(article.word_count) < TEASER_PART * f64::from(feed_words);
            let content = from_page(subject, &article);
            let content = if teaser { with_feed_text(subject, content, feed_words) } else { content };
            Scraped {
                content,
                address: own_address(&url, article.canonical.as_ref()),
                publisher: Some(publisher_facts(subject, &article)),
                page: Some(page),
                problem: None,
                algorithm: i64::from(coranto_page::VERSION),
            }
        }
    }
}

/// The address that the page states as its own, where that can be the address of this one article: not of another site,
/// nor of a section that it stands in, nor the page that tells articles apart by a parameter, without the parameter.
fn own_address(url: &Url, canonical: Option<&Url>) -> Option<CanonicalAddress> {
    let is_of_article = |stated: &Url| {
        let path = stated.path().trim_end_matches('/');
        let names_parameter = stated.path() == url.path()
            && stated.query().is_none()
            && without_tracking(url).query().is_some();
        !path.is_empty()
            && gate::key(stated) == gate::key(url)
            && !url.path().starts_with(&format!("{path}/"))
            && !names_parameter
    };
    CanonicalAddress::of(canonical.filter(|stated| is_of_article(stated)).unwrap_or(url)).ok()
}

/// When it was published. What the page says counts where it is earlier than what the feed said; but a page that names
/// a day alone says less than a feed that knows the hour.
fn published(subject: &ScrapeSubject, page: Option<Millis>) -> Millis {
    let feed_knew = subject.published != subject.first_seen;
    let says_less =
        |at: Millis| at.0.rem_euclid(Millis::DAY) == 0 && subject.published.since(at) < Millis::DAY;
    let page = page.filter(|at| *at <= subject.published && !(feed_knew && says_less(*at)));
    page.unwrap_or(subject.published)
}

fn from_page(subject: &ScrapeSubject, article: &PageArticle) -> Content {
    let standfirst = article.standfirst.clone().filter(|text| !text.is_empty());
    let authors = if article.authors.is_empty() { &subject.authors } else { &article.authors };
    let mut section_words: Vec<String> = article.section.iter().cloned().collect();
    section_words.extend(subject.keywords.iter().cloned());
    Content {
        origin: Origin::Page,
        title: if article.title.is_empty() { subject.title.clone() } else { article.title.clone() },
        standfirst: standfirst.unwrap_or_else(|| subject.standfirst.clone()),
        authors: authors.clone(),
        keywords: if article.keywords.is_empty() {
            subject.keywords.clone()
        } else {
            article.keywords.clone()
        },
        section_words,
        published: published(subject, article.published),
        modified: article.modified,
        language: article.language,
        kind: article.kind.as_str().to_owned(),
        picture: article.lead_picture.clone().or_else(|| subject.picture.clone()),
        body: article.body_html.clone(),
        words: article.word_count,
        rights: article.rights,
    }
}

fn with_feed_text(subject: &ScrapeSubject, content: Content, feed_words: u32) -> Content {
    Content { origin: Origin::Feed, body: subject.feed_body.clone(), words: feed_words, ..content }
}

/// The content as the feed alone tells it, because the page cannot be read for the reason `problem`.
pub(crate) fn fall_back(subject: &ScrapeSubject, problem: String) -> Scraped {
    let words = word_count(&plain_text(&subject.feed_body));
    let content = Content {
        origin: Origin::Feed,
        title: subject.title.clone(),
        standfirst: subject.standfirst.clone(),
        authors: subject.authors.clone(),
        keywords: subject.keywords.clone(),
        section_words: subject.keywords.clone(),
        published: subject.published,
        modified: None,
        language: None,
        kind: "news".to_owned(),
        picture: subject.picture.clone(),
        body: subject.feed_body.clone(),
        words,
        rights: subject.rights,
    };
    Scraped {
        content,
        address: None,
        page: None,
        publisher: None,
        problem: Some(problem),
        algorithm: i64::from(coranto_page::VERSION),
    }
}

/// What is kept of an article that its publisher took back: that it was there.
pub(crate) fn withdrawn(subject: &ScrapeSubject) -> Scraped {
    let kept = fall_back(subject, String::new());
    let rights = Rights { withdrawn: true, ..subject.rights };
    Scraped {
        problem: None,
        content: Content { rights, body: String::new(), words: 0, ..kept.content },
        ..kept
    }
}

fn publisher_facts(subject: &ScrapeSubject, article: &PageArticle) -> PublisherFacts {
    PublisherFacts {
        name: article.site_name.clone().map(|name| (name, NameRank::Page)),
        language: article.language,
        icon_url: article.icon.as_ref().map(ToString::to_string),
        ..PublisherFacts::of(subject.publisher_domain.clone())
    }
}
