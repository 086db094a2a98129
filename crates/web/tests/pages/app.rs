//! The pages in this process: a router over a store on a temporary file, a scripted backstage, a clock that stands.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use coranto_engine::pictures::{PictureError, ResizedPicture};
use coranto_engine::sources::{AddError, AddedSource, Imported};
use coranto_engine::{Metric, MetricKind};
use coranto_model::{ArticleId, Edition, Millis, SourceId};
use coranto_store::tasks::Lane;
use coranto_store::{Store, StoreError};
use coranto_web::{Access, Backstage, BoxFuture, WebConfig, WebState, router};
use http::{HeaderMap, Request, Response, StatusCode, header};
use tower::ServiceExt as _;

use crate::fill::{Draft, Filler};

/// 2026-11-23T08:42:00Z, a Monday.
pub const NOW: Millis = Millis(1_795_423_320_000);

/// What the program would have printed.
pub const SETUP: &str = "set-up-token";

pub const NAME: &str = "Ada";
pub const PASSWORD: &str = "a long enough password";

/// What the engine would do.
pub struct Script {
    store: Store,
    now: AtomicI64,
    pub woken: AtomicU32,
    pub pictures: Mutex<Vec<(String, u32)>>,
}

impl Backstage for Script {
    fn now(&self) -> Millis {
        Millis(self.now.load(Ordering::Relaxed))
    }

    fn picture<'a>(
        &'a self,
        address: &'a str,
        width: u32,
    ) -> BoxFuture<'a, Result<ResizedPicture, PictureError>> {
        self.pictures.lock().unwrap().push((address.to_owned(), width));
        let answer = match address {
            address if address.contains("missing") => Err(PictureError::NotFound),
            address if address.contains("svg") => {
                Err(PictureError::Refused("it is no raster picture".to_owned()))
            }
            address if address.contains("down") => Err(PictureError::Unavailable("503".to_owned())),
            _ => Ok(ResizedPicture { bytes: b"JPEG".to_vec(), mime: "image/jpeg" }),
        };
        Box::pin(async move { answer })
    }

    fn wake(&self) {
        self.woken.fetch_add(1, Ordering::Relaxed);
    }

    fn add_source<'a>(&'a self, address: &'a str) -> BoxFuture<'a, Result<AddedSource, AddError>> {
        Box::pin(async move {
            if address.contains("nothing") {
                return Err(AddError::NoFeed(address.to_owned()));
            }
            let source = coranto_store::sources::NewSource {
                url: address.to_owned(),
                title: "Added Gazette".to_owned(),
                folder: None,
                publisher: coranto_store::publishers::PublisherFacts::of("added.example"),
                lane: Lane::network("added.example"),
                due: self.now(),
            };
            let added = self.store.add_source(source, self.now()).await?;
            let (url, title) = (address.to_owned(), "Added Gazette".to_owned());
            Ok(AddedSource { id: added.id, url, title, is_new: added.is_new })
        })
    }

    fn import_opml<'a>(&'a self, bytes: &'a [u8]) -> BoxFuture<'a, Result<Imported, AddError>> {
        Box::pin(async move {
            if !bytes.starts_with(b"<opml") {
                return Err(AddError::Opml("it is something else".to_owned()));
            }
            let refused = if bytes == b"<opml/>" {
                Vec::new()
            } else {
                vec!["ftp://x: only http and https".to_owned()]
            };
            Ok(Imported { added: 2, known: 1, refused })
        })
    }

    fn add_pack(&self, edition: Edition) -> BoxFuture<'_, Result<Option<Imported>, StoreError>> {
        let is_there = edition.to_string() == "ar-EG";
        Box::pin(async move { Ok(is_there.then(|| Imported { added: 12, known: 1, refused: Vec::new() })) })
    }

    fn export_opml(&self) -> BoxFuture<'_, Result<String, StoreError>> {
        Box::pin(async { Ok("<opml version=\"2.0\"/>".to_owned()) })
    }

    fn refresh(&self, source: SourceId) -> BoxFuture<'_, Result<Option<Millis>, StoreError>> {
        Box::pin(async move {
            let due = self.now();
            Ok(self.store.poll_at(source, due).await?.then_some(due))
        })
    }

    fn metrics(&self) -> BoxFuture<'_, Result<Vec<Metric>, StoreError>> {
        Box::pin(async {
            Ok(vec![Metric {
                name: "coranto_articles",
                help: "Articles that can be read.",
                kind: MetricKind::Gauge,
                labels: Vec::new(),
                value: 7.0,
            }])
        })
    }
}

