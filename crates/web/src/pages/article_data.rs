//! What programs read of an article's page: JSON-LD and the picture for previews.

use coranto_model::Picture;
use coranto_store::articles::Article;
use serde_json::{Value, json};

use crate::view::site_address;
use crate::visit::Visit;

/// The whole address of the picture that previews show.
pub fn share_picture(visit: &Visit, picture: &Picture) -> Option<String> {
    visit.pictures().card(picture).map(|view| format!("{}{}", visit.origin(), view.address))
}

/// The article as schema.org's NewsArticle, ready to stand in a script block: no character of it can end the block.
pub fn json_ld(article: &Article, address: &str, standfirst: &str, picture: Option<&str>) -> String {
    let publisher = &article.publisher;
    let authors: Vec<Value> =
        article.authors.iter().map(|name| json!({ "@type": "Person", "name": name })).collect();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.to_string(),
        "url": address,
        "mainEntityOfPage": article.url,
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": publisher.name,
            "url": site_address(&publisher.domain, [article.url.as_str()]),
        },
    });
    let mut set = |name: &str, value: Option<Value>| {
        if let (Some(data), Some(value)) = (data.as_object_mut(), value) {
            data.insert(name.to_owned(), value);
        }
    };
    set("author", (!authors.is_empty()).then(|| authors.into()));
    set("description", (!standfirst.is_empty()).then(|| standfirst.into()));
    set("dateModified", article.modified.map(|at| at.to_string().into()));
    set("inLanguage", article.language.map(|language| language.to_string().into()));
    set("image", picture.map(|picture| json!([picture])));
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
