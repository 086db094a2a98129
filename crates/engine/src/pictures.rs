//! Publishers' pictures, fetched by us, resized and kept: no reader's address reaches a publisher.
//!
//! Comes in: a picture's address and one of the widths. Goes out: a JPEG or PNG of that width at most. Raster only;
//! sizes are capped before anything is decoded; what is kept is bounded, the longest unused go first.

use std::collections::HashMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use coranto_crawl::gate;
use coranto_net::{Accept, Client, Get};
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use tokio::sync::{Mutex as AsyncMutex, Semaphore};
use url::Url;

use crate::config::PicturesConfig;
use crate::metrics::Counter;

/// Widths that are made, in pixels.
pub const WIDTHS: [u32; 5] = [64, 320, 640, 960, 1280];

/// Largest picture that is fetched, in bytes.
const MAX_BYTES: u64 = 12 * 1024 * 1024;

/// Largest side of a picture that is decoded, in pixels.
const MAX_SIDE: u32 = 12_000;

/// Memory that decoding one picture may take, in bytes: 40 megapixels of four bytes.
const MAX_DECODED_BYTES: u64 = 160 * 1024 * 1024;

/// Quality of the JPEGs, of 100.
const JPEG_QUALITY: u8 = 80;

/// Pictures decoded at the same time: each may take [`MAX_DECODED_BYTES`].
const DECODERS: usize = 2;

/// Fetches at the same time from one host. Pictures have their own gate, beside that of pages.
const PER_HOST: usize = 2;

/// Largest picture that is decoded, in pixels: some formats need several times the size of the result while they work.
const MAX_PIXELS: u64 = 40_000_000;

/// How long a picture that is none is not asked for again.
const REFUSE_FOR: Duration = Duration::from_hours(24);

/// How long a picture that could not be had is not asked for again.
const FORGIVE_AFTER: Duration = Duration::from_mins(10);

/// Failures that are remembered at the most.
const MAX_FAILURES: usize = 10_000;

/// A picture as it is sent to readers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResizedPicture {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// `image/jpeg` or `image/png`.
    pub mime: &'static str,
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// The address or the width is not one of ours.
    #[error("there is no such picture")]
    NotFound,
    /// The publisher did not give it.
    #[error("the publisher's picture could not be fetched: {0}")]
    Unavailable(String),
    /// It is no picture that we show.
    #[error("the publisher's picture cannot be shown: {0}")]
    Refused(String),
}

/// The pictures and where they are kept.
pub struct Pictures {
    client: Client,
    config: PicturesConfig,
    decoders: Arc<Semaphore>,
    hosts: Mutex<HashMap<String, Weak<Semaphore>>>,
    under_way: Mutex<HashMap<String, Weak<AsyncMutex<()>>>>,
    failures: Mutex<HashMap<String, (SystemTime, PictureError)>>,
    fetched: Counter,
}

impl Pictures {
    pub(crate) fn new(client: Client, config: PicturesConfig) -> Self {
        Self {
            client,
            config,
            decoders: Arc::new(Semaphore::new(DECODERS)),
            hosts: Mutex::default(),
            under_way: Mutex::default(),
            failures: Mutex::default(),
            fetched: Counter::default(),
        }
    }

    pub(crate) fn fetched(&self) -> &Counter {
        &self.fetched
    }

    /// The picture at `address`, at most `width` pixels wide. Many who ask for one at once cause one fetch.
    pub async fn get(&self, address: &str, width: u32) -> Result<ResizedPicture, PictureError> {
        if !WIDTHS.contains(&width) {
            return Err(PictureError::NotFound);
        }
        let url = coranto_model::address::parse(address).map_err(|_| PictureError::NotFound)?;
        let key = blake3::hash(format!("{width} {url}").as_bytes()).to_hex().to_string();
        let file = self.file(&key);
        if let Some(kept) = read(&file).await {
            return Ok(kept);
        }
        let turn = shared(&self.under_way, &key, || AsyncMutex::new(()));
        let _turn = turn.lock().await;
        if let Some(kept) = read(&file).await {
            return Ok(kept);
        }
        if let Some(error) = self.recent_failure(&key) {
            return Err(error);
        }
        let made = self.make(&url, width).await;
        match &made {
            Ok(picture) => keep(&file, picture).await,
            Err(error) => self.remember_failure(key, error.clone()),
        }
        made
    }

