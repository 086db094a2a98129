-- Times are integer milliseconds UTC; lists and small records are JSON text; page bodies are zstd.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE publisher (
    id        INTEGER PRIMARY KEY,
    domain    TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    -- How well the name is known: 0 from the domain, 1 from a feed, 2 from pages, 3 given by the admin.
    name_rank INTEGER NOT NULL,
    language  TEXT,
    country   TEXT,
    about     TEXT,
    icon_url  TEXT,
    added_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE source (
    id               INTEGER PRIMARY KEY AUTOINCREMENT,
    publisher_id     INTEGER NOT NULL REFERENCES publisher (id),
    url              TEXT NOT NULL UNIQUE,
    title            TEXT NOT NULL,
    folder           TEXT,
    added_ms         INTEGER NOT NULL,
    etag             TEXT,
    last_modified    TEXT,
    validators_ms    INTEGER,
    body_hash        BLOB,
    interval_ms      INTEGER,
    attempt_ms       INTEGER,
    success_ms       INTEGER,
    entry_ms         INTEGER,
    entries          INTEGER NOT NULL DEFAULT 0,
    failures         INTEGER NOT NULL DEFAULT 0,
    failing_since_ms INTEGER,
    problem_code     TEXT,
    problem          TEXT,
    retired          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX source_publisher ON source (publisher_id);

CREATE TABLE story (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL,
    articles   INTEGER NOT NULL,
    publishers INTEGER NOT NULL,
    newest_ms  INTEGER NOT NULL,
    language   TEXT NOT NULL,
    country    TEXT,
    section    TEXT
) STRICT;
CREATE INDEX story_language ON story (language, newest_ms DESC);
CREATE INDEX story_country ON story (language, country, newest_ms DESC);
CREATE INDEX story_section ON story (language, section, newest_ms DESC);

CREATE TABLE article (
    id              INTEGER PRIMARY KEY,
    address         TEXT NOT NULL UNIQUE,
    url             TEXT NOT NULL,
    publisher_id    INTEGER NOT NULL REFERENCES publisher (id),
    first_seen_ms   INTEGER NOT NULL,
    -- new: still on its way; live: can be read; duplicate: same_as tells which it is; withdrawn.
    state           TEXT NOT NULL,
    same_as         INTEGER,
    version         INTEGER NOT NULL DEFAULT 0,
    origin          TEXT NOT NULL DEFAULT 'feed',
    title           TEXT NOT NULL,
    standfirst      TEXT NOT NULL DEFAULT '',
    authors         TEXT NOT NULL DEFAULT '[]',
    keywords        TEXT NOT NULL DEFAULT '[]',
    section_words   TEXT NOT NULL DEFAULT '[]',
    published_ms    INTEGER NOT NULL,
    modified_ms     INTEGER,
    language        TEXT,
    section         TEXT,
    kind            TEXT NOT NULL DEFAULT 'news',
    picture         TEXT,
    words           INTEGER NOT NULL DEFAULT 0,
    rights          TEXT NOT NULL DEFAULT '{}',
    extract_version INTEGER NOT NULL DEFAULT 0,
    analyse_version INTEGER NOT NULL DEFAULT 0,
    file_version    INTEGER NOT NULL DEFAULT 0,
    story_id        INTEGER
) STRICT;
CREATE INDEX article_publisher ON article (publisher_id, state, published_ms DESC, id DESC);
CREATE INDEX article_story ON article (story_id) WHERE story_id IS NOT NULL;
CREATE INDEX article_published ON article (published_ms DESC) WHERE state = 'live';

CREATE TABLE version (
    article_id   INTEGER NOT NULL REFERENCES article (id),
    version      INTEGER NOT NULL,
    fetched_ms   INTEGER NOT NULL,
    hash         BLOB NOT NULL,
    title        TEXT NOT NULL,
    standfirst   TEXT NOT NULL,
    body         BLOB NOT NULL,
    algorithm    INTEGER NOT NULL,
    PRIMARY KEY (article_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE raw_page (
    article_id    INTEGER PRIMARY KEY REFERENCES article (id),
    fetched_ms    INTEGER NOT NULL,
    url           TEXT NOT NULL,
    content_type  TEXT,
    robots_header TEXT,
    body          BLOB NOT NULL
) STRICT;
CREATE INDEX raw_page_age ON raw_page (fetched_ms);

CREATE TABLE entry (
    source_id    INTEGER NOT NULL,
    key          TEXT NOT NULL,
    article_id   INTEGER NOT NULL REFERENCES article (id),
    seen_ms      INTEGER NOT NULL,
    published_ms INTEGER,
    title        TEXT NOT NULL,
    body         BLOB NOT NULL,
    PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_article ON entry (article_id);

CREATE TABLE filing (
    sequence   INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL,
    story_id   INTEGER NOT NULL,
    fence      INTEGER NOT NULL,
    algorithm  INTEGER NOT NULL,
    filed_ms   INTEGER NOT NULL
) STRICT;

-- Work to do. One row a stage and subject (a source for poll, an article for the others).
CREATE TABLE task (
    stage    TEXT NOT NULL,
    subject  INTEGER NOT NULL,
    lane     TEXT NOT NULL,
    due_ms   INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- Set when nothing more is tried until a person asks: the dead letters.
    dead_ms  INTEGER,
    problem  TEXT,
    PRIMARY KEY (stage, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX task_lane ON task (lane, due_ms) WHERE dead_ms IS NULL;
CREATE INDEX task_dead ON task (dead_ms) WHERE dead_ms IS NOT NULL;

-- Who may do it: a lane is leased as a whole to one worker; its fence grows with every lease.
CREATE TABLE lane (
    name     TEXT PRIMARY KEY,
    kind     TEXT NOT NULL,
    ready_ms INTEGER NOT NULL,
    free_ms  INTEGER NOT NULL,
    fence    INTEGER NOT NULL,
    -- The node that holds the lease; null when nobody does.
    holder   TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX lane_ready ON lane (kind, ready_ms);

CREATE TABLE robots (
    origin     TEXT PRIMARY KEY,
    fetched_ms INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    body       TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE change (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    kind     TEXT NOT NULL,
    subject  INTEGER NOT NULL,
    at_ms    INTEGER NOT NULL
) STRICT;

CREATE TABLE follower (
    name     TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE reader (
    id            INTEGER PRIMARY KEY,
    name          TEXT NOT NULL,
    name_key      TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role          TEXT NOT NULL,
    created_ms    INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    reader_id  INTEGER NOT NULL REFERENCES reader (id),
    created_ms INTEGER NOT NULL,
    expires_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
