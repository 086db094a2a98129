//! axe-core finds nothing to complain about: by WCAG 2.2, levels A and AA, or by its own list of good practices.

use std::fs;

use serde::Deserialize;

use crate::chromium::Browser;
use crate::first_run::become_admin;
use crate::look::{Look, Scheme};
use crate::program::{Program, target_folder};

/// Where `cargo xtask test` puts it.
const AXE: &str = "npm/node_modules/axe-core/axe.min.js";

const RUN: &str = "
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values: tags } });
    return violations.map(({ id, help, nodes }) =>
        ({ id, help, nodes: nodes.slice(0, 5).map(node => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')) }));
";

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "shown when the test fails")]
struct Violation {
    id: String,
    help: String,
    nodes: Vec<String>,
}

/// Each scheme has its colours, each width its arrangement, each language its marks.
const LOOKS: [Look; 3] = [
    Look { language: "en", scheme: Scheme::Light, width: 1280 },
    Look { language: "en", scheme: Scheme::Dark, width: 360 },
    Look { language: "ar", scheme: Scheme::Dark, width: 1280 },
];

#[tokio::test]
async fn no_page_shuts_anybody_out() {
    let file = target_folder().join(AXE);
    let axe = fs::read_to_string(&file).unwrap_or_else(|_| {
        panic!("{} is missing: `cargo xtask test --only browser` fetches it with npm", file.display())
    });
    let browser = Browser::start().await;
    let mut found = Vec::new();
    let demo = Program::demo();
    for look in LOOKS {
        browser.wear(look).await;
        let front = demo.url(&look.front());
        browser.open(&front).await;
        let [article, section] = ["main .card-title a", "nav.sections a"]
            .map(|selector| format!("return document.querySelector({selector:?}).href"));
        let (article, section): (String, String) = (browser.run(&article).await, browser.run(&section).await);
        browser.open(&article).await;
        let publisher: String =
            browser.run("return document.querySelector(\"main a[href^='/publisher/']\").href").await;
        let others = ["/publishers", "/about", "/admin/sources", "/admin/tasks", "/nothing/is/here"]
            .map(|path| demo.url(path));
        for address in [front, article, section, publisher].into_iter().chain(others) {
            look_at(&browser, &axe, look, &address, &mut found).await;
        }
    }
    drop(demo);
    let (empty, admin) = Program::empty();
    for look in LOOKS {
        browser.wear(look).await;
        for address in [admin.clone(), empty.url("/sign-in"), empty.url(&look.front())] {
            look_at(&browser, &axe, look, &address, &mut found).await;
        }
    }
    become_admin(&browser, &admin).await;
    look_at(&browser, &axe, LOOKS[0], &empty.url("/first-run"), &mut found).await;
    assert!(found.is_empty(), "{}", found.join("\n"));
}

async fn look_at(browser: &Browser, axe: &str, look: Look, address: &str, found: &mut Vec<String>) {
    browser.open(address).await;
    let _: Option<bool> = browser.run(axe).await;
    let violations: Vec<Violation> = browser.run_async(RUN).await;
    found.extend(violations.into_iter().map(|violation| format!("{look} {address}: {violation:#?}")));
}
