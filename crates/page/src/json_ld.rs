//! What a page says of its article in JSON-LD (schema.org's Article and its kinds).

use coranto_markup::title_text;
use dom_query::Document;
use serde_json::Value;

/// Deepest nesting that is looked into.
const MAX_DEPTH: usize = 6;

/// Types of things that are articles, by their endings: NewsArticle, OpinionNewsArticle, BlogPosting …
const TYPES: [&str; 3] = ["Article", "BlogPosting", "LiveBlogPosting"];

/// What hides a script from browsers that do not know scripts, and from readers of XML.
const OPENINGS: [&str; 5] = ["<!--", "<![CDATA[", "//", "/*", "*/"];
const CLOSINGS: [&str; 6] = ["-->", "]]>", "//", "/*", "*/", ";"];

/// The article object of a page.
pub(crate) struct JsonLd(Value);

impl JsonLd {
    /// The first article that the page describes.
    pub(crate) fn of(document: &Document) -> Option<Self> {
        let scripts = document.select("script[type]");
        let blocks = scripts.nodes().iter().filter(|script| is_json_ld(&script.attr_or("type", "")));
        blocks.filter_map(|script| parse(&script.text())).find_map(|value| find(&value, 0).cloned()).map(Self)
    }

    /// A text, decoded and in one line.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        plain(self.0.get(name)?)
    }

    /// The names of the persons or things under `name`.
    pub(crate) fn names(&self, name: &str) -> Vec<String> {
        let each = |value: &Value| plain(value.get("name").unwrap_or(value));
        match self.0.get(name) {
            Some(Value::Array(values)) => values.iter().filter_map(each).collect(),
            Some(value) => each(value).into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Texts in a list, or apart by commas.
    pub(crate) fn list(&self, name: &str) -> Vec<String> {
        match self.0.get(name) {
            Some(Value::Array(values)) => values.iter().filter_map(plain).collect(),
            Some(Value::String(text)) => {
                text.split(',').map(title_text).filter(|text| !text.is_empty()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The first picture: its address, and its caption and maker where they are said.
    pub(crate) fn picture(&self) -> Option<(String, Option<String>, Option<String>)> {
        let image = match self.0.get("image")? {
            Value::Array(images) => images.first()?,
            image => image,
        };
        let url = image.as_str().or_else(|| image.get("url").and_then(Value::as_str))?.to_owned();
        let caption = image.get("caption").and_then(plain);
        let credit =
            image.get("creditText").or_else(|| image.get("creator").and_then(|creator| creator.get("name")));
        Some((url, caption, credit.and_then(plain)))
    }

    /// Whether one of its types is, or ends in, `kind`.
    pub(crate) fn is(&self, kind: &str) -> bool {
        types(&self.0).any(|known| known.starts_with(kind))
    }
}

/// `application/ld+json`, in any case and with any parameters.
fn is_json_ld(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/ld+json")
}

/// JSON as pages have it: in the wrappings that scripts were once hidden in, and with line ends in its texts.
fn parse(text: &str) -> Option<Value> {
    let text = unwrapped(text);
    serde_json::from_str(text).or_else(|_| serde_json::from_str(&without_control_characters(text))).ok()
}

fn unwrapped(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(inner) = OPENINGS.iter().find_map(|mark| text.strip_prefix(mark)) {
        text = inner.trim_start();
    }
    while let Some(inner) = CLOSINGS.iter().find_map(|mark| text.strip_suffix(mark)) {
        text = inner.trim_end();
    }
    text
}

/// JSON forbids them in texts, and they mean nothing elsewhere.
fn without_control_characters(text: &str) -> String {
    text.replace(|c: char| c.is_ascii_control(), " ")
}

fn plain(value: &Value) -> Option<String> {
    Some(title_text(value.as_str()?)).filter(|text| !text.is_empty())
}

fn types(value: &Value) -> impl Iterator<Item = &str> {
    let of_type = value.get("@type");
    let many = of_type.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    many.iter().chain(of_type).filter_map(Value::as_str)
}

fn find(value: &Value, depth: usize) -> Option<&Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    match value {
        Value::Array(values) => values.iter().find_map(|value| find(value, depth + 1)),
        Value::Object(object) => {
            if types(value).any(|kind| TYPES.iter().any(|known| kind.ends_with(known))) {
                return Some(value);
            }
            let inner =
                ["@graph", "mainEntity", "mainEntityOfPage"].iter().filter_map(|name| object.get(*name));
            inner
                .filter(|value| value.is_object() || value.is_array())
                .find_map(|value| find(value, depth + 1))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::JsonLd;

    #[test]
    fn json_ld_is_found_however_it_is_wrapped() {
        let json = r#"{"@type":"NewsArticle","headline":"A \"B\" C"}"#;
        for (kind, block) in [
            ("application/ld+json", json.to_owned()),
            ("Application/LD+JSON; charset=utf-8", json.to_owned()),
            (" application/ld+json ", format!("\n<!-- {json} -->\n")),
            ("application/ld+json", format!("//<![CDATA[\n{json}\n//]]>")),
            ("application/ld+json", format!("/*<![CDATA[*/{json};/*]]>*/")),
            ("application/ld+json", format!("<![CDATA[{json}]]>")),
            ("application/ld+json", json.replace("A ", "A\n\t")),
            ("application/ld+json", format!("[{json}]")),
        ] {
            let html = format!("<script>x</script><script type='{kind}'>{block}</script>");
            let found = JsonLd::of(&Document::from(html.as_str())).and_then(|ld| ld.text("headline"));
            assert_eq!(found.as_deref(), Some("A \"B\" C"), "{html}");
        }
        for (kind, block) in
            [("text/javascript", json), ("application/ld+json", "{"), ("application/ld+json", "")]
        {
            let html = format!("<script type='{kind}'>{block}</script>");
            assert!(JsonLd::of(&Document::from(html.as_str())).is_none(), "{html}");
        }
    }
}
