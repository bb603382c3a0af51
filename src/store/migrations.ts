import type { Database } from './database.ts'
import { StoreProblem } from './problem.ts'

/**
 * Every change the schema ever had, oldest first; user_version counts those a file has been through.
 * Only ever append: one that has landed is never edited or removed.
 */
export const migrations: readonly string[] = [
  `
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
  `,
  `
  -- What the ranker reads of an item: its terms with how often. Derived; what is missing is made anew.
  CREATE TABLE item_terms (item_id INTEGER PRIMARY KEY REFERENCES item (id), terms BLOB NOT NULL) STRICT;
  CREATE TRIGGER item_reread AFTER UPDATE OF title, text ON item BEGIN
    UPDATE item_terms SET terms = x'' WHERE item_id = old.id;
  END;
  CREATE INDEX item_terms_stale ON item_terms (item_id) WHERE length(terms) = 0;
  CREATE INDEX item_seen ON item (seen_at) WHERE shown_in IS NULL;
  CREATE INDEX item_published ON item (published_at);

  -- What the last ranking found near the person's subject, so that the next need not look at everything again. Derived.
  CREATE TABLE ranked (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    ranked_at INTEGER NOT NULL,
    looked_at INTEGER NOT NULL,
    subject TEXT NOT NULL,
    last_item INTEGER NOT NULL,
    near BLOB NOT NULL,
    -- One of so many items is in the sample, drawn from all.
    step INTEGER NOT NULL,
    sample BLOB NOT NULL,
    -- How its scores spread.
    middle REAL NOT NULL,
    spread REAL NOT NULL
  ) STRICT;

  -- How the person's items speak (see ranking/language.ts): derived, and learned again now and then.
  CREATE TABLE language (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    learned_at INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    terms BLOB NOT NULL,
    frequency BLOB NOT NULL,
    factors BLOB NOT NULL,
    strengths BLOB NOT NULL,
    mean BLOB NOT NULL,
    centre BLOB NOT NULL
  ) STRICT;

  -- What random checks are about: everything left out since then, for one core area and one way of ranking.
  CREATE TABLE audit_pool (
    id INTEGER PRIMARY KEY,
    began_at INTEGER NOT NULL,
    area TEXT NOT NULL,
    ranker INTEGER NOT NULL,
    -- How many things were left out by the time the last edition was opened.
    left_out INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    pool_id INTEGER NOT NULL REFERENCES audit_pool (id),
    item_id INTEGER NOT NULL REFERENCES item (id),
    -- Items drawn at once share it.
    draw INTEGER NOT NULL,
    drawn_at INTEGER NOT NULL,
    -- The probability with which this draw took each item that was left out and not drawn before.
    chance REAL NOT NULL,
    -- Why it would be in an edition: JSON. It stands there like any other.
    why TEXT NOT NULL,
    -- The edition it stands in, NULL when the person asked for more checks; and the one that offered it again.
    edition_id INTEGER REFERENCES edition (id),
    again_id INTEGER REFERENCES edition (id)
  ) STRICT;
  CREATE UNIQUE INDEX audit_item ON audit (item_id, pool_id);
  CREATE INDEX audit_pool_draw ON audit (pool_id, draw);

  -- What reached the person another way and mattered, and whether an edition had it.
  CREATE TABLE told (
    id INTEGER PRIMARY KEY,
    item_id INTEGER NOT NULL UNIQUE REFERENCES item (id),
    outcome TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- Whether telling it kept it.
    kept INTEGER NOT NULL
  ) STRICT;

  -- How the ranker did when its decisions so far are replayed in time order: JSON.
  CREATE TABLE replay (id INTEGER PRIMARY KEY CHECK (id = 1), made_at INTEGER NOT NULL, found TEXT NOT NULL) STRICT;

  -- Where hype cools off. Its signs are kept as JSON.
  CREATE TABLE shelf (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    by_hand INTEGER NOT NULL,
    why TEXT NOT NULL,
    shelved_at INTEGER NOT NULL,
    wakes_at INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'asleep',
    settled_at INTEGER,
    signs TEXT NOT NULL DEFAULT '[]'
  ) STRICT;
  CREATE INDEX shelf_asleep ON shelf (wakes_at) WHERE state = 'asleep';
  `,
]

/**
 * Brings a database up to the last migration, each in a transaction of its own, after `backup` has copied a file
 * that holds anything. Throws a StoreProblem when a newer Evenkeel wrote it.
 */
export function migrate(db: Database, backup: (version: number) => void, list = migrations): void {
  if (versionOf(db) > list.length) throw new StoreProblem('newer', db.path)
  const empty = versionOf(db) === 0
  for (let version = versionOf(db); version < list.length; version++) {
    if (!empty) backup(version)
    db.transaction(() => {
      // The app and a command may both come to migrate; the second finds it done.
      if (versionOf(db) !== version) return
      db.script(`${list[version]}; PRAGMA user_version = ${version + 1}`)
    })
  }
}

/** How many migrations a database has been through. */
export function versionOf(db: Database): number {
  return db.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
}
