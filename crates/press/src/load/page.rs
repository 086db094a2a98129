//! Texts that have the size and shape of news, from word tables.

use coranto_model::Millis;

use crate::bulletin::Dice;
use crate::feeds::rfc_822;

const WHO: [&str; 12] = [
    "the council",
    "a clerk",
    "the harbour office",
    "the minister",
    "a teacher",
    "the board",
    "an engineer",
    "the union",
    "a witness",
    "the mayor",
    "the museum",
    "a farmer",
];
const DID: [&str; 12] = [
    "announced",
    "denied",
    "explained",
    "postponed",
    "repaired",
    "opened",
    "counted",
    "described",
    "refused",
    "promised",
    "measured",
    "signed",
];
const WHAT: [&str; 12] = [
    "the new timetable",
    "a bridge over the river",
    "the price of flour",
    "an old quarrel",
    "the winter budget",
    "a school in the hills",
    "the last ferry",
    "a letter of three pages",
    "the vote on the tariff",
    "the storm of last week",
    "an exhibition of maps",
    "the count of the herons",
];
const HOW: [&str; 10] = [
    "without much noise",
    "in front of a small crowd",
    "for the second time this year",
    "with a view to the spring",
    "against all advice",
    "as the rain began",
    "by a narrow majority",
    "to nobody's surprise",
    "after a long night",
    "with the help of neighbours",
];
const PLACE: [&str; 10] = [
    "Port Delmere",
    "Vesper",
    "Quillon",
    "Karst",
    "Solvane",
    "Brenholt",
    "Port Tarn",
    "Ithren",
    "Mount Hale",
    "Ash",
];

/// Makes texts. The same seed and number make the same text.
#[derive(Clone, Copy)]
pub(crate) struct Maker {
    seed: u64,
    words: usize,
}

impl Maker {
    pub(crate) fn new(seed: u64, words: usize) -> Self {
        Self { seed, words }
    }

    fn dice(&self, number: usize) -> Dice {
        Dice::new(self.seed.wrapping_mul(1_000_003).wrapping_add(number as u64))
    }

    /// The headline of an article; no two numbers have the same.
    pub(crate) fn headline(&self, number: usize) -> String {
        let mut dice = self.dice(number);
        let (who, did, what) = (dice.pick(&WHO), dice.pick(&DID), dice.pick(&WHAT));
        capital(&format!("{who} {did} {what} in {} ({number})", dice.pick(&PLACE)))
    }

    /// The paragraphs of an article.
    pub(crate) fn paragraphs(&self, number: usize) -> Vec<String> {
        let mut dice = self.dice(number);
        let mut paragraphs = Vec::new();
        let mut words = 0;
        while words < self.words {
            let paragraph = paragraph(&mut dice);
            words += paragraph.split(' ').count();
            paragraphs.push(paragraph);
        }
        paragraphs
    }

    /// The page of an article: the text, and twice as much around it.
    pub(super) fn page(&self, origin: &str, number: usize, published: Millis) -> String {
        let headline = self.headline(number);
        let body: String = self.paragraphs(number).iter().map(|text| format!("<p>{text}</p>\n")).collect();
        let links: String = (0..60)
            .map(|step| {
                format!("<li class=\"item item-{step}\"><a class=\"teaser-link\" href=\"{origin}/news/{}\"><span class=\"teaser-title\">{}</span></a></li>\n", number + step + 1, self.headline(number + step + 1))
            })
            .collect();
        format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{headline} | The Load Herald</title>\n\
             <link rel=\"canonical\" href=\"{origin}/news/{number}\"><meta property=\"og:title\" content=\"{headline}\">\n\
             <meta property=\"article:published_time\" content=\"{published}\"><style>{}</style></head>\n<body><nav><ul>{links}</ul></nav>\n\
             <div class=\"page\"><article><h1>{headline}</h1>\n{body}</article></div>\n<aside><h2>More</h2><ul>{links}</ul></aside></body></html>\n",
            ".item{margin:0;padding:.5rem}.teaser-link{color:#123;text-decoration:none}".repeat(40),
        )
    }

    /// A feed of these articles with the times at which they came out, first paragraphs only.
    pub(super) fn feed(&self, origin: &str, articles: impl Iterator<Item = (usize, Millis)>) -> String {
        let items: String = articles
            .map(|(number, published)| {
                // Only this one is made: a feed must not cost as much as fifty articles.
                let first = paragraph(&mut self.dice(number));
                format!(
                    "<item><title>{}</title><link>{origin}/news/{number}?utm_source=feed</link><guid isPermaLink=\"false\">n{number}</guid>\
                     <pubDate>{}</pubDate><description>{first}</description></item>\n",
                    self.headline(number),
                    rfc_822(published)
                )
            })
            .collect();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>The Load Herald</title><link>{origin}/</link>\n\
             <description>Made from a seed</description><language>en</language>\n{items}</channel></rss>\n"
        )
    }
}

fn paragraph(dice: &mut Dice) -> String {
    let sentences: Vec<String> = (0..3 + dice.below(3)).map(|_| sentence(dice)).collect();
    sentences.join(" ")
}

fn sentence(dice: &mut Dice) -> String {
    let (who, did, what, how, place) =
        (dice.pick(&WHO), dice.pick(&DID), dice.pick(&WHAT), dice.pick(&HOW), dice.pick(&PLACE));
    let sentence = match dice.below(3) {
        0 => format!("{who} {did} {what} {how}, people in {place} say."),
        1 => format!("in {place}, {who} {did} {what} {how}."),
        _ => format!("{how}, {who} {did} {what} and {} {what} again in {place}.", dice.pick(&DID)),
    };
    capital(&sentence)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use coranto_model::Millis;

    use super::Maker;

    #[test]
    fn the_same_seed_makes_the_same_text() {
        let (maker, at) = (Maker::new(7, 500), Millis(1_700_000_000_000));
        assert_eq!(maker.page("http://x", 3, at), maker.page("http://x", 3, at));
        assert_ne!(maker.paragraphs(3), maker.paragraphs(4));
        let page = maker.page("http://x", 3, at);
        assert!((20_000..80_000).contains(&page.len()), "{}", page.len());
        assert!(maker.paragraphs(3).iter().all(|paragraph| page.contains(paragraph)));
        let feed = maker.feed("http://x", (0..20).map(|number| (number, at)));
        assert!(feed.contains(&maker.paragraphs(3)[0]), "a feed carries the beginning of the article");
        assert_eq!(feed_rs::parser::parse(feed.as_bytes()).unwrap().entries.len(), 20);
    }
}
