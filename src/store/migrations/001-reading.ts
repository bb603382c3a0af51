export const reading = `
  CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Sign-in codes that were used; each works once.
  CREATE TABLE used_code (code TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE plan (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    area TEXT NOT NULL,
    words TEXT NOT NULL,
    not_mine TEXT NOT NULL,
    role TEXT NOT NULL,
    things TEXT NOT NULL,
    minutes_a_week INTEGER NOT NULL,
    days TEXT NOT NULL,
    time TEXT NOT NULL,
    feeling TEXT NOT NULL,
    paused_until INTEGER,
    welcomed_at INTEGER
  ) STRICT;

  CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    title TEXT NOT NULL,
    added_at INTEGER NOT NULL,
    removed_at INTEGER,
    former_address TEXT,
    state TEXT NOT NULL DEFAULT 'new',
    detail TEXT NOT NULL DEFAULT '',
    etag TEXT,
    last_modified TEXT,
    polled_at INTEGER,
    next_poll_at INTEGER NOT NULL DEFAULT 0,
    not_before INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    -- A permanent answer (gone, or moved to an address) that waits to be confirmed.
    answer TEXT,
    answer_since INTEGER,
    answer_polls INTEGER NOT NULL DEFAULT 0,
    -- Paged sources: all up to this moment is known, unless the last poll broke off between pages.
    complete_to INTEGER,
    broke_off INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX source_address ON source (kind, address);

  CREATE TABLE edition (
    id INTEGER PRIMARY KEY,
    slot INTEGER NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    opened_at INTEGER,
    minutes INTEGER NOT NULL,
    whole INTEGER NOT NULL,
    passed INTEGER NOT NULL,
    thin INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    link TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    authors TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    words INTEGER NOT NULL,
    -- The opened edition that showed it.
    shown_in INTEGER REFERENCES edition (id)
  ) STRICT;
  CREATE INDEX item_passed ON item (published_at) WHERE shown_in IS NULL;

  -- The links and ids an item is known by: it is kept once, however many sources carry it.
  CREATE TABLE item_key (key TEXT PRIMARY KEY, item_id INTEGER NOT NULL REFERENCES item (id)) STRICT, WITHOUT ROWID;

  CREATE TABLE item_source (
    item_id INTEGER NOT NULL REFERENCES item (id),
    source_id INTEGER NOT NULL REFERENCES source (id),
    PRIMARY KEY (item_id, source_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX item_source_by_source ON item_source (source_id);

  CREATE VIRTUAL TABLE item_words USING fts5 (
    title, text, content = 'item', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
  );
  CREATE TRIGGER item_added AFTER INSERT ON item BEGIN
    INSERT INTO item_words (rowid, title, text) VALUES (new.id, new.title, new.text);
  END;
  CREATE TRIGGER item_rewritten AFTER UPDATE OF title, text ON item BEGIN
    INSERT INTO item_words (item_words, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    INSERT INTO item_words (rowid, title, text) VALUES (new.id, new.title, new.text);
  END;

  CREATE TABLE edition_story (
    edition_id INTEGER NOT NULL REFERENCES edition (id),
    position INTEGER NOT NULL,
    item_id INTEGER NOT NULL REFERENCES item (id),
    minutes INTEGER NOT NULL,
    -- The other items that tell the same, and why it is here: JSON.
    also TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (edition_id, position)
  ) STRICT, WITHOUT ROWID;
  CREATE UNIQUE INDEX edition_story_item ON edition_story (edition_id, item_id);

  CREATE TABLE edition_theme (
    edition_id INTEGER NOT NULL REFERENCES edition (id),
    theme TEXT NOT NULL,
    items INTEGER NOT NULL,
    PRIMARY KEY (edition_id, theme)
  ) STRICT, WITHOUT ROWID;

  -- What the person said of an item, in order; the last word counts and 'undone' takes it back.
  CREATE TABLE decision (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL REFERENCES item (id),
    verdict TEXT NOT NULL,
    at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX decision_item ON decision (item_id, id);
  `
