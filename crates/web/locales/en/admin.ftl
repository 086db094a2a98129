### The administration.

sources = Sources
source = Source
tasks = Tasks
add-a-source = Add a source
source-address = Address
source-address-note = Of a site or of its feed: RSS, Atom or JSON Feed.
add = Add
starter-packs = Starter packs
pack = Language and country
pack-note = Well-known publishers. Feeds that no longer answer say so in the list of sources.
pack-sources =
    { $count ->
        [one] { $count } source
       *[other] { $count } sources
    }
add-pack = Add the pack
import-opml = Import a list
opml-file = OPML file
opml-note = Other feed readers can save one.
import = Import
export-opml = Export as OPML
# "3 sources added, 1 known already, 2 addresses refused."
imported = { $added }, { $known }, { $refused }.
import-added =
    { $count ->
        [one] { $count } source added
       *[other] { $count } sources added
    }
import-known =
    { $count ->
        [one] { $count } known already
       *[other] { $count } known already
    }
import-refused =
    { $count ->
        [one] { $count } address refused
       *[other] { $count } addresses refused
    }
source-added = { $name } was added. Its first articles appear in a moment.
source-known = { $name } was there already.
source-polled = Next poll of { $name }: { $when }.
source-removed = The source was removed. Its articles stay.
stat-sources =
    { $count ->
        [one] source
       *[other] sources
    }
stat-articles =
    { $count ->
        [one] article
       *[other] articles
    }
stat-on-their-way = on their way
stat-newest = age of the newest
stat-need-a-look =
    { $count ->
        [one] needs a look
       *[other] need a look
    }
find-a-source = Find a source
publisher-or-address = Publisher or address
health = Health
any-health = Any health
show = Show
no-sources = There are no sources here.
sources-caption = Sources, { $shown } of { $all }
what-happens = What happens
last-success = Last success
next-poll = Next poll
entries = Entries
actions = Actions
never = never
polled-every = Polled every { $name }
polled-soon = Polled soon
polled-now = now
poll-now = Poll now
poll-now-of = Poll now: { $name }
remove = Remove
remove-of = Remove: { $name }
remove-note = It is no longer polled. Its articles stay.
page-before = Page before
page-after = Next page

stages = Stages
stage = Stage
stage-poll = Poll: ask sources
stage-scrape = Scrape: read pages
stage-extract = Extract: read kept pages again
stage-analyse = Analyse: find out language and section
stage-file = File: find the story
tasks-due = Due
tasks-waiting = Waiting
tasks-dead = Dead letters
dead-letters = Dead letters
dead-letters-note = What failed too often is not tried again by itself.
no-dead-letters = There are no dead letters.
task-about = What it is about
reason = Reason
since = Since
attempts = Attempts
retry = Try again
retry-of = Try again: { $name }
task-retried = It is tried again now.
