//! The lead picture, with its caption and its maker.

use coranto_markup::title_text;
use coranto_model::Picture;
use dom_query::{Document, NodeRef};
use url::Url;

use crate::facts::Facts;

/// What stands before a maker's name in a caption.
const CREDIT_SIGNS: [&str; 15] = [
    "Photograph: ",
    "Photo: ",
    "Picture: ",
    "Image: ",
    "Credit: ",
    "Photo by ",
    "Foto: ",
    "Bild: ",
    "Photo : ",
    "Crédit : ",
    "© ",
    "صورة: ",
    "تصوير: ",
    "الصورة: ",
    "撮影：",
];

/// Attributes that hold a picture's address where a script loads it later.
const LAZY: [&str; 3] = ["data-src", "data-original", "data-lazy-src"];

/// The lead picture, and the figure that shows it where there is one.
pub(crate) fn lead<'a>(
    document: &'a Document,
    facts: &Facts<'_>,
    base: &Url,
) -> (Option<Picture>, Option<NodeRef<'a>>) {
    let stated = facts.json_ld.as_ref().and_then(super::json_ld::JsonLd::picture);
    let stated_url = facts
        .meta("og:image")
        .or_else(|| stated.as_ref().map(|(url, _, _)| url.clone()))
        .or_else(|| facts.meta("twitter:image"))
        .and_then(|url| absolute(&url, base));
    let figures = document.select("figure");
    let shown = figures.nodes().iter().find_map(|figure| {
        let url = figure_address(figure, base)?;
        let same = stated_url.as_ref().is_none_or(|stated| same_picture(stated, &url));
        same.then_some((*figure, url))
    });
    let mut picture = match (&shown, stated_url) {
        (Some((figure, url)), _) => from_figure(figure, url),
        (None, Some(url)) => Picture { url: url.into(), ..Picture::default() },
        (None, None) => return (None, None),
    };
    if let Some((_, caption, credit)) = stated {
        if picture.caption.is_empty() {
            picture.caption = caption.unwrap_or_default();
        }
        if picture.credit.is_empty() {
            picture.credit = credit.unwrap_or_default();
        }
    }
    if picture.alt.is_empty() {
        picture.alt = facts.meta("og:image:alt").unwrap_or_default();
    }
    (Some(picture), shown.map(|(figure, _)| figure))
}

/// Pictures that a script loads later are loaded by it: gives them their addresses.
pub(crate) fn unveil(document: &Document) {
    for image in document.select("img").nodes() {
        let waiting = image.attr("src").is_none_or(|src| src.trim().is_empty() || src.starts_with("data:"));
        if waiting && let Some(src) = LAZY.iter().find_map(|name| image.attr(name)) {
            image.set_attr("src", &src);
        }
    }
}

fn absolute(text: &str, base: &Url) -> Option<Url> {
    let url = base.join(text.trim()).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn figure_address(figure: &NodeRef<'_>, base: &Url) -> Option<Url> {
    let images = dom_query::Selection::from(*figure).select("img[src]");
    images.nodes().iter().find_map(|image| absolute(&image.attr("src")?, base))
}

/// Publishers cut one picture in many sizes: the file's name tells, without what says its size.
fn same_picture(one: &Url, other: &Url) -> bool {
    let name = |url: &Url| url.path().rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    one.path() == other.path() || (!name(one).is_empty() && name(one).len() > 6 && name(one) == name(other))
}

fn from_figure(figure: &NodeRef<'_>, url: &Url) -> Picture {
    let figure = dom_query::Selection::from(*figure);
    let image = figure.select("img");
    let number = |name: &str| {
        image.attr(name).and_then(|value| value.trim().parse().ok()).filter(|pixels| *pixels > 0)
    };
    let marked = figure.select("[class*='credit'], [class*='Credit'], [class*='copyright'], [itemprop='copyrightHolder'], .source, small");
    let marked = title_text(&marked.html());
    let whole = title_text(&figure.select("figcaption").html());
    let (caption, credit) = if !marked.is_empty() && whole.contains(&marked) {
        (whole.replacen(&marked, "", 1), marked)
    } else {
        let (caption, credit) = split_credit(&whole);
        (caption, if credit.is_empty() { marked } else { credit })
    };
    Picture {
        url: url.to_string(),
        alt: image.attr("alt").map(|alt| title_text(&alt)).unwrap_or_default(),
        caption: caption.trim().trim_end_matches(['|', '/', '(', '–', '-']).trim().to_owned(),
        credit: without_sign(&credit).to_owned(),
        width: number("width"),
        height: number("height"),
    }
}

/// Caption and maker of a caption that ends in one.
fn split_credit(text: &str) -> (String, String) {
    let found = CREDIT_SIGNS.iter().filter_map(|sign| text.rfind(sign)).max();
    match found.and_then(|at| text.split_at_checked(at)) {
        Some((caption, credit)) => (caption.to_owned(), credit.trim_end_matches(')').to_owned()),
        None => (text.to_owned(), String::new()),
    }
}

fn without_sign(credit: &str) -> &str {
    let credit = credit.trim().trim_start_matches(['(', '|']).trim_end_matches(')');
    CREDIT_SIGNS.iter().find_map(|sign| credit.strip_prefix(sign)).unwrap_or(credit).trim()
}

#[cfg(test)]
mod tests {
    use dom_query::Document;
    use url::Url;

    use super::lead;
    use crate::facts::Facts;

    fn check(html: &str, want: (&str, &str, &str)) {
        let document = Document::from(html);
        let facts = Facts::of(&document);
        let (picture, _) = lead(&document, &facts, &Url::parse("https://example.com/a").unwrap());
        let picture = picture.unwrap();
        assert_eq!((picture.url.as_str(), picture.caption.as_str(), picture.credit.as_str()), want, "{html}");
    }

    #[test]
    fn captions_and_makers_are_told_apart() {
        check(
            "<figure><img src=/p/harbour.jpg><figcaption>The quay. Photo: Lena Ostrander</figcaption></figure>",
            ("https://example.com/p/harbour.jpg", "The quay.", "Lena Ostrander"),
        );
        check(
            "<meta property=og:image content=https://cdn.example.com/1200/harbour.jpg>
             <figure><img src=/other.jpg></figure>
             <figure><img src=/600/harbour.jpg><figcaption>The quay <span class=credit-line>(Lena Ostrander)</span></figcaption></figure>",
            ("https://example.com/600/harbour.jpg", "The quay", "Lena Ostrander"),
        );
        check(
            "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"image\":{\"url\":\"/x.jpg\",\"caption\":\"C\",\"creditText\":\"D\"}}</script>",
            ("https://example.com/x.jpg", "C", "D"),
        );
        check(
            "<figure><img src=/a.jpg><figcaption>الميناء. تصوير: ليلى مراد</figcaption></figure>",
            ("https://example.com/a.jpg", "الميناء.", "ليلى مراد"),
        );
    }
}