    fn file(&self, key: &str) -> PathBuf {
        let (folder, name) = key.split_at_checked(2).unwrap_or(("", key));
        self.config.folder.join(folder).join(name)
    }

    fn recent_failure(&self, key: &str) -> Option<PictureError> {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, error) = failures.get(key)?;
        let counts = if matches!(error, PictureError::Refused(_)) { REFUSE_FOR } else { FORGIVE_AFTER };
        at.elapsed().is_ok_and(|age| age < counts).then(|| error.clone())
    }

    fn remember_failure(&self, key: String, error: PictureError) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        if failures.len() >= MAX_FAILURES {
            failures.clear();
        }
        failures.insert(key, (SystemTime::now(), error));
    }

    async fn make(&self, url: &Url, width: u32) -> Result<ResizedPicture, PictureError> {
        let bytes = self.fetch(url).await?;
        let place = Arc::clone(&self.decoders).acquire_owned().await;
        let resized = tokio::task::spawn_blocking(move || {
            let _place = place;
            resize(&bytes, width)
        });
        resized.await.map_err(|_| PictureError::Refused("decoding it broke off".to_owned()))?
    }

    async fn fetch(&self, url: &Url) -> Result<Vec<u8>, PictureError> {
        let host = shared(&self.hosts, &gate::key(url), || Semaphore::new(PER_HOST));
        let _place = host.acquire().await;
        self.fetched.add(1);
        let get = Get { url, accept: Accept::Picture, validators: None, limit_bytes: MAX_BYTES };
        let answer =
            self.client.get(&get).await.map_err(|error| PictureError::Unavailable(error.to_string()))?;
        match answer.status {
            200 if !answer.truncated => Ok(answer.body.to_vec()),
            200 => Err(PictureError::Unavailable("the answer broke off".to_owned())),
            status => Err(PictureError::Unavailable(format!("the answer was {status}"))),
        }
    }

    /// Deletes what was not asked for longest until the rest is within bounds.
    pub(crate) async fn trim(&self) {
        let (folder, max_bytes) = (self.config.folder.clone(), self.config.max_bytes);
        let trimmed = tokio::task::spawn_blocking(move || trim(&folder, max_bytes)).await;
        if let Ok(Err(error)) = trimmed {
            tracing::warn!(%error, "old pictures could not be deleted");
        }
    }
}

/// The entry of `key` that others hold now, or a new one. Entries that nobody holds are dropped.
fn shared<T>(map: &Mutex<HashMap<String, Weak<T>>>, key: &str, make: impl FnOnce() -> T) -> Arc<T> {
    let mut map = map.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = map.get(key).and_then(Weak::upgrade) {
        return known;
    }
    map.retain(|_, entry| entry.strong_count() > 0);
    let new = Arc::new(make());
    map.insert(key.to_owned(), Arc::downgrade(&new));
    new
}

async fn read(file: &Path) -> Option<ResizedPicture> {
    let file = file.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        let bytes = std::fs::read(&file).ok()?;
        let mime = match image::guess_format(&bytes).ok()? {
            ImageFormat::Jpeg => "image/jpeg",
            ImageFormat::Png => "image/png",
            _ => return None,
        };
        // Says when it was last of use. A folder that cannot be written only makes trimming less wise.
        if let Ok(handle) = std::fs::File::options().append(true).open(&file) {
            let _ = handle.set_modified(SystemTime::now());
        }
        Some(ResizedPicture { bytes, mime })
    });
    read.await.ok().flatten()
}

/// A picture that cannot be kept is still shown; it is fetched again the next time.
async fn keep(file: &Path, picture: &ResizedPicture) {
    let (file, bytes) = (file.to_owned(), picture.bytes.clone());
    let kept = tokio::task::spawn_blocking(move || {
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        // A reader never sees half a file: it gets its name when it is whole.
        let part = file.with_extension("part");
        std::fs::write(&part, bytes)?;
        std::fs::rename(part, file)
    });
    if let Ok(Err(error)) = kept.await {
        tracing::warn!(%error, "a picture could not be kept");
    }
}

