### What stands around every page.

skip-to-content = Skip to content
light-or-dark = Light or dark
sign-in = Sign in
sign-out = Sign out
administration = Administration
sections = Sections
editions = Editions
edition-world = World
about-this-site = About this site
all-publishers = All publishers
footer-rights = Articles and pictures belong to their publishers. Every article leads to its original.
to-the-front-page = To the front page
# Between two things of a list, with the space.
list-separator = { ", " }
# The end of a list: "A, B and C". $first holds all but the last.
list-and = { $first } and { $last }

section-top = Top
section-world = World
section-nation = Nation
section-business = Business
section-technology = Technology
section-science = Science
section-health = Health
section-sport = Sport
section-entertainment = Entertainment
section-opinion = Opinion

mark-opinion = Opinion
mark-live = Live
mark-video = Video
mark-audio = Audio

publishers =
    { $count ->
        [one] { $count } publisher
       *[other] { $count } publishers
    }
articles =
    { $count ->
        [one] { $count } article
       *[other] { $count } articles
    }
newest-article = Newest article { $name }

about-title = About { $name }
about-deck = Many publishers, one page: this site reads their feeds, files each article under its story, and leads you to the original.
about-rights-title = Whose texts these are
about-rights = Every article belongs to its publisher, is shown as far as the publisher allows, and links to the original. Where a publisher keeps its text to itself you find the first lines and the way to it. Feeds are fetched sparingly and robots.txt is obeyed.
about-privacy-title = What this site knows of you
about-privacy = Publishers do not learn that you read them here: pictures come through this server, and nothing on a page is loaded from elsewhere. Cookies hold your session and the edition that you chose, nothing else.
about-program-title = The program
about-program = The site runs on Coranto, a free program that anybody can run on a machine of their own.
about-version = Version { $name }
