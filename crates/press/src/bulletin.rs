//! Bulletins such as every paper prints: tides, markets, weather. Written from word tables by a number, so that the
//! press never runs dry and never says the same twice.

use coranto_model::Millis;

use crate::texts::ArticleText;
use crate::truth::Truth;

/// Numbers that look random and are the same for the same seed (SplitMix64, Steele et al. 2014).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to `end`, without it.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// One of `choices`.
    pub(crate) fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices.get(self.below(choices.len())).copied().unwrap_or_default()
    }
}

/// The languages in which there are bulletins.
pub(crate) const LANGUAGES: [&str; 2] = ["en", "ar"];

/// The bulletin of that number, in the language and by a publisher whose turn it is.
pub(crate) fn write(number: u64, now: Millis, publishers: &[(&str, &str)]) -> Option<ArticleText> {
    let turn = usize::try_from(number % (publishers.len().max(1) as u64)).unwrap_or(0);
    let (publisher, language) = publishers.get(turn)?;
    let mut dice = Dice::new(number.wrapping_mul(31).wrapping_add(7));
    let (headline, standfirst, section, tags, body) = match (*language, number / 5 % 2) {
        ("ar", 0) => harbour_ar(number, &mut dice),
        ("ar", _) => market_ar(number, &mut dice),
        (_, 0) => harbour(number, &mut dice),
        (_, _) => market(number, &mut dice),
    };
    Some(ArticleText {
        publisher: (*publisher).to_owned(),
        slug: format!("bulletin-{number}-{}", now.0 / Millis::SECOND),
        minutes_ago: 0,
        headline,
        standfirst,
        authors: Vec::new(),
        section: section.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        picture: None,
        kind: None,
        later: false,
        paywall: false,
        withdrawn_after_minutes: None,
        body,
        truth: Truth::default(),
    })
}

