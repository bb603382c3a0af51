export const commons = `
  -- A source that a commons brings is never asked itself: which one that is.
  ALTER TABLE source ADD COLUMN commons_id INTEGER REFERENCES source (id);

  -- A commons that is subscribed to: the key it had then, the number of the last head that was seen and when it was
  -- made, and the number of the last item that is here.
  CREATE TABLE commons (
    source_id INTEGER PRIMARY KEY REFERENCES source (id),
    key TEXT NOT NULL,
    number INTEGER NOT NULL,
    made INTEGER NOT NULL,
    position INTEGER NOT NULL
  ) STRICT;
  `
