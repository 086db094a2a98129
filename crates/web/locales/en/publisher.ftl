### Publishers.

publisher = Publisher
latest = Latest
older-articles = Older articles
publisher-empty = There are no articles here.
publisher-description = The latest articles of { $name }, and how its feeds are doing.
its-sources = Its sources
no-own-sources = Its articles come through the sources of others.
last-read = Last read { $name }
publishers-are-read =
    { $count ->
        [one] { $count } publisher is read here.
       *[other] { $count } publishers are read here.
    }
publishers-description = The publishers that this site reads.

state-well = Well
state-new = Not polled yet
state-slow = Slow
state-failing = Failing
state-not-allowed = Not allowed
state-gone = Gone

problem-dns = Its server’s name cannot be found.
problem-connect = Its server cannot be reached.
problem-timeout = Its server takes too long to answer.
problem-tls = Its server cannot prove who it is.
problem-private-address = Its address leads into a private network, which the settings do not allow.
problem-scheme = Its address is neither http nor https.
problem-too-large = Its answer is too large.
problem-redirects = It leads from one address to the next without end.
problem-bad-redirect = It leads to something that is no address.
problem-protocol = Its server’s answer cannot be understood.
problem-invalid-address = Its address is no web address.
problem-gone = It is gone for good.
problem-status = Its server answers with an error.
problem-unavailable = Its server asks us to come back later.
problem-too-many-requests = Its server asks us to come less often.
problem-not-a-feed = There is no feed at its address.
problem-robots = Its robots.txt does not allow it to be read.
problem-stopped = Polling stopped; see Tasks.
