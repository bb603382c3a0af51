export const when = `
  -- When a routine stands in the calendar, as free time: ISO weekdays as JSON and HH:MM; no days for one that does not.
  ALTER TABLE routine ADD COLUMN days TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE routine ADD COLUMN time TEXT NOT NULL DEFAULT '';

  -- What the rest after a sprint took the place of, as JSON, so that a close taken back brings it back.
  ALTER TABLE sprint ADD COLUMN rest_before TEXT;

  -- For how many days one wants to remember it: the questions come again after about a fifth of them, and at their end.
  ALTER TABLE sprint ADD COLUMN horizon INTEGER NOT NULL DEFAULT 30;

  -- Every pause of everything: from when until when it was meant, or ended.
  CREATE TABLE pause (begun_at INTEGER NOT NULL, until INTEGER NOT NULL) STRICT;
  `
