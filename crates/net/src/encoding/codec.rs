//! One face for the libraries that unpack: a step takes some bytes and gives at most a buffer of them, so that a bomb
//! is noticed before it is large.

use std::io::Write;
use std::mem;

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};
use flate2::write::GzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use zstd::stream::raw::{DParameter, Decoder as ZstdDecoder, Operation};

/// Most bytes that one step gives.
const STEP_BYTES: usize = 32 * 1024;

/// Largest window of zstd, as a power of two: 8 MB, what RFC 9659 allows for HTTP. More would let a server make us
/// hold 128 MB.
const ZSTD_WINDOW_LOG_MAX: u32 = 23;

/// What gzip begins with: its mark, and deflate, the only method that there is.
pub(super) const GZIP_BEGIN: [u8; 3] = [0x1f, 0x8b, 8];

/// A way of packing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    /// RFC 1952.
    Gzip,
    /// RFC 1950: what `deflate` means by the book.
    Zlib,
    /// RFC 1951: what some servers mean by `deflate`.
    Deflate,
    /// RFC 7932.
    Brotli,
    /// RFC 8878.
    Zstd,
}

impl Coding {
    /// The coding that a label of Content-Encoding names.
    pub(super) fn from_label(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "deflate" => Some(Self::Zlib),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// What else the same label may mean.
    pub(super) fn other(self) -> Option<Self> {
        (self == Self::Zlib).then_some(Self::Deflate)
    }

    /// Whether several of them may follow one another.
    pub(super) fn has_members(self) -> bool {
        matches!(self, Self::Gzip | Self::Zstd)
    }

    /// Bytes that show whether a stream is of this coding before any is unpacked. Text can pass for a stream without
    /// a mark of its own for a while, so there is more to be seen of those.
    pub(super) fn telling_bytes(self) -> usize {
        match self {
            Self::Gzip | Self::Zstd => 0,
            Self::Zlib | Self::Deflate | Self::Brotli => 64,
        }
    }

    /// Whether these first bytes are meant to be of this coding, be they too few or too damaged to unpack.
    pub(super) fn may_begin(self, bytes: &[u8]) -> bool {
        match self {
            Self::Gzip => begins(bytes, &[0x1f, 0x8b]),
            Self::Zstd => begins(bytes, &[0x28, 0xb5, 0x2f, 0xfd]),
            Self::Zlib | Self::Deflate | Self::Brotli => !is_text(bytes) && !bytes.starts_with(&GZIP_BEGIN),
        }
    }
}

fn begins(bytes: &[u8], magic: &[u8]) -> bool {
    bytes.iter().zip(magic).all(|(byte, wanted)| byte == wanted)
}

/// Whether this is the begin of a text in UTF-8, perhaps with half a letter at its end. One byte is none: brotli packs
/// nothing as a semicolon.
fn is_text(bytes: &[u8]) -> bool {
    let has_controls = bytes.iter().any(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c));
    bytes.len() > 1
        && !has_controls
        && std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// The bytes are not of this coding, or damaged.
#[derive(Debug)]
pub(super) struct Broken;

/// What a step did.
pub(super) struct Step {
    /// Bytes of the input that were taken.
    pub(super) consumed: usize,
    /// The packed stream is at its end.
    pub(super) is_end: bool,
}

/// A stream under way.
pub(super) enum Codec {
    Gzip(Box<GzDecoder<Vec<u8>>>),
    Flate(Box<Decompress>),
    Brotli(Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>),
    Zstd(Box<ZstdDecoder<'static>>),
}

impl Codec {
    pub(super) fn new(coding: Coding) -> Result<Self, Broken> {
        Ok(match coding {
            Coding::Gzip => Self::Gzip(Box::new(GzDecoder::new(Vec::new()))),
            Coding::Zlib => Self::Flate(Box::new(Decompress::new(true))),
            Coding::Deflate => Self::Flate(Box::new(Decompress::new(false))),
            Coding::Brotli => {
                let alloc = StandardAlloc::default;
                Self::Brotli(Box::new(BrotliState::new(alloc(), alloc(), alloc())))
            }
            Coding::Zstd => {
                let mut decoder = ZstdDecoder::new().map_err(|_| Broken)?;
                decoder.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG_MAX)).map_err(|_| Broken)?;
                Self::Zstd(Box::new(decoder))
            }
        })
    }

    /// Takes some of `input`, puts what comes out into `out` in place of what is there.
    pub(super) fn step(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<Step, Broken> {
        if let Self::Gzip(decoder) = self {
            out.clear();
            let consumed = decoder.write(input).map_err(|_| Broken)?;
            mem::swap(decoder.get_mut(), out);
            // It takes nothing more when its checksum is complete.
            return Ok(Step { consumed, is_end: consumed == 0 && !input.is_empty() });
        }
        out.resize(STEP_BYTES, 0);
        let (step, given) = match self {
            Self::Gzip(_) => return Err(Broken),
            Self::Flate(decoder) => inflate(decoder, input, out)?,
            Self::Brotli(state) => unbrotli(state, input, out)?,
            Self::Zstd(decoder) => {
                let status = decoder.run_on_buffers(input, out).map_err(|_| Broken)?;
                (Step { consumed: status.bytes_read, is_end: status.remaining == 0 }, status.bytes_written)
            }
        };
        out.truncate(given);
        Ok(step)
    }

    /// There is no more input: gives what is left. An error where the stream is not whole.
    pub(super) fn finish(&mut self, out: &mut Vec<u8>) -> Result<(), Broken> {
        out.clear();
        let Self::Gzip(decoder) = self else { return Err(Broken) };
        let whole = decoder.try_finish();
        mem::swap(decoder.get_mut(), out);
        whole.map_err(|_| Broken)
    }
}

fn inflate(decoder: &mut Decompress, input: &[u8], out: &mut [u8]) -> Result<(Step, usize), Broken> {
    let (taken, given) = (decoder.total_in(), decoder.total_out());
    let status = decoder.decompress(input, out, FlushDecompress::None).map_err(|_| Broken)?;
    let since = |now: u64, before: u64| usize::try_from(now - before).map_err(|_| Broken);
    let consumed = since(decoder.total_in(), taken)?;
    Ok((Step { consumed, is_end: status == Status::StreamEnd }, since(decoder.total_out(), given)?))
}

fn unbrotli(
    state: &mut BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>,
    input: &[u8],
    out: &mut [u8],
) -> Result<(Step, usize), Broken> {
    let (mut available_in, mut consumed) = (input.len(), 0);
    let (mut available_out, mut given) = (out.len(), 0);
    let mut total = 0;
    let result = BrotliDecompressStream(
        &mut available_in,
        &mut consumed,
        input,
        &mut available_out,
        &mut given,
        out,
        &mut total,
        state,
    );
    match result {
        BrotliResult::ResultFailure => Err(Broken),
        BrotliResult::ResultSuccess => Ok((Step { consumed, is_end: true }, given)),
        BrotliResult::NeedsMoreInput | BrotliResult::NeedsMoreOutput => {
            Ok((Step { consumed, is_end: false }, given))
        }
    }
}
