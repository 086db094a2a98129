//! What elements are, by their names in lower case.

use crate::limit::Reader;

/// Elements that are never open.
pub(crate) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "image"
            | "img"
            | "input"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that are seldom closed by hand: the next of their kind closes them, or what they are in.
pub(crate) fn is_closed_by_others(name: &str) -> bool {
    matches!(
        name,
        "colgroup"
            | "dd"
            | "dt"
            | "li"
            | "optgroup"
            | "option"
            | "rb"
            | "rp"
            | "rt"
            | "rtc"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
    )
}

/// Elements in which there are no tags but their own end tag.
pub(crate) fn is_raw(name: &str, reader: Reader) -> bool {
    match name {
        "iframe" | "noembed" | "noframes" | "script" | "style" | "textarea" | "title" | "xmp" => true,
        "noscript" => reader != Reader::Document,
        _ => false,
    }
}

/// Elements that the parser opens again where they were closed by something else.
pub(crate) fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}
