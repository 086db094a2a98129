-- Times are integer milliseconds UTC; lists and small records are JSON text; page bodies are zstd.

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE publisher (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    domain    TEXT NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    -- How well the name is known: 0 from the domain, 1 from a feed, 2 from pages, 3 given by the admin.
    name_rank BIGINT NOT NULL,
    language  TEXT,
    country   TEXT,
    about     TEXT,
    icon_url  TEXT,
    added_ms  BIGINT NOT NULL
);

CREATE TABLE source (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    publisher_id     BIGINT NOT NULL REFERENCES publisher (id),
    url              TEXT NOT NULL UNIQUE,
    title            TEXT NOT NULL,
    folder           TEXT,
    added_ms         BIGINT NOT NULL,
    etag             TEXT,
    last_modified    TEXT,
    validators_ms    BIGINT,
    body_hash        BYTEA,
    interval_ms      BIGINT,
    attempt_ms       BIGINT,
    success_ms       BIGINT,
    entry_ms         BIGINT,
    entries          BIGINT NOT NULL DEFAULT 0,
    failures         BIGINT NOT NULL DEFAULT 0,
    failing_since_ms BIGINT,
    problem_code     TEXT,
    problem          TEXT,
    retired          BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX source_publisher ON source (publisher_id);

CREATE TABLE story (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id BIGINT NOT NULL,
    articles   BIGINT NOT NULL,
    publishers BIGINT NOT NULL,
    newest_ms  BIGINT NOT NULL,
    language   TEXT NOT NULL,
    country    TEXT,
    section    TEXT
);
CREATE INDEX story_language ON story (language, newest_ms DESC);
CREATE INDEX story_country ON story (language, country, newest_ms DESC);
CREATE INDEX story_section ON story (language, section, newest_ms DESC);

CREATE TABLE article (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address         TEXT NOT NULL UNIQUE,
    url             TEXT NOT NULL,
    publisher_id    BIGINT NOT NULL REFERENCES publisher (id),
    first_seen_ms   BIGINT NOT NULL,
    -- new: still on its way; live: can be read; duplicate: same_as tells which it is; withdrawn.
    state           TEXT NOT NULL,
    same_as         BIGINT,
    version         BIGINT NOT NULL DEFAULT 0,
    origin          TEXT NOT NULL DEFAULT 'feed',
    title           TEXT NOT NULL,
    standfirst      TEXT NOT NULL DEFAULT '',
    authors         TEXT NOT NULL DEFAULT '[]',
    keywords        TEXT NOT NULL DEFAULT '[]',
    section_words   TEXT NOT NULL DEFAULT '[]',
    published_ms    BIGINT NOT NULL,
    modified_ms     BIGINT,
    language        TEXT,
    section         TEXT,
    kind            TEXT NOT NULL DEFAULT 'news',
    picture         TEXT,
    words           BIGINT NOT NULL DEFAULT 0,
    rights          TEXT NOT NULL DEFAULT '{}',
    extract_version BIGINT NOT NULL DEFAULT 0,
    analyse_version BIGINT NOT NULL DEFAULT 0,
    file_version    BIGINT NOT NULL DEFAULT 0,
    story_id        BIGINT
);
CREATE INDEX article_publisher ON article (publisher_id, state, published_ms DESC, id DESC);
CREATE INDEX article_story ON article (story_id) WHERE story_id IS NOT NULL;
CREATE INDEX article_published ON article (published_ms DESC) WHERE state = 'live';

CREATE TABLE version (
    article_id   BIGINT NOT NULL REFERENCES article (id),
    version      BIGINT NOT NULL,
    fetched_ms   BIGINT NOT NULL,
    hash         BYTEA NOT NULL,
    title        TEXT NOT NULL,
    standfirst   TEXT NOT NULL,
    body         BYTEA NOT NULL,
    algorithm    BIGINT NOT NULL,
    PRIMARY KEY (article_id, version)
);

CREATE TABLE raw_page (
    article_id    BIGINT PRIMARY KEY REFERENCES article (id),
    fetched_ms    BIGINT NOT NULL,
    url           TEXT NOT NULL,
    content_type  TEXT,
    robots_header TEXT,
    body          BYTEA NOT NULL
);
CREATE INDEX raw_page_age ON raw_page (fetched_ms);

CREATE TABLE entry (
    source_id    BIGINT NOT NULL,
    key          TEXT NOT NULL,
    article_id   BIGINT NOT NULL REFERENCES article (id),
    seen_ms      BIGINT NOT NULL,
    published_ms BIGINT,
    title        TEXT NOT NULL,
    body         BYTEA NOT NULL,
    PRIMARY KEY (source_id, key)
);
CREATE INDEX entry_article ON entry (article_id);

CREATE TABLE filing (
    sequence   BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    article_id BIGINT NOT NULL,
    story_id   BIGINT NOT NULL,
    fence      BIGINT NOT NULL,
    algorithm  BIGINT NOT NULL,
    filed_ms   BIGINT NOT NULL
);

-- Work to do. One row a stage and subject (a source for poll, an article for the others).
CREATE TABLE task (
    stage    TEXT NOT NULL,
    subject  BIGINT NOT NULL,
    lane     TEXT NOT NULL,
    due_ms   BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    -- Set when nothing more is tried until a person asks: the dead letters.
    dead_ms  BIGINT,
    problem  TEXT,
    PRIMARY KEY (stage, subject)
);
CREATE INDEX task_lane ON task (lane, due_ms) WHERE dead_ms IS NULL;
CREATE INDEX task_dead ON task (dead_ms) WHERE dead_ms IS NOT NULL;

-- Who may do it: a lane is leased as a whole to one worker; its fence grows with every lease.
CREATE TABLE lane (
    name     TEXT PRIMARY KEY,
    kind     TEXT NOT NULL,
    ready_ms BIGINT NOT NULL,
    free_ms  BIGINT NOT NULL,
    fence    BIGINT NOT NULL,
    -- The node that holds the lease; null when nobody does.
    holder   TEXT
);
CREATE INDEX lane_ready ON lane (kind, ready_ms);

CREATE TABLE robots (
    origin     TEXT PRIMARY KEY,
    fetched_ms BIGINT NOT NULL,
    status     BIGINT NOT NULL,
    body       TEXT NOT NULL
);

CREATE TABLE change (
    position BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind     TEXT NOT NULL,
    subject  BIGINT NOT NULL,
    at_ms    BIGINT NOT NULL
);

CREATE TABLE follower (
    name     TEXT PRIMARY KEY,
    position BIGINT NOT NULL
);

CREATE TABLE reader (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          TEXT NOT NULL,
    name_key      TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role          TEXT NOT NULL,
    created_ms    BIGINT NOT NULL
);

CREATE TABLE session (
    token_hash BYTEA PRIMARY KEY,
    reader_id  BIGINT NOT NULL REFERENCES reader (id),
    created_ms BIGINT NOT NULL,
    expires_ms BIGINT NOT NULL
);
