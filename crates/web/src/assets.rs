//! Static files: inside the program, named by their content, kept by browsers for a year.
//!
//! Style sheets name other files as they are called here; what is served names them by their content. Packed forms
//! are made when they are first asked for.

use std::collections::HashMap;
use std::io::Write as _;
use std::sync::{LazyLock, OnceLock};

use bytes::Bytes;

/// All static files.
pub static ASSETS: LazyLock<Assets> = LazyLock::new(Assets::new);

/// Letters of the content's hash in a name.
const HASH_CHARS: usize = 12;

/// Brotli's quality and window: the best, as it is done once.
const BROTLI: (u32, u32) = (11, 22);

struct File {
    name: &'static str,
    mime: &'static str,
    bytes: &'static [u8],
}

macro_rules! file {
    ($name:literal, $mime:literal) => {
        File { name: $name, mime: $mime, bytes: include_bytes!(concat!("../assets/", $name)) }
    };
    ($folder:literal, $name:literal, $mime:literal) => {
        File { name: $name, mime: $mime, bytes: include_bytes!(concat!("../assets/", $folder, "/", $name)) }
    };
}

/// Files that no other file names, before those that do.
const FILES: &[File] = &[
    file!("fonts", "newsreader-latin.woff2", "font/woff2"),
    file!("fonts", "newsreader-latin-italic.woff2", "font/woff2"),
    file!("fonts", "inter-latin.woff2", "font/woff2"),
    file!("fonts", "noto-naskh-arabic-400.woff2", "font/woff2"),
    file!("fonts", "noto-naskh-arabic-700.woff2", "font/woff2"),
    file!("fonts", "OFL.txt", "text/plain; charset=utf-8"),
    file!("mark.svg", "image/svg+xml"),
    file!("theme.js", "text/javascript; charset=utf-8"),
    file!("times.js", "text/javascript; charset=utf-8"),
    file!("share.js", "text/javascript; charset=utf-8"),
    file!("progress.js", "text/javascript; charset=utf-8"),
    file!("admin.css", "text/css; charset=utf-8"),
];

/// The two parts of the one style sheet.
const TOKENS: &str = include_str!("../assets/tokens.css");
const COMPONENTS: &str = include_str!("../assets/coranto.css");

/// One static file.
pub struct Asset {
    /// Its media type.
    pub mime: &'static str,
    /// Its bytes.
    pub plain: Bytes,
    brotli: OnceLock<Option<Bytes>>,
    gzip: OnceLock<Option<Bytes>>,
}

/// In which form a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// As it is.
    Plain,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

impl Asset {
    fn new(mime: &'static str, plain: Bytes) -> Self {
        Self { mime, plain, brotli: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// Fonts are packed already.
    fn is_text(&self) -> bool {
        !self.mime.starts_with("font/")
    }

    /// The smallest form that a client with `accept_encoding` takes.
    pub fn packed(&self, accept_encoding: &str) -> (Packing, Bytes) {
        let takes = |name: &str| {
            accept_encoding.split(',').any(|part| {
                let (coding, quality) = part.split_once(';').unwrap_or((part, ""));
                coding.trim().eq_ignore_ascii_case(name) && !is_zero(quality)
            })
        };
        let forms = [(Packing::Brotli, "br"), (Packing::Gzip, "gzip")];
        for (packing, _) in forms.into_iter().filter(|(_, name)| self.is_text() && takes(name)) {
            let bytes = match packing {
                Packing::Brotli => self.brotli.get_or_init(|| brotli(&self.plain)),
                _ => self.gzip.get_or_init(|| gzip(&self.plain)),
            };
            if let Some(bytes) = bytes {
                return (packing, bytes.clone());
            }
        }
        (Packing::Plain, self.plain.clone())
    }
}

fn is_zero(parameter: &str) -> bool {
    parameter.trim().strip_prefix("q=").is_some_and(|value| value.parse::<f32>() == Ok(0.0))
}

fn brotli(plain: &[u8]) -> Option<Bytes> {
    let mut packer = ::brotli::CompressorWriter::new(Vec::new(), 4_096, BROTLI.0, BROTLI.1);
    packer.write_all(plain).ok()?;
    Some(packer.into_inner().into())
}

fn gzip(plain: &[u8]) -> Option<Bytes> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(plain).ok()?;
    packer.finish().ok().map(Bytes::from)
}

/// All static files by name and by address.
pub struct Assets {
    addresses: HashMap<&'static str, String>,
    by_address: HashMap<String, Asset>,
}

impl Assets {
    fn new() -> Self {
        let mut assets = Self { addresses: HashMap::new(), by_address: HashMap::new() };
        for file in FILES {
            assets.add(file.name, Asset::new(file.mime, Bytes::from_static(file.bytes)));
        }
        let mut sheet = format!("{TOKENS}{COMPONENTS}");
        for (name, address) in &assets.addresses {
            sheet = sheet.replace(&format!("fonts/{name}"), address);
        }
        assets.add("coranto.css", Asset::new("text/css; charset=utf-8", sheet.into()));
        assets
    }

    fn add(&mut self, name: &'static str, asset: Asset) {
        let hash = blake3::hash(&asset.plain).to_hex();
        let hash = hash.get(..HASH_CHARS).unwrap_or_default();
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let address = format!("/static/{stem}.{hash}.{ending}");
        self.by_address.insert(address.clone(), asset);
        self.addresses.insert(name, address);
    }

    /// The address of the file `name`.
    pub fn url(&self, name: &str) -> &str {
        self.addresses.get(name).map_or("", String::as_str)
    }

    /// The file at `address`.
    pub fn at(&self, address: &str) -> Option<&Asset> {
        self.by_address.get(address)
    }
}

#[cfg(test)]
mod tests {
    use super::{ASSETS, FILES, Packing};

    /// What the pages may weigh, as the interface's rules say.
    const MAX_STYLE_BYTES: usize = 25 * 1024;

    #[test]
    fn every_file_has_its_address() {
        for name in FILES.iter().map(|file| file.name).chain(["coranto.css"]) {
            assert!(ASSETS.at(ASSETS.url(name)).is_some(), "{name}");
        }
        assert!(ASSETS.at("/static/coranto.css").is_none());
    }

    #[test]
    fn style_sheets_are_small_and_name_files_by_content() {
        let sheet = ASSETS.at(ASSETS.url("coranto.css")).unwrap();
        let admin = ASSETS.at(ASSETS.url("admin.css")).unwrap();
        let text = std::str::from_utf8(&sheet.plain).unwrap();
        assert!(sheet.plain.len() <= MAX_STYLE_BYTES && admin.plain.len() < 2_000, "{}", sheet.plain.len());
        assert!(!text.contains("url(\"fonts/"));
        for address in text.split("url(\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ASSETS.at(address).is_some(), "{address}");
        }
    }

    #[test]
    fn packed_forms_are_smaller_and_only_for_those_who_take_them() {
        let sheet = ASSETS.at(ASSETS.url("coranto.css")).unwrap();
        for (accepted, want) in [
            ("gzip, deflate, br", Packing::Brotli),
            ("gzip", Packing::Gzip),
            ("br;q=0, gzip;q=0.5", Packing::Gzip),
            ("identity", Packing::Plain),
            ("", Packing::Plain),
        ] {
            let (packing, bytes) = sheet.packed(accepted);
            assert_eq!(packing, want, "{accepted}");
            assert!(packing == Packing::Plain || bytes.len() < sheet.plain.len() / 3);
        }
        let font = ASSETS.at(ASSETS.url("inter-latin.woff2")).unwrap();
        assert_eq!(font.packed("br").0, Packing::Plain);
    }
}
