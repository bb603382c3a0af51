export const sprints = `
  -- One topic with a stop date. Days are local, YYYY-MM-DD.
  CREATE TABLE sprint (
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL,
    -- The question to answer or the thing to make, and why now: empty where nothing was written.
    question TEXT NOT NULL,
    why TEXT NOT NULL,
    minutes_a_week INTEGER NOT NULL,
    first TEXT NOT NULL,
    stop TEXT NOT NULL,
    -- When and where one sits down: ISO weekdays as JSON, HH:MM, a place.
    slot_days TEXT NOT NULL,
    slot_time TEXT NOT NULL,
    slot_place TEXT NOT NULL,
    rest_days INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    closed_on TEXT,
    outcome TEXT,
    to_self TEXT NOT NULL DEFAULT '',
    -- Whether its questions come again later.
    again INTEGER NOT NULL DEFAULT 0
  ) STRICT;

  -- What one means to know without notes, in one's own words.
  CREATE TABLE sprint_question (
    id INTEGER PRIMARY KEY,
    sprint_id INTEGER NOT NULL REFERENCES sprint (id),
    words TEXT NOT NULL
  ) STRICT;

  -- Answers at the close (after 0 days) and so many days later; how well by the person's own mark, 0 to 2.
  CREATE TABLE sprint_answer (
    question_id INTEGER NOT NULL REFERENCES sprint_question (id),
    after_days INTEGER NOT NULL,
    words TEXT NOT NULL,
    mark INTEGER,
    answered_on TEXT NOT NULL,
    PRIMARY KEY (question_id, after_days)
  ) STRICT, WITHOUT ROWID;

  -- The closed list of readings.
  CREATE TABLE sprint_reading (
    sprint_id INTEGER NOT NULL REFERENCES sprint (id),
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    link TEXT NOT NULL,
    done INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (sprint_id, position)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE sprint_session (
    id INTEGER PRIMARY KEY,
    sprint_id INTEGER NOT NULL REFERENCES sprint (id),
    begun_at INTEGER NOT NULL,
    ended_at INTEGER,
    -- Who ended it: the person, off time, or nobody, when it was forgotten.
    ended_by TEXT,
    before INTEGER,
    after INTEGER,
    note TEXT NOT NULL DEFAULT ''
  ) STRICT;

  -- What else turned up: it waits, and fades.
  CREATE TABLE sprint_later (
    id INTEGER PRIMARY KEY,
    words TEXT NOT NULL,
    added_on TEXT NOT NULL,
    gone_on TEXT
  ) STRICT;
  `
