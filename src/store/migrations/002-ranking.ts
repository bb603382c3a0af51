export const ranking = `
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
  `
