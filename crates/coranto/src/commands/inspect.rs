//! `coranto feed` and `coranto page`: what the parsers see, for people who debug a source.

use std::io::Read;

use anyhow::{Context as _, bail};
use coranto_feed::{Document, Feed};
use coranto_markup::decode;
use coranto_net::{Accept, Get};
use coranto_page::{PageArticle, PageInput};
use url::Url;

use crate::cli::{Inspect, InspectPage};
use crate::output::{say, say_json};
use crate::run;
use crate::settings::Settings;

/// Largest document that is looked at, in bytes.
const MAX_BYTES: u64 = 32 * 1024 * 1024;

/// The address of a document that came from nowhere.
const NOWHERE: &str = "https://document.invalid/";

/// A document to look at.
struct Input {
    bytes: Vec<u8>,
    url: Url,
    content_type: Option<String>,
    robots_header: Option<String>,
}

async fn input(settings: &Settings, options: &Inspect, accept: Accept) -> anyhow::Result<Input> {
    let base = options.base.as_deref().unwrap_or(NOWHERE).parse().context("--base is no address")?;
    if options.input.starts_with("http://") || options.input.starts_with("https://") {
        let url = Url::parse(&options.input).context("this is no address")?;
        let get = Get { url: &url, accept, validators: None, limit_bytes: MAX_BYTES };
        let answer = run::client(settings)?.get(&get).await?;
        if answer.status != 200 {
            bail!("{} answered {} instead of a document", url.host_str().unwrap_or_default(), answer.status);
        }
        return Ok(Input {
            content_type: answer.content_type().map(str::to_owned),
            robots_header: answer.headers_joined("x-robots-tag"),
            bytes: answer.body.to_vec(),
            url: answer.url,
        });
    }
    Ok(Input { bytes: read_file(&options.input)?, url: base, content_type: None, robots_header: None })
}

/// The bytes of a file, or of standard input for `-`.
pub fn read_file(name: &str) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES + 1;
    if name == "-" {
        std::io::stdin()
            .lock()
            .take(limit)
            .read_to_end(&mut bytes)
            .context("standard input cannot be read")?;
    } else {
        let file = std::fs::File::open(name).with_context(|| format!("the file {name} cannot be read"))?;
        file.take(limit)
            .read_to_end(&mut bytes)
            .with_context(|| format!("the file {name} cannot be read"))?;
    }
    if bytes.len() as u64 > MAX_BYTES {
        bail!("{name} is larger than {} MB", MAX_BYTES / (1024 * 1024));
    }
    Ok(bytes)
}

pub async fn feed(settings: &Settings, options: Inspect) -> anyhow::Result<()> {
    let input = input(settings, &options, Accept::Feed).await?;
    let document = Document {
        bytes: &input.bytes,
        url: &input.url,
        content_type: input.content_type.as_deref(),
        content_location: None,
    };
    let feed = coranto_feed::parse(&document)?;
    if options.json {
        return say_json(&feed);
    }
    show_feed(&feed);
    Ok(())
}

fn show_feed(feed: &Feed) {
    say(format_args!("{} ({:?}), {} entries", feed.title, feed.format, feed.entries.len()));
    line("Site", feed.link.as_ref());
    line("Language", feed.language.as_ref());
    line("Description", Some(&feed.description).filter(|text| !text.is_empty()));
    for warning in &feed.warnings {
        line("Warning", Some(warning));
    }
    for entry in &feed.entries {
        say("");
        say(&entry.title);
        line("Address", entry.link.as_ref());
        line("Key", Some(&entry.key));
        line("Published", entry.published);
        line("Updated", entry.updated);
        line("Authors", Some(entry.authors.join(", ")).filter(|names| !names.is_empty()));
        line("Categories", Some(entry.categories.join(", ")).filter(|names| !names.is_empty()));
        for picture in &entry.pictures {
            line("Picture", Some(picture));
        }
        for enclosure in &entry.enclosures {
            line("Enclosure", Some(&enclosure.url));
        }
        let text = entry.body().plain();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        line("Text", Some(text.chars().take(200).collect::<String>()).filter(|text| !text.is_empty()));
    }
}

fn line(name: &str, value: Option<impl std::fmt::Display>) {
    if let Some(value) = value {
        say(format_args!("  {name:<12}{value}"));
    }
}

pub async fn page(settings: &Settings, options: InspectPage) -> anyhow::Result<()> {
    let input = input(settings, &options.inspect, Accept::Page).await?;
    let decoded = decode(&input.bytes, input.content_type.as_deref());
    let page =
        PageInput { html: &decoded.text, url: &input.url, robots_header: input.robots_header.as_deref() };
    let article = match coranto_page::extract(&page) {
        Ok(article) => article,
        Err(reason) => bail!("no article was found: {reason}"),
    };
    if options.inspect.json {
        return say_json(&article);
    }
    show_article(&article, options.html);
    Ok(())
}

fn show_article(article: &PageArticle, html: bool) {
    say(&article.title);
    line("Standfirst", article.standfirst.as_ref());
    line("Authors", Some(article.authors.join(", ")).filter(|names| !names.is_empty()));
    line("Published", article.published);
    line("Modified", article.modified);
    line("Site", article.site_name.as_ref());
    line("Section", article.section.as_ref());
    line("Keywords", Some(article.keywords.join(", ")).filter(|words| !words.is_empty()));
    line("Language", article.language);
    line("Address", article.canonical.as_ref());
    line("Words", Some(article.word_count));
    if let Some(picture) = &article.lead_picture {
        line("Picture", Some(&picture.url));
        line("Caption", Some(&picture.caption).filter(|text| !text.is_empty()));
        line("Credit", Some(&picture.credit).filter(|text| !text.is_empty()));
    }
    line("Rights", serde_json::to_string(&article.rights).ok());
    say("");
    say(if html { &article.body_html } else { &article.body_text });
}
