//! El Heraldo de Karst: a Spanish daily whose JSON-LD has a line break where JSON allows none.

use super::{Page, script_json};

const STYLE: &str = "body{margin:0;font:18px/1.6 Georgia,serif}.cabecera{background:#0a5c36;color:#fff;padding:1rem;font-size:2rem}.cabecera a{color:#fff}.nota{max-width:45rem;margin:auto;padding:1rem}\
.compartir{font:14px sans-serif;color:#666}.relacionadas{border-top:1px solid #ccc}";

pub(super) fn article(page: &Page<'_>) -> String {
    // The system that writes it puts each description on a line of its own.
    let data = script_json(&page.news_article()).replacen("\"description\":\"", "\"description\":\"\n", 1);
    format!(
        "<!doctype html>\n<html lang=\"es\">\n<head><meta charset=\"utf-8\"><title>{headline} | {name}</title>\n\
         <link rel=\"icon\" href=\"/pictures/{logo}\">\n{open_graph}<script type=\"application/ld+json\">[{data}]</script>\n<style>{STYLE}</style></head>\n<body>\n\
         <div class=\"cabecera\"><a href=\"/\">{name}</a></div>\n<section class=\"nota\"><h1 class=\"titular\">{headline}</h1>\n<h2 class=\"entradilla\">{standfirst}</h2>\n\
         <div class=\"firma\">Por {authors}</div><div class=\"compartir\">Compartir: <a href=\"/\">Correo</a> <a href=\"/\">Enlace</a></div>\n{figure}\n\
         <div class=\"cuerpo\">{body}</div>\n<div class=\"boletin\"><p>Reciba cada mañana el boletín de El Heraldo, con la marea y el precio del arenque.</p></div>\n\
         <div class=\"relacionadas\"><h3>Más noticias</h3><ul>{links}</ul></div></section>\n<footer>El Heraldo de Karst. Todos los derechos reservados.</footer>\n</body></html>\n",
        headline = page.headline(),
        name = page.name(),
        logo = page.house.text.logo,
        open_graph = page.open_graph(),
        standfirst = page.standfirst(),
        authors = page.authors(" y "),
        figure = page.figure("foto", "Foto: "),
        body = page.body().concat(),
        links = page.links(),
    )
}
