//! Encodings with right, wrong and missing labels; whole, cut and damaged.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use http::HeaderValue;
use proptest::prelude::*;

use super::{Coding, Decoded, Decoder, TooLarge, labels};

const LIMIT: u64 = 1_000_000;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut out, 4_096, 5, 22);
    encoder.write_all(bytes).unwrap();
    drop(encoder);
    out
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

fn text() -> Vec<u8> {
    (0..4_000).flat_map(|number: u32| format!("<item>number {number}</item>\n").into_bytes()).collect()
}

fn decode(label: &str, bytes: &[u8], piece: usize, limit: u64) -> Result<Decoded, TooLarge> {
    let mut decoder = Decoder::new(labels(&[HeaderValue::from_str(label).unwrap()]), limit);
    for piece in bytes.chunks(piece.max(1)) {
        decoder.push(piece)?;
    }
    decoder.finish()
}

fn check(label: &str, bytes: &[u8], want: &[u8]) {
    for piece in [1, 7, 1_000, bytes.len()] {
        let decoded = decode(label, bytes, piece, LIMIT).unwrap();
        let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(20)]);
        assert!(
            decoded.bytes == want,
            "{label}, pieces of {piece} of {begin:?}: {} bytes",
            decoded.bytes.len()
        );
        assert!(!decoded.is_broken, "{label}, pieces of {piece}");
    }
}

#[test]
fn b37_all_encodings_give_the_same_bytes() {
    for text in [text(), b"x".to_vec(), Vec::new()] {
        check("", &text, &text);
        check("gzip", &gzip(&text), &text);
        check("X-GZIP", &gzip(&text), &text);
        check("deflate", &zlib(&text), &text);
        check("deflate", &deflate(&text), &text);
        check("br", &brotli(&text), &text);
        check("zstd", &zstd(&text), &text);
        check("identity", &text, &text);
        check("br, gzip", &gzip(&brotli(&text)), &text);
        check("zstd,br,gzip", &gzip(&brotli(&zstd(&text))), &text);
    }
}

#[test]
fn b37_wrong_labels_survive() {
    let text = text();
    for label in ["gzip", "deflate", "br", "zstd", "gzip, br", "nonsense"] {
        for plain in
            [&text[..], b"{\"version\": 1}", b"\xef\xbb\xbf<rss/>", b"User-agent: *\n", b" <a/>", b"", b"ok"]
        {
            check(label, plain, plain);
        }
    }
    check("", &gzip(&text), &text);
    check("identity", &gzip(&text), &text);
    check("br", &gzip(&text), &text);
    check("deflate", &gzip(&text), &text);
    check("zstd", &gzip(&text), &text);
    check("gzip", &gzip(&gzip(&text)), &text);
    check("gzip, gzip", &gzip(&text), &text);
    check("", &gzip(&gzip(&text)), &text);
}

#[test]
fn b37_several_streams_are_one_and_rubbish_behind_them_is_dropped() {
    let (one, two) = (text(), b"the end".to_vec());
    let both = [&one[..], &two].concat();
    check("gzip", &[gzip(&one), gzip(&two)].concat(), &both);
    check("gzip", &[gzip(b""), gzip(&one), gzip(&two)].concat(), &both);
    check("zstd", &[zstd(&one), zstd(&two)].concat(), &both);
    check("gzip", &[gzip(&one), vec![0; 300]].concat(), &one);
    check("gzip", &[gzip(&one), b"\n".to_vec()].concat(), &one);
    check("br", &[brotli(&one), b"rubbish".to_vec()].concat(), &one);
    check("deflate", &[zlib(&one), b"rubbish".to_vec()].concat(), &one);
    check("zstd", &[zstd(&one), b"rubbish".to_vec()].concat(), &one);
    let many = gzip(b"").repeat(5_000);
    assert!(decode("gzip", &many, 1_000, LIMIT).unwrap().bytes.is_empty());
}

