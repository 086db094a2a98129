//! Bytes to text (behaviour 42): byte order mark, HTTP header, declaration in the document, then UTF-8 where the bytes
//! are, else windows-1252. A header that says UTF-8 and is wrong gives way to the declaration; one that names a charset
//! of single bytes gives way to UTF-8 where the bytes are.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes of a document that are searched for a declaration: what the HTML standard asks for.
const DECLARATION_WITHIN: usize = 1_024;

/// A document as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The name of the charset that was used.
    pub charset: &'static str,
    /// Whether some bytes meant nothing in it.
    pub lossy: bool,
}

/// Decodes `bytes`. A label that the bytes contradict is not believed.
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, bytes.get(mark..).unwrap_or_default());
    }
    let named = |label: String| Encoding::for_label(label.as_bytes());
    let stated = || declared(bytes).and_then(named);
    let labelled = content_type.and_then(charset_parameter).and_then(named).or_else(stated);
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    match labelled {
        Some(encoding) if encoding != UTF_8 => {
            let decoded = with(encoding, bytes);
            // Every byte means something in a charset of single bytes, but letters after letters that are UTF-8 by
            // chance mean nothing in any language.
            let is_doubtful = decoded.lossy || (encoding.is_single_byte() && !bytes.is_ascii());
            if is_doubtful && is_utf8 { with(UTF_8, bytes) } else { decoded }
        }
        // A document cut in the middle of a letter, or with one broken byte, is still UTF-8.
        _ if is_utf8 || is_mostly_utf8(bytes) => with(UTF_8, bytes),
        _ => with(stated().filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1252), bytes),
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, lossy) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), charset: encoding.name(), lossy }
}

/// Whether the sequences of more than one byte are far more often right than wrong.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 10
}

/// `text/html; charset="utf-8"` → `utf-8`.
fn charset_parameter(content_type: &str) -> Option<String> {
    let lower = content_type.to_ascii_lowercase();
    let (_, rest) = lower.split_once("charset")?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(['"', '\'', ';', ' ', '>', '/', '?']).unwrap_or(value.len());
    value.get(..end).filter(|label| !label.is_empty()).map(str::to_owned)
}

/// The charset of `<?xml encoding="…"?>` or `<meta charset=…>`. A document that can be read as ASCII cannot be in
/// UTF-16, whatever it says.
fn declared(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..DECLARATION_WITHIN.min(bytes.len()))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let label = xml_declaration(&head).or_else(|| meta_declaration(&head))?;
    Some(if label.starts_with("utf-16") { "utf-8".to_owned() } else { label })
}

fn xml_declaration(head: &str) -> Option<String> {
    let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(|label| label.trim().to_owned())
}

fn meta_declaration(head: &str) -> Option<String> {
    head.split("<meta").skip(1).find_map(|meta| charset_parameter(meta.split('>').next()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::decode;

    #[test]
    fn b42_labels_are_believed_in_order_unless_the_bytes_contradict() {
        let check = |bytes: &[u8], header: Option<&str>, text: &str, charset: &str| {
            let decoded = decode(bytes, header);
            assert_eq!((decoded.text.as_str(), decoded.charset), (text, charset));
        };
        check("Grüße".as_bytes(), None, "Grüße", "UTF-8");
        check(b"\xef\xbb\xbfx", Some("text/html; charset=iso-8859-1"), "x", "UTF-8");
        check(b"Gr\xfc\xdfe", None, "Grüße", "windows-1252");
        check(b"Gr\xfc\xdfe", Some("text/html; charset=UTF-8"), "Grüße", "windows-1252");
        check(
            b"<?xml version='1.0' encoding='windows-1251'?>\xcf\xf0",
            None,
            "<?xml version='1.0' encoding='windows-1251'?>Пр",
            "windows-1251",
        );
        check(b"<meta charset=gb2312>\xc4\xe3", None, "<meta charset=gb2312>你", "GBK");
        check(b"\xff\xfeh\0i\0", None, "hi", "UTF-16LE");
        check(b"<?xml encoding='utf-16'?>a", None, "<?xml encoding='utf-16'?>a", "UTF-8");
        check(
            b"<?xml version='1.0' encoding='windows-1251'?>\xcf\xf0",
            Some("text/xml; charset=utf-8"),
            "<?xml version='1.0' encoding='windows-1251'?>Пр",
            "windows-1251",
        );
        check(b"<meta charset=gb2312>\xc4\xe3", Some("a/b; charset=UTF-8"), "<meta charset=gb2312>你", "GBK");
        check(b"<meta charset=utf-8>Gr\xfc\xdfe", None, "<meta charset=utf-8>Grüße", "windows-1252");
        check("Grüße".as_bytes(), Some("text/html; charset=ISO-8859-1"), "Grüße", "UTF-8");
        check("Grüße".as_bytes(), Some("text/html; charset=windows-1251"), "Grüße", "UTF-8");
        check(b"Gr\xfc\xdfe", Some("text/html; charset=iso-8859-1"), "Grüße", "windows-1252");
        check(b"plain", Some("text/html; charset=iso-8859-1"), "plain", "windows-1252");
        check("Grüße".as_bytes(), Some("text/html; charset=unknown"), "Grüße", "UTF-8");
        check(
            b"<meta charset=gb2312>\xc4\xe3",
            Some("a/b; charset=unknown"),
            "<meta charset=gb2312>你",
            "GBK",
        );
    }

    #[test]
    fn one_broken_byte_does_not_spoil_a_document() {
        let mut bytes = "Übergrößenträger äöü äöü".repeat(10).into_bytes();
        bytes.push(0xc3);
        assert_eq!(decode(&bytes, None).charset, "UTF-8");
    }

    proptest! {
        #[test]
        fn nothing_makes_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), header in "\\PC{0,40}") {
            decode(&bytes, Some(&header));
        }
    }
}
