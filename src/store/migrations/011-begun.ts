export const begun = `
  -- Whether a sprint was planned for a later day than it was agreed on: any other has begun, wherever one travels.
  ALTER TABLE sprint ADD COLUMN ahead INTEGER NOT NULL DEFAULT 0;
  UPDATE sprint SET ahead = 1 WHERE first > date(made_at / 1000, 'unixepoch');

  -- When a session was last given a note: until then somebody was there.
  ALTER TABLE sprint_session ADD COLUMN noted_at INTEGER;

  -- How often what a routine says was changed, for calendars.
  ALTER TABLE routine ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;
  `
