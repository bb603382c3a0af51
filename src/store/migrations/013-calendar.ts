export const calendar = `
  -- What the calendar said when its changes were last counted, how often it had changed, and when it did (ms): for who takes updates.
  CREATE TABLE calendar_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    digest TEXT NOT NULL,
    changes INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
  ) STRICT;

  -- The number goes on from where calendars have it: changes of off time, and of routines.
  INSERT INTO calendar_state (id, digest, changes, changed_at)
  SELECT 1, '', (SELECT coalesce(sum(1 + changes), 0) FROM routine) + count(at), coalesce(max(at), 0) FROM (
    SELECT made_at AS at FROM off_rule UNION ALL SELECT undone_at FROM off_rule
    UNION ALL SELECT made_at FROM off_exception UNION ALL SELECT ended_at FROM off_exception
    UNION ALL SELECT undone_at FROM off_exception
    UNION ALL SELECT made_at FROM holiday UNION ALL SELECT ended_at FROM holiday UNION ALL SELECT undone_at FROM holiday);
  ALTER TABLE routine DROP COLUMN changes;
  `
