export const routines = `
  -- What a week holds that is not work. An ended one keeps its marks.
  CREATE TABLE routine (
    id INTEGER PRIMARY KEY,
    words TEXT NOT NULL,
    kind TEXT NOT NULL,
    times INTEGER NOT NULL,
    -- When, where: "after lunch, round the park". Empty where the person wrote none.
    if_then TEXT NOT NULL,
    -- No projects talked about: part of what it means.
    no_projects INTEGER NOT NULL,
    position INTEGER NOT NULL,
    begun TEXT NOT NULL,
    ended TEXT
  ) STRICT;

  -- Days on which it happened, as local days, YYYY-MM-DD.
  CREATE TABLE routine_mark (
    routine_id INTEGER NOT NULL REFERENCES routine (id),
    day TEXT NOT NULL,
    PRIMARY KEY (routine_id, day)
  ) STRICT, WITHOUT ROWID;

  -- Days on which nothing is meant: skipped, ill, away. Without a routine they are meant of all.
  CREATE TABLE routine_free (
    id INTEGER PRIMARY KEY,
    routine_id INTEGER REFERENCES routine (id),
    first TEXT NOT NULL,
    last TEXT NOT NULL
  ) STRICT;
  `
