export const signals = `
  -- A check-in: five signs from 0 to 10, any of them left out, and a line that is never scored. Days are local, YYYY-MM-DD.
  CREATE TABLE check_in (
    day TEXT PRIMARY KEY,
    sleep INTEGER,
    irritation INTEGER,
    pull INTEGER,
    dread INTEGER,
    behind INTEGER,
    line TEXT NOT NULL,
    -- Drawn once in [0, 1): orders days of the same value, so that a replay is the same to the bit.
    label REAL NOT NULL,
    answered_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  -- What is watched beside the check-in: hours of sleep, minutes of work after hours.
  CREATE TABLE stream_day (
    stream TEXT NOT NULL,
    day TEXT NOT NULL,
    value REAL NOT NULL,
    label REAL NOT NULL,
    -- The day it was first kept: a stream joins the watch at no reset before its days were there.
    kept_on TEXT NOT NULL,
    PRIMARY KEY (stream, day)
  ) STRICT, WITHOUT ROWID;

  -- Up to which day it was looked whether a warning is due: what comes later for a day before raises none.
  CREATE TABLE judged (id INTEGER PRIMARY KEY CHECK (id = 1), day TEXT NOT NULL) STRICT;

  -- A warning that was given stays as it was given, whatever the settings become.
  CREATE TABLE warning (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL UNIQUE,
    start TEXT NOT NULL,
    streams TEXT NOT NULL,
    raised_at INTEGER NOT NULL,
    hidden_at INTEGER,
    -- Whether it was real, by the person's word.
    was_real INTEGER,
    answered_at INTEGER,
    answered_day TEXT
  ) STRICT;

  -- What the person said to a card, by its kind and the day it was due.
  CREATE TABLE card (
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    word TEXT NOT NULL,
    said_on TEXT NOT NULL,
    PRIMARY KEY (kind, day)
  ) STRICT, WITHOUT ROWID;

  -- Days on which little is read, as local days.
  CREATE TABLE rest (
    id INTEGER PRIMARY KEY,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    made_at INTEGER NOT NULL
  ) STRICT;

  -- The person's word on the length of editions, for a while.
  CREATE TABLE edition_word (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL,
    until INTEGER NOT NULL,
    said_at INTEGER NOT NULL
  ) STRICT;

  -- Made with fewer minutes than planned, on purpose.
  ALTER TABLE edition ADD COLUMN shorter INTEGER NOT NULL DEFAULT 0;

  -- A randomised trial of the person on themselves, as it was written down before its first day.
  CREATE TABLE trial (
    id INTEGER PRIMARY KEY,
    doing TEXT NOT NULL,
    question TEXT NOT NULL,
    outcome TEXT NOT NULL,
    -- Whether a higher value would be the better one; and on which day after the deed it shows (0 or 1).
    higher_is_better INTEGER NOT NULL,
    lag INTEGER NOT NULL,
    pairs INTEGER NOT NULL,
    -- The spread of the difference between two days, before the first.
    spread REAL NOT NULL,
    seed TEXT NOT NULL,
    first TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    ended_on TEXT,
    ended_why TEXT,
    -- What it had told when it ended, as JSON: later changes to the days do not change it.
    result TEXT
  ) STRICT;

  -- Days on which a trial stood still: from the first up to and with the last; null while it still does.
  CREATE TABLE trial_pause (
    trial_id INTEGER NOT NULL REFERENCES trial (id),
    first TEXT NOT NULL,
    last TEXT,
    PRIMARY KEY (trial_id, first)
  ) STRICT, WITHOUT ROWID;

  -- Whether the person did on a day what the trial asked of it.
  CREATE TABLE trial_day (
    trial_id INTEGER NOT NULL REFERENCES trial (id),
    day TEXT NOT NULL,
    kept INTEGER NOT NULL,
    PRIMARY KEY (trial_id, day)
  ) STRICT, WITHOUT ROWID;
  `
