//! O Ilhéu de Tarn: a Portuguese island paper whose pages are tables, as they were when it learned to make them.

use super::Page;

pub(super) fn article(page: &Page<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"pt\">\n<head><meta charset=\"utf-8\"><title>{name} - {headline}</title>\n\
         <link rel=\"shortcut icon\" href=\"/pictures/{logo}\">\n<meta name=\"description\" content=\"{standfirst}\">\n</head>\n<body bgcolor=\"#ffffff\">\n\
         <table width=\"100%\" cellpadding=\"8\"><tr><td colspan=\"2\" bgcolor=\"#0077aa\"><font size=\"6\" color=\"#ffffff\"><a href=\"/\">{name}</a></font></td></tr>\n\
         <tr><td width=\"160\" valign=\"top\"><b>Menu</b><br><a href=\"/\">Início</a><br><a href=\"/\">Barcas</a><br><a href=\"/\">Marés</a><br><ul>{links}</ul></td>\n\
         <td valign=\"top\"><h1>{headline}</h1>\n<p><b>{standfirst}</b></p>\n<p><i>Texto de {authors}</i></p>\n{figure}\n{body}\n\
         <p><a href=\"/\">Voltar ao início</a></p></td></tr>\n<tr><td colspan=\"2\"><font size=\"1\">O Ilhéu de Tarn, Cais Velho. Página feita na ilha.</font></td></tr></table>\n</body></html>\n",
        name = page.name(),
        headline = page.headline(),
        logo = page.house.text.logo,
        standfirst = page.standfirst(),
        links = page.links(),
        authors = page.authors(" e "),
        figure = page.figure("foto", "Foto: "),
        body = page.body().concat(),
    )
}