type Parts = (String, String, &'static str, &'static [&'static str], String);

fn harbour(number: u64, dice: &mut Dice) -> Parts {
    let ships = [
        "the Patient Anna",
        "the Grey Heron",
        "the Second Chance",
        "the Meridian Star",
        "the Low Countess",
        "the Halyard",
    ];
    let cargo = ["flour", "timber", "cut flowers", "engine parts", "salt", "oranges", "school desks"];
    let from = ["Quillon", "Solvane", "Port Tarn", "Karst", "Brenholt"];
    let (ship, load, port) = (dice.pick(&ships), dice.pick(&cargo), dice.pick(&from));
    let (hour, minute, berth) = (3 + dice.below(8), 10 + dice.below(49), 1 + dice.below(14));
    let (level, tonnes) = (20 + dice.below(35), 300 + dice.below(4_000));
    (
        format!("Harbour bulletin {}: {ship} brings {load} from {port}", number + 1),
        format!("High water at Port Delmere is at {hour}:{minute}; {tonnes} tonnes wait for berth {berth}."),
        "Business",
        &["PortDelmere", "Shipping"],
        format!(
            "The harbour office expects {ship} at berth {berth} with {tonnes} tonnes of {load} from {port}. Unloading begins with the \
             morning shift and should be over before the evening tide.\n\nHigh water is at {hour}:{minute}, at {level} decimetres over \
             the mark on the old bridge. Masters of deep ships are asked to leave the inner channel an hour before.\n\nThe pilots report \
             a light swell beyond the mole and good sight as far as the lighthouse. The ferry to the Tarn Isles keeps its timetable; \
             bicycles are carried as long as there is room on the lower deck.\n\nThe harbour office adds that berth {berth} will be closed \
             to walkers while the cranes are at work, and that the fish market opens at its usual hour."
        ),
    )
}

fn market(number: u64, dice: &mut Dice) -> Parts {
    let goods = ["flour", "herring", "wool", "copper", "winter apples", "lamp oil", "paper"];
    let (good, other) = (dice.pick(&goods), dice.pick(&goods));
    let (percent, tenth, lots) = (1 + dice.below(6), dice.below(10), 40 + dice.below(900));
    let up = dice.below(2) == 0;
    let (moved, mood) =
        if up { ("rises", "more buyers than sellers") } else { ("falls", "more sellers than buyers") };
    (
        format!("Market close {}: {good} {moved} {percent}.{tenth} per cent in Solvane", number + 1),
        format!("{lots} lots changed hands before the bell, with {mood} since noon."),
        "Business",
        &["Markets", "Solvane"],
        format!(
            "The price of {good} {moved} by {percent}.{tenth} per cent on the Solvane exchange, where {lots} lots changed hands before the \
             closing bell. Brokers spoke of {mood} since noon and of a quiet morning before that.\n\nTrade in {other} was thin. Two houses \
             that usually set the tone kept to themselves, and one of them had sent its clerk to lunch early.\n\nThe crown hardly moved. \
             A broker who has stood at the same pillar for thirty years said that a day like this one tells you nothing, and that he had \
             learned to enjoy such days.\n\nThe exchange opens again in the morning at its usual hour. The price lists hang in the hall, \
             and the porter reads them out to anybody who has left their glasses at home."
        ),
    )
}

fn harbour_ar(number: u64, dice: &mut Dice) -> Parts {
    let ships = ["«آنا الصبورة»", "«مالك الحزين»", "«الفرصة الثانية»", "«نجمة الأفق»", "«بنت الريح»"];
    let cargo = ["الدقيق", "الأخشاب", "الزهور", "قطع المحركات", "الملح", "البرتقال"];
    let from = ["كويلون", "سولفان", "بورت تارن", "كارست"];
    let (ship, load, port) = (dice.pick(&ships), dice.pick(&cargo), dice.pick(&from));
    let (berth, tonnes, hour) = (1 + dice.below(14), 300 + dice.below(4_000), 3 + dice.below(8));
    (
        format!("نشرة الميناء {}: السفينة {ship} تصل بحمولة من {load} قادمة من {port}", number + 1),
        format!("يبلغ المد أعلاه عند الساعة {hour} صباحا، وفي الانتظار {tonnes} طنا عند الرصيف {berth}."),
        "اقتصاد",
        &["الميناء", "الملاحة"],
        format!(
            "يتوقع مكتب الميناء وصول السفينة {ship} إلى الرصيف {berth} وعلى متنها {tonnes} طنا من {load} قادمة من {port}. ويبدأ التفريغ مع وردية الصباح \
             على أن ينتهي قبل مد المساء.\n\nويبلغ المد أعلاه عند الساعة {hour}، ويرجو المكتب من ربابنة السفن الكبيرة مغادرة القناة الداخلية قبل ذلك بساعة.\n\n\
             وأفاد المرشدون البحريون بأن الموج خفيف خارج كاسر الأمواج وبأن الرؤية جيدة حتى المنارة. وتسير عبّارة جزر تارن في موعدها المعتاد، وتُحمل الدراجات \
             ما دام في السطح السفلي متسع.\n\nوأضاف المكتب أن الرصيف {berth} سيُغلق أمام المشاة ما دامت الرافعات تعمل، وأن سوق السمك تفتح أبوابها في ساعتها المعتادة."
        ),
    )
}

fn market_ar(number: u64, dice: &mut Dice) -> Parts {
    let goods = ["الدقيق", "السمك المملح", "الصوف", "النحاس", "التفاح", "الورق"];
    let (good, other) = (dice.pick(&goods), dice.pick(&goods));
    let (percent, lots) = (1 + dice.below(6), 40 + dice.below(900));
    let (moved, mood) = if dice.below(2) == 0 {
        ("يرتفع", "زاد المشترون على البائعين")
    } else {
        ("يتراجع", "زاد البائعون على المشترين")
    };
    (
        format!("إغلاق السوق {}: سعر {good} {moved} {percent} في المئة في سولفان", number + 1),
        format!("جرى تداول {lots} عقدا قبل جرس الإغلاق بعد أن {mood} منذ الظهيرة."),
        "اقتصاد",
        &["الأسواق", "سولفان"],
        format!(
            "{moved} سعر {good} بنسبة {percent} في المئة في بورصة سولفان، حيث جرى تداول {lots} عقدا قبل جرس الإغلاق. وقال الوسطاء إن الصباح كان هادئا ثم {mood} \
             بعد الظهيرة.\n\nأما {other} فكان التداول به ضعيفا، إذ آثر بيتان من بيوت التجارة التي تحدد اتجاه السوق عادة أن ينتظرا.\n\nولم تتحرك الكرونة إلا قليلا. \
             وقال وسيط يقف عند العمود نفسه منذ ثلاثين عاما إن يوما كهذا لا يخبر المرء بشيء، وإنه تعلّم أن يستمتع بمثل هذه الأيام.\n\nوتفتح البورصة أبوابها صباحا في \
             ساعتها المعتادة، وتُعلّق قوائم الأسعار في البهو ويقرؤها البواب على من نسي نظارته في البيت."
        ),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use coranto_model::Millis;

    use super::write;

    #[test]
    fn no_bulletin_is_like_another() {
        let publishers = [("one", "en"), ("two", "en"), ("three", "en"), ("four", "ar"), ("five", "ar")];
        let all: Vec<_> =
            (0..200).map(|number| write(number, Millis(1_700_000_000_000), &publishers).unwrap()).collect();
        let headlines: BTreeSet<_> = all.iter().map(|text| &text.headline).collect();
        assert_eq!(headlines.len(), 200);
        assert!(all.iter().all(|text| text.body.split_whitespace().count() > 60));
    }
}
