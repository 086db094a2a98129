//! The right feeds and pages, and the harmless ones that come instead of them.

use coranto_model::Millis;

use super::fault::Fault;
use super::request::ENTRIES;
use crate::blocks::escape;
use crate::feeds::rfc_822;
use crate::load::Maker;

/// Words of a page, about.
const WORDS: usize = 400;

/// The page of a consent wall.
pub(super) const CONSENT: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Before you continue</title></head>\n\
     <body><div class=\"consent-dialog\" role=\"dialog\"><h1>We value your privacy</h1>\n\
     <p>We and our 847 partners store and access information on a device, such as cookies, and process personal data, such as \
     unique identifiers, for personalised advertising, content measurement and audience research. You may change your choices at \
     any time. Some of our partners do not ask for your consent, but rely on their legitimate interest.</p>\n\
     <form method=\"post\" action=\"/consent\"><button name=\"all\">Accept all</button> <button name=\"some\">Manage options</button></form>\
     </div></body></html>\n";

/// The page that asks for a password.
pub(super) const LOGIN: &str = "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sign in</title></head>\n\
     <body><main><h1>Sign in to read on</h1>\n<form method=\"post\" action=\"/sign-in\">\n\
     <label>Name <input name=\"name\" autocomplete=\"username\"></label>\n\
     <label>Password <input name=\"password\" type=\"password\" autocomplete=\"current-password\"></label>\n\
     <button>Sign in</button></form></main></body></html>\n";

/// A text, in the language in which the fault needs it.
struct Text {
    language: &'static str,
    headline: String,
    paragraphs: Vec<String>,
}

fn text(fault: Fault, number: usize) -> Text {
    if fault == Fault::WrongCharset {
        return Text {
            language: "ru",
            headline: format!("Порт Дельмере закрыт из-за шторма: день {number}"),
            paragraphs: RUSSIAN.iter().map(|paragraph| format!("{paragraph} ({number})")).collect(),
        };
    }
    let seed = Fault::ALL.iter().position(|known| *known == fault).unwrap_or_default();
    let maker = Maker::new(seed as u64, WORDS);
    Text { language: "en", headline: maker.headline(number), paragraphs: maker.paragraphs(number) }
}

/// Letters that read quite differently in windows-1252.
const RUSSIAN: [&str; 4] = [
    "Портовое управление сообщило, что гавань останется закрытой до утра: ветер срывает швартовы, и лоцманы не выходят \
     в море. Три судна с зерном ждут на внешнем рейде.",
    "«Мы не станем рисковать людьми», — сказала начальник порта Ирина Вольская. По её словам, паром на острова Тарн \
     пойдёт не раньше полудня, а билеты действительны ещё неделю.",
    "Рыбный рынок открылся вовремя, но прилавки наполовину пусты. Торговцы привезли сельдь из Карста по железной дороге, \
     и к девяти часам её уже раскупили.",
    "Синоптики ожидают, что шторм ослабеет к вечеру. Городской совет обещал осмотреть набережную, где волны повредили \
     ограждение и старую лестницу.",
];

/// Hours apart, from one hour before the start on.
fn published(number: usize, started: Millis) -> Millis {
    started.minus(i64::try_from(number).unwrap_or(0) * Millis::HOUR)
}

/// A right feed whose entries lead to the fault's pages.
pub(super) fn feed(fault: Fault, origin: &str, started: Millis) -> String {
    let items: String = (1..=ENTRIES)
        .map(|number| {
            let text = text(fault, number);
            format!(
                "<item>\n<title>{}</title>\n<link>{origin}/{fault}/page/{number}</link>\n<guid isPermaLink=\"false\">{fault}-{number}</guid>\n\
                 <pubDate>{}</pubDate>\n<description>{}</description>\n</item>\n",
                escape(&text.headline),
                rfc_822(published(number, started)),
                escape(text.paragraphs.first().map(String::as_str).unwrap_or_default()),
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel>\n<title>The Faulty Post ({fault})</title>\n\
         <link>{origin}/{fault}/page</link>\n<description>A publisher whose server misbehaves</description>\n\
         <language>{}</language>\n{items}</channel></rss>\n",
        text(fault, 1).language,
    )
}

/// A right page.
pub(super) fn page(fault: Fault, number: usize, origin: &str, started: Millis) -> String {
    let text = text(fault, number);
    let headline = escape(&text.headline);
    let body: String =
        text.paragraphs.iter().map(|paragraph| format!("<p>{}</p>\n", escape(paragraph))).collect();
    format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{headline} | The Faulty Post</title>\n\
         <link rel=\"canonical\" href=\"{origin}/{fault}/page/{number}\"><meta property=\"og:title\" content=\"{headline}\">\n\
         <meta property=\"article:published_time\" content=\"{}\"></head>\n\
         <body><main><article><h1>{headline}</h1>\n{body}</article></main></body></html>\n",
        text.language,
        published(number, started),
    )
}
