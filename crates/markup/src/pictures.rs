//! Rewrites the addresses of pictures in HTML that [`sanitise`](crate::sanitise()) wrote.

/// `html` with each picture's address replaced by what `address` makes of it, loaded only when it comes into view. A
/// picture for which there is none goes. One scan: sanitised HTML writes every tag in one way.
pub fn with_picture_addresses(html: &str, mut address: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 4);
    let mut rest = html;
    while let Some(begin) = rest.find("<img ") {
        let (before, tag) = rest.split_at(begin);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        out.push_str(before);
        if let Some(tag) = rewritten(tag, &mut address) {
            out.push_str(&tag);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn rewritten(tag: &str, address: &mut impl FnMut(&str) -> Option<String>) -> Option<String> {
    let (head, value) = tag.split_once(" src=\"")?;
    let (value, tail) = value.split_once('"')?;
    let plain = value.replace("&amp;", "&").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">");
    let new = crate::escape(&address(&plain)?);
    Some(format!("{head} src=\"{new}\" loading=\"lazy\" decoding=\"async\"{tail}"))
}

#[cfg(test)]
mod tests {
    use super::with_picture_addresses;

    #[test]
    fn addresses_are_replaced_or_their_pictures_dropped() {
        let html = "<p>a<img src=\"https://x/?a=1&amp;b\" alt=\"A\">b<img alt=\"n\">c</p>";
        let out = with_picture_addresses(html, |address| {
            assert_eq!(address, "https://x/?a=1&b");
            Some("/picture?x=1&y".to_owned())
        });
        assert_eq!(
            out,
            "<p>a<img src=\"/picture?x=1&amp;y\" loading=\"lazy\" decoding=\"async\" alt=\"A\">bc</p>"
        );
        assert_eq!(with_picture_addresses(html, |_| None), "<p>abc</p>");
    }
}