#[test]
fn b38_bombs_stop_at_the_cap() {
    let zeros = vec![0; 10_000_000];
    for (label, bomb) in [
        ("gzip", gzip(&zeros)),
        ("", gzip(&zeros)),
        ("deflate", zlib(&zeros)),
        ("br", brotli(&zeros)),
        ("zstd", zstd(&zeros)),
        ("gzip, gzip", gzip(&gzip(&zeros))),
        ("", zeros.clone()),
    ] {
        assert!(decode(label, &bomb, 16_384, LIMIT).is_err(), "{label}");
        assert_eq!(decode(label, &bomb, 16_384, 10_000_000).unwrap().bytes.len(), 10_000_000, "{label}");
    }
}

#[test]
fn b40_what_came_before_a_cut_is_kept() {
    let text = text();
    for (label, packed) in
        [("gzip", gzip(&text)), ("deflate", zlib(&text)), ("br", brotli(&text)), ("zstd", zstd(&text))]
    {
        let cut = &packed[..packed.len() - 5];
        let decoded = decode(label, cut, 1_000, LIMIT).unwrap();
        assert!(decoded.is_broken, "{label}");
        assert!(text.starts_with(&decoded.bytes), "{label}");
        let begin = decode(label, &packed[..9], 1_000, LIMIT).unwrap();
        assert!(begin.is_broken && begin.bytes.is_empty(), "{label}");
    }
    // Of a cut gzip nearly all is there.
    let packed = gzip(&text);
    assert_eq!(decode("gzip", &packed[..packed.len() - 5], 1_000, LIMIT).unwrap().bytes, text);
}

#[test]
fn b40_damage_is_noticed() {
    let mut packed = gzip(&text());
    let middle = packed.len() / 2;
    packed[middle] ^= 0xff;
    assert!(decode("gzip", &packed, 1_000, LIMIT).unwrap().is_broken);
    let mut packed = gzip(b"short");
    let checksum = packed.len() - 6;
    packed[checksum] ^= 0xff;
    assert!(decode("gzip", &packed, 1_000, LIMIT).unwrap().is_broken);
}

#[test]
fn a_zstd_window_beyond_the_standard_is_refused() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(27).unwrap();
    encoder.long_distance_matching(true).unwrap();
    encoder.write_all(&text()).unwrap();
    let decoded = decode("zstd", &encoder.finish().unwrap(), 1_000, LIMIT).unwrap();
    assert!(decoded.is_broken && decoded.bytes.is_empty());
}

#[test]
fn labels_are_read_from_all_headers() {
    let values = ["gzip , BR", "identity", "x"].map(HeaderValue::from_static);
    assert_eq!(labels(&values), [Coding::Gzip, Coding::Brotli]);
    assert_eq!(labels(&[HeaderValue::from_static("gzip,gzip,gzip,gzip,br")]).len(), 3);
    assert!(labels(&[]).is_empty());
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(
        label in "(gzip|deflate|br|zstd|x)(,(gzip|deflate|br|zstd)){0,2}",
        begin in prop::sample::select(vec![&b""[..], b"\x1f\x8b\x08", b"\x78\x9c", b"\x28\xb5\x2f\xfd", b"\x1b"]),
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        piece in 1_usize..100,
    ) {
        if let Ok(decoded) = decode(&label, &[begin, &bytes].concat(), piece, 50_000) {
            prop_assert!(decoded.bytes.len() <= 50_000);
        }
    }

    #[test]
    fn b37_any_bytes_come_back(bytes in prop::collection::vec(any::<u8>(), 0..3_000), piece in 1_usize..500) {
        prop_assume!(!bytes.starts_with(&[0x1f, 0x8b, 8]));
        for (label, packed) in [
            ("gzip", gzip(&bytes)), ("deflate", zlib(&bytes)), ("br", brotli(&bytes)), ("zstd", zstd(&bytes)),
        ] {
            let decoded = decode(label, &packed, piece, LIMIT).unwrap();
            prop_assert_eq!(&decoded.bytes, &bytes);
            prop_assert!(!decoded.is_broken);
        }
    }
}