fn resize(bytes: &[u8], width: u32) -> Result<ResizedPicture, PictureError> {
    let refused = |error: ImageError| PictureError::Refused(error.to_string());
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| PictureError::Refused(error.to_string()))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_DECODED_BYTES);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    let (wide, high) = decoder.dimensions();
    if u64::from(wide) * u64::from(high) > MAX_PIXELS {
        return Err(PictureError::Refused(format!("it has {wide} × {high} pixels")));
    }
    // The decoder bounds only what it needs itself, not the picture that it fills.
    limits.reserve(decoder.total_bytes()).map_err(refused)?;
    let orientation = decoder.orientation().map_err(refused)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(orientation);
    if picture.width() > width {
        let height = u64::from(picture.height()) * u64::from(width) / u64::from(picture.width());
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        picture = picture.thumbnail_exact(width, height);
    }
    encode(&picture).map_err(refused)
}

fn encode(picture: &DynamicImage) -> Result<ResizedPicture, ImageError> {
    let mut bytes = Vec::new();
    if picture.color().has_alpha() && !is_opaque(picture) {
        picture.to_rgba8().write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png)?;
        return Ok(ResizedPicture { bytes, mime: "image/png" });
    }
    picture.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))?;
    Ok(ResizedPicture { bytes, mime: "image/jpeg" })
}

fn is_opaque(picture: &DynamicImage) -> bool {
    picture.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX)
}

fn trim(folder: &Path, max_bytes: u64) -> std::io::Result<()> {
    let mut files = Vec::new();
    if !folder.exists() {
        return Ok(());
    }
    for group in std::fs::read_dir(folder)? {
        let group = group?.path();
        if !group.is_dir() {
            continue;
        }
        for file in std::fs::read_dir(group)? {
            let file = file?;
            let about = file.metadata()?;
            files.push((about.modified().unwrap_or(SystemTime::UNIX_EPOCH), about.len(), file.path()));
        }
    }
    let mut total: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
    files.sort();
    for (_, bytes, path) in files {
        if total <= max_bytes {
            break;
        }
        match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            _ => total -= bytes,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};

    use super::{PictureError, resize, trim};

    fn png(width: u32, height: u32, alpha: u8) -> Vec<u8> {
        let picture = RgbaImage::from_pixel(width, height, Rgba([200, 30, 30, alpha]));
        let mut bytes = Vec::new();
        DynamicImage::from(picture)
            .write_to(&mut std::io::Cursor::new(&mut bytes), ImageFormat::Png)
            .unwrap();
        bytes
    }

    #[test]
    fn wide_pictures_get_narrow_and_narrow_ones_stay() {
        for (from, width, want) in
            [((900, 600), 320, (320, 213)), ((100, 50), 320, (100, 50)), ((4_000, 1), 64, (64, 1))]
        {
            let resized = resize(&png(from.0, from.1, 255), width).unwrap();
            assert_eq!(resized.mime, "image/jpeg");
            let picture = image::load_from_memory(&resized.bytes).unwrap();
            assert_eq!((picture.width(), picture.height()), want);
        }
    }

    #[test]
    fn what_one_can_see_through_stays_so() {
        assert_eq!(resize(&png(80, 80, 100), 64).unwrap().mime, "image/png");
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let bomb = {
            // A PNG that claims 60,000 × 60,000 pixels.
            let mut bytes = png(1, 1, 255);
            bytes.splice(16..24, [0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
            bytes
        };
        let wall = png(7_000, 6_000, 255);
        for bytes in
            [&b""[..], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\nrest", &bomb, &wall]
        {
            assert!(matches!(resize(bytes, 64), Err(PictureError::Refused(_))));
        }
    }

    #[test]
    fn the_longest_unused_go_first() {
        let folder = tempfile::tempdir().unwrap();
        let group = folder.path().join("ab");
        std::fs::create_dir_all(&group).unwrap();
        for age in 0..4_u64 {
            let path = group.join(age.to_string());
            std::fs::write(&path, [0; 100]).unwrap();
            let at = SystemTime::now() - Duration::from_secs(age * 60);
            std::fs::File::options().append(true).open(&path).unwrap().set_modified(at).unwrap();
        }
        trim(folder.path(), 250).unwrap();
        let left: Vec<bool> = (0..4).map(|age| group.join(age.to_string()).exists()).collect();
        assert_eq!(left, [true, true, false, false]);
        trim(&folder.path().join("missing"), 0).unwrap();
    }
}