/// The pages under test.
pub struct TestApp {
    pub router: Router,
    pub store: Store,
    pub script: Arc<Script>,
    pub filler: Filler,
    /// Deleted with the app.
    folder: Option<tempfile::TempDir>,
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Bytes,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: impl header::AsHeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The value of the cookie that is set.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap());
        lines
            .filter_map(|line| line.split(';').next()?.split_once('='))
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
    }

    /// The token of the page's form.
    pub fn form_token(&self) -> String {
        let (_, rest) = self.text.split_once("name=\"token\" value=\"").expect("the page has a form");
        rest.split('"').next().unwrap().to_owned()
    }

    #[track_caller]
    pub fn has(&self, part: &str) {
        assert!(self.text.contains(part), "no {part:?} in {}:\n{}", self.status, self.text);
    }

    #[track_caller]
    pub fn has_not(&self, part: &str) {
        assert!(!self.text.contains(part), "{part:?} in:\n{}", self.text);
    }

    /// What stands between the first `before` and the next `after`.
    #[track_caller]
    pub fn between(&self, before: &str, after: &str) -> &str {
        let (_, rest) =
            self.text.split_once(before).unwrap_or_else(|| panic!("no {before:?} in\n{}", self.text));
        rest.split(after).next().unwrap()
    }
}

impl TestApp {
    /// A site for everybody, whose first run is over.
    pub async fn public() -> Self {
        let app = Self::with(WebConfig::default()).await;
        app.make_admin().await;
        app
    }

    pub async fn single_reader() -> Self {
        Self::with(WebConfig { access: Access::SingleReader, ..WebConfig::default() }).await
    }

    pub async fn with(config: WebConfig) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::sqlite(&folder.path().join("test.sqlite")).await.unwrap();
        let mut app = Self::start(store, WebConfig { setup_token: SETUP.to_owned(), ..config }).await;
        app.folder = Some(folder);
        app
    }

    /// A site for everybody over a store that is there already.
    #[allow(dead_code, reason = "the benchmark uses it")]
    pub async fn over(store: Store) -> Self {
        let app =
            Self::start(store, WebConfig { setup_token: SETUP.to_owned(), ..WebConfig::default() }).await;
        if !app.store.has_admin().await.unwrap() {
            app.make_admin().await;
        }
        app
    }

    async fn start(store: Store, config: WebConfig) -> Self {
        let script = Arc::new(Script {
            store: store.clone(),
            now: AtomicI64::new(NOW.0),
            woken: AtomicU32::new(0),
            pictures: Mutex::default(),
        });
        let backstage = Arc::clone(&script) as Arc<dyn Backstage>;
        let state = WebState::new(store.clone(), backstage, config).await.unwrap();
        let filler = Filler::new(store.clone(), NOW);
        Self { router: router(state), store, script, filler, folder: None }
    }

    async fn make_admin(&self) {
        let first = self.get("/first-run").await;
        let form = [("setup", SETUP), ("name", NAME), ("password", PASSWORD), ("again", PASSWORD)];
        let answer = self.client_of(&first).post("/first-run", &form).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    }

    /// Lets time pass.
    pub fn wait(&self, millis: i64) {
        self.script.now.fetch_add(millis, Ordering::Relaxed);
    }

    /// Takes one article in; the address of its page without slug.
    pub async fn publish(&mut self, draft: Draft) -> ArticleId {
        let url = draft.url();
        self.filler.publish(vec![draft]).await[&url]
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, bytes, text }
    }

    /// GETs `path` as an English browser would.
    pub async fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[]).await
    }

    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::get(path).header("host", "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// The browser that got `page`.
    pub fn client_of(&self, page: &Answer) -> Client<'_> {
        let cookies = ["session", "visit"].into_iter().filter_map(|name| {
            let name = format!("coranto-{name}");
            page.cookie(&name).map(|value| (name, value))
        });
        Client { app: self, cookies: cookies.collect(), token: page.form_token(), headers: Vec::new() }
    }

    /// A browser in which the admin is signed in.
    pub async fn admin(&self) -> Client<'_> {
        let answer = self.sign_in(NAME, PASSWORD).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        let session = answer.cookie("coranto-session").unwrap();
        let mut client = Client {
            app: self,
            cookies: HashMap::from([("coranto-session".to_owned(), session)]),
            token: String::new(),
            headers: Vec::new(),
        };
        client.token = client.get("/admin/sources").await.form_token();
        client
    }

    pub async fn sign_in(&self, name: &str, password: &str) -> Answer {
        let page = self.get("/sign-in").await;
        self.client_of(&page)
            .post("/sign-in", &[("name", name), ("password", password), ("next", "/about")])
            .await
    }
}

/// A browser.
pub struct Client<'a> {
    pub app: &'a TestApp,
    pub cookies: HashMap<String, String>,
    pub token: String,
    pub headers: Vec<(&'static str, &'static str)>,
}

impl Client<'_> {
    fn cookie_header(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.app.get_with(path, &[("cookie", &self.cookie_header())]).await
    }

    /// POSTs a form with the token.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("token", &self.token).extend_pairs(fields);
        self.post_raw(path, "application/x-www-form-urlencoded", form.finish().into_bytes()).await
    }

    /// POSTs a file as a browser does, the fields before it.
    pub async fn upload(&self, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        body.extend(b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.opml\"\r\nContent-Type: text/xml\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n--x--\r\n");
        self.post_raw(path, "multipart/form-data; boundary=x", body).await
    }

    pub async fn post_raw(&self, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let mut request = Request::post(path)
            .header("host", "localhost")
            .header("content-type", kind)
            .header("cookie", self.cookie_header());
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        self.app.send(request.body(Body::from(body)).unwrap()).await
    }
}
