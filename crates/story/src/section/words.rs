//! The words by which publishers call their sections, in English, Arabic, German, French, Spanish and some Italian, in
//! the plain spelling.
//!
//! What says little (news, latest, home) is not here. *Nation* is not either: what is the nation's depends on the
//! reader's edition.

use coranto_model::Section;

const WORLD: &str = "\
    world, international, foreign, global, europe, asia, asia pacific, africa, americas, oceania, latin \
    america, north america, south america, middle east, politics, diplomacy, conflict, war, \
    welt, ausland, politik, weltpolitik, aussenpolitik, europa, asien, afrika, amerika, nahost, \
    monde, politique, afrique, asie, ameriques, moyen orient, proche orient, diplomatie, guerre, \
    mundo, internacional, politica, america latina, latinoamerica, oriente medio, guerra, \
    mondo, esteri, \
    عالم, دولي, دوليه, عالمي, عالميه, سياسه, سياسي, سياسيه, عربي, عربيه, عرب, عرب وعالم, عالم عربي, شرق \
    اوسط, عربي ودولي, شوون دوليه, شؤون دوليه, خارجي, اوروبا, افريقيا, اسيا, حروب";

const BUSINESS: &str = "\
    business, economy, economics, economic, finance, financial, markets, money, trade, companies, industry, \
    banking, investing, stocks, jobs, real estate, property, personal finance, \
    wirtschaft, finanzen, borse, boerse, geld, unternehmen, konjunktur, markte, verbraucher, \
    economie, eco, entreprises, entreprise, bourse, argent, marches, emploi, immobilier, \
    economia, negocios, finanzas, empresas, empresa, mercados, dinero, bolsa, empleo, \
    finanza, aziende, \
    اقتصاد, اقتصادي, اقتصاديه, اعمال, مال, مال واعمال, اسواق, بورصه, شركات, تجاره, استثمار, عقارات, طاقه \
    واقتصاد";

const TECHNOLOGY: &str = "\
    technology, tech, technologies, digital, internet, computing, computers, gadgets, software, \
    cybersecurity, artificial intelligence, ai, mobile, gaming, innovation, \
    technik, technologie, digitales, netzwelt, netz, digitalisierung, kunstliche intelligenz, \
    numerique, high tech, hightech, informatique, intelligence artificielle, \
    tecnologia, tecnologias, ciberseguridad, inteligencia artificial, \
    تكنولوجيا, تقنيه, تقنيات, تقني, رقمي, رقميه, انترنت, ذكاء اصطناعي, علوم وتكنولوجيا";

const SCIENCE: &str = "\
    science, sciences, space, astronomy, physics, biology, environment, climate, climate change, climate \
    crisis, nature, wildlife, animals, energy, weather, archaeology, earth, \
    wissen, wissenschaft, forschung, umwelt, klima, natur, weltall, energie, wetter, tiere, \
    environnement, planete, climat, espace, ecologie, meteo, animaux, recherche, \
    ciencia, ciencias, medio ambiente, medioambiente, clima, espacio, naturaleza, energia, animales, \
    scienza, scienze, ambiente, \
    علوم, علم, علمي, علميه, بيئه, فضاء, مناخ, طبيعه, طقس, طاقه, علوم وبيئه, بيئه ومناخ, فلك";

const HEALTH: &str = "\
    health, healthcare, medicine, medical, wellness, wellbeing, fitness, nutrition, mental health, \
    gesundheit, medizin, ernahrung, psychologie, \
    sante, medecine, bien etre, nutrition sante, \
    salud, medicina, bienestar, nutricion, sanidad, \
    salute, benessere, \
    صحه, طب, صحي, صحيه, طبي, طبيه, صحه وطب, طب وصحه, تغذيه";

const SPORT: &str = "\
    sport, sports, football, soccer, cricket, tennis, rugby, cycling, rowing, athletics, golf, basketball, \
    baseball, hockey, ice hockey, boxing, swimming, formula 1, formula one, f1, motorsport, olympics, \
    racing, champions league, premier league, world cup, \
    fussball, bundesliga, handball, radsport, wintersport, motorsport formel 1, olympia, \
    cyclisme, foot, jeux olympiques, natation, \
    deporte, deportes, futbol, baloncesto, ciclismo, tenis, juegos olimpicos, atletismo, \
    calcio, \
    رياضه, رياضي, رياضيه, كره قدم, كره, كره سله, ملاعب, تنس";

const ENTERTAINMENT: &str = "\
    entertainment, culture, cultural, arts, art, art and design, film, films, movies, music, books, \
    literature, theatre, theater, television, tv, radio, stage, media, celebrity, celebrities, food, travel, \
    lifestyle, life, life and style, style, fashion, showbiz, games, people, \
    kultur, feuilleton, unterhaltung, musik, kino, bucher, literatur, kunst, fernsehen, reise, leben, \
    panorama, medien, mode, stil, leute, theater und kunst, \
    cinema, musique, livres, litterature, medias, culture et loisirs, loisirs, voyage, gastronomie, \
    spectacles, theatre et danse, \
    cultura, cine, musica, libros, television y series, series, gente, estilo, moda, viajes, gastronomia, \
    arte, entretenimiento, ocio, \
    spettacoli, libri, \
    ثقافه, ثقافي, ثقافيه, فن, فنون, فني, فنيه, ثقافه وفنون, ثقافه وفن, فن وثقافه, منوعات, كتب, ادب, موسيقي, \
    سينما, مسرح, تلفزيون, مشاهير, ترفيه, سفر, سياحه, مطبخ, ازياء, حياه, نمط حياه";

const OPINION: &str = "\
    opinion, opinions, comment, commentary, comment is free, commentisfree, editorial, editorials, column, \
    columns, columnist, columnists, leaders, letters, analysis, op ed, oped, views, viewpoint, perspective, \
    perspectives, blogs, \
    meinung, meinungen, kommentar, kommentare, kolumne, kolumnen, debatte, leitartikel, leserbriefe, \
    gastbeitrag, analyse, \
    idees, tribune, tribunes, debats, debat, edito, editos, editoriaux, chroniques, chronique, point de vue, \
    analyses, \
    opiniones, editoriales, columnas, columnistas, tribuna, analisis, cartas, blogs de opinion, \
    opinioni, commenti, editoriali, \
    راي, اراء, مقالات, مقال, مقالات راي, افتتاحيه, تحليل, تحليلات, وجهات نظر, كتاب ومقالات, اعمده";

/// The sections and their words, in the order in which they are looked up.
const TABLE: [(Section, &str); 8] = [
    (Section::World, WORLD),
    (Section::Business, BUSINESS),
    (Section::Technology, TECHNOLOGY),
    (Section::Science, SCIENCE),
    (Section::Health, HEALTH),
    (Section::Sport, SPORT),
    (Section::Entertainment, ENTERTAINMENT),
    (Section::Opinion, OPINION),
];

/// The section that a name in plain spelling is.
pub(super) fn section(name: &str) -> Option<Section> {
    TABLE.iter().find(|(_, words)| words.split(", ").any(|word| word == name)).map(|(section, _)| *section)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::TABLE;
    use crate::section::plain::plain;

    #[test]
    fn each_word_stands_once_and_in_plain_spelling() {
        let mut seen = HashMap::new();
        for (section, words) in TABLE {
            for word in words.split(", ") {
                assert_eq!(plain(word), word, "not plain");
                assert_eq!(seen.insert(word, section), None, "{word} stands twice");
            }
        }
    }
}
