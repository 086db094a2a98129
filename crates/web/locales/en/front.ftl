### The front page and the sections.

front-heading = Top stories: { $name }
front-description =
    { $count ->
        [one] Top stories of { $count } publisher, filed by story.
       *[other] Top stories of { $count } publishers, filed by story.
    }
front-empty = Nothing has been printed yet. The first articles appear here as soon as they have been read.
add-the-first-source = Add a source
in-countries =
    { $count ->
        [one] { $count } country
       *[other] { $count } countries
    }
publishers-in-countries = { $publishers } in { $countries }
most-recent = Most recent
also-today = Also today
more-of = More: { $name }
newest-stories = Newest stories
more-stories = More stories
section-empty = There are no stories in this section yet.
section-description = The newest stories: { $name }
