//! How long the front page and an article's page take on 100,000 articles in SQLite, through the whole router.
//!
//! `cargo bench -p coranto-web` prints divan's table and, before it, the median and the 99th percentile of 2,000
//! requests each. The goal is a 99th percentile under 10 ms. The database is made once and kept beside the build.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark talks to the terminal and may break off"
)]

#[path = "../tests/pages/app.rs"]
#[allow(dead_code, reason = "tests use more of it")]
mod app;
#[path = "../tests/pages/fill.rs"]
#[allow(dead_code, reason = "tests use more of it")]
mod fill;

use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use coranto_model::{Language, Millis, Picture, Reuse, Rights, Section};
use coranto_store::Store;
use tokio::runtime::Runtime;

use app::{NOW, TestApp};
use fill::{Draft, Filler};

const ARTICLES: usize = 100_000;
const PUBLISHERS: usize = 1_000;
const REQUESTS: usize = 2_000;
/// Requests before the measurement, which fill caches as any running server has them.
const WARM: usize = 50;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());
static APP: LazyLock<TestApp> = LazyLock::new(|| RUNTIME.block_on(app()));

async fn app() -> TestApp {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pages-100000.sqlite");
    let store = Store::sqlite(&file).await.unwrap();
    let there = store.totals().await.unwrap().live;
    if there < ARTICLES as u64 {
        println!("making {ARTICLES} articles in {} …", file.display());
        let begin = Instant::now();
        let mut filler = Filler::new(store.clone(), NOW);
        for batch in 0..ARTICLES / PUBLISHERS {
            filler.publish((0..PUBLISHERS).map(|number| draft(batch, number)).collect()).await;
            filler.forget();
        }
        println!("made in {:.0} s", begin.elapsed().as_secs_f64());
    }
    TestApp::over(store).await
}

fn draft(batch: usize, number: usize) -> Draft {
    let at = batch * PUBLISHERS + number;
    let is_arabic = number.is_multiple_of(5);
    let title = if is_arabic {
        format!("مدينة تمشي في اليوم {batch} ويكتب عنها الناشر {number}")
    } else {
        format!("What the city of number {number} did on day {batch}, and what came of it")
    };
    let paragraph =
        "A sentence of usual length stands here for one that somebody wrote about something. ".repeat(5);
    let picture =
        Picture { url: format!("https://pictures-{number}.example/{at}.jpg"), ..Picture::default() };
    let age = i64::try_from(ARTICLES - at).unwrap() * 20 * Millis::SECOND;
    Draft {
        publisher: format!("The Daily Paper of {number}"),
        country: ["GB", "US", "IN", "EG"][number % 4].parse().ok(),
        icon: number.is_multiple_of(3).then(|| format!("https://paper-{number}.example/icon.png")),
        path: format!("a/{at}"),
        standfirst: "Two lines that say what it is about, written by somebody who had to be short."
            .to_owned(),
        body: format!("<p>{paragraph}</p>").repeat(10),
        language: if is_arabic { Language::ARABIC } else { Language::ENGLISH },
        section: Section::ALL.get(at % 9).copied(),
        picture: (!at.is_multiple_of(4)).then_some(picture),
        rights: Rights { full_text: Reuse::Allowed, ..Rights::default() },
        story: (at % 10 < 3).then(|| format!("story {}-{}", batch, number / 20)),
        ..Draft::new(&format!("paper-{number}.example"), &title, NOW.minus(age))
    }
}

/// The addresses of some articles from all of the time.
async fn articles() -> Vec<String> {
    let mut addresses = Vec::new();
    for id in (1..ARTICLES).step_by(ARTICLES / 500) {
        let answer = APP.get(&format!("/article/{id}")).await;
        addresses.push(answer.header("location").to_owned());
    }
    addresses
}

/// Asks `REQUESTS` times and prints how long it took.
async fn measure(name: &str, path: impl Fn(usize) -> String) {
    let mut times = Vec::with_capacity(REQUESTS);
    for number in 0..WARM + REQUESTS {
        let path = path(number);
        let begin = Instant::now();
        let answer = APP.get(&path).await;
        let time = begin.elapsed();
        assert!(answer.status.is_success(), "{path} gave {}", answer.status);
        if number >= WARM {
            times.push(time);
        }
    }
    times.sort_unstable();
    let at = |hundredths: usize| times[(times.len() * hundredths / 100).min(times.len() - 1)];
    let show = |time: Duration| format!("{:.2} ms", time.as_secs_f64() * 1_000.0);
    println!("{name:<12} median {:>9}   p99 {:>9}   worst {:>9}", show(at(50)), show(at(99)), show(at(100)));
}

fn main() {
    // Made here: a runtime cannot be entered from within itself.
    LazyLock::force(&APP);
    RUNTIME.block_on(async {
        let articles = articles().await;
        measure("front", |number| if number.is_multiple_of(5) { "/ar".to_owned() } else { "/en".to_owned() })
            .await;
        measure("front of GB", |_| "/en-GB".to_owned()).await;
        measure("section", |number| format!("/en/{}", Section::ALL[number % 9].slug())).await;
        measure("article", |number| articles[number % articles.len()].clone()).await;
        measure("publisher", |number| format!("/publisher/paper-{}.example", number % PUBLISHERS)).await;
    });
    divan::main();
}

#[divan::bench]
fn front(bencher: divan::Bencher<'_, '_>) {
    bencher.bench(|| RUNTIME.block_on(APP.get("/en")).bytes);
}

#[divan::bench]
fn article(bencher: divan::Bencher<'_, '_>) {
    let path = RUNTIME.block_on(APP.get("/article/99999")).header("location").to_owned();
    bencher.bench(|| RUNTIME.block_on(APP.get(&path)).bytes);
}
