export const offTime = `
  -- Off time as it was set: the whole list of weekly windows each time, so that what held can be told later.
  CREATE TABLE off_rule (
    id INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    -- When the notice of a loosening begins: later than made_at when the clock was set back before.
    notice_from INTEGER NOT NULL,
    -- Of the clock that only goes forward: for the fifteen minutes in which it can be undone.
    made_monotonic INTEGER NOT NULL,
    windows TEXT NOT NULL,
    -- The zone it is kept in: the person's choice, or the one they were in.
    zone TEXT NOT NULL,
    chosen INTEGER NOT NULL,
    -- Not set by the person: the machine came into another zone.
    travelled INTEGER NOT NULL,
    undone_at INTEGER
  ) STRICT;

  -- Stretches left open, planned ahead.
  CREATE TABLE off_exception (
    id INTEGER PRIMARY KEY,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    word TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    notice_from INTEGER NOT NULL,
    made_monotonic INTEGER NOT NULL,
    ended_at INTEGER,
    undone_at INTEGER
  ) STRICT;

  -- Whole days off, as local days.
  CREATE TABLE holiday (
    id INTEGER PRIMARY KEY,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    zone TEXT NOT NULL,
    word TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    made_monotonic INTEGER NOT NULL,
    ended_at INTEGER,
    undone_at INTEGER
  ) STRICT;

  -- Emergencies: they open a little after they were asked for, and end by themselves.
  CREATE TABLE off_opening (
    id INTEGER PRIMARY KEY,
    asked_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL,
    closed_at INTEGER
  ) STRICT;

  -- What both clocks showed last, and until when a change of the clock must not open anything.
  CREATE TABLE off_clock (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    wall INTEGER NOT NULL,
    monotonic INTEGER NOT NULL,
    -- The run of the forward clock it was read in.
    run TEXT NOT NULL,
    held_from INTEGER NOT NULL DEFAULT 0,
    held_until INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE TABLE clock_change (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, by_ms INTEGER NOT NULL) STRICT;

  -- Work sites, closed in off time. One taken off the list stays closed until held_until.
  CREATE TABLE off_site (
    site TEXT PRIMARY KEY,
    added_at INTEGER NOT NULL,
    removed_at INTEGER,
    held_until INTEGER
  ) STRICT, WITHOUT ROWID;

  -- The browsers' extensions that are paired. The token itself is only with the browser.
  CREATE TABLE extension (
    id INTEGER PRIMARY KEY,
    token_hash TEXT NOT NULL UNIQUE,
    browser TEXT NOT NULL,
    version TEXT NOT NULL,
    private_windows INTEGER,
    -- What it told last, so that it is kept once although it is told again.
    last_batch TEXT NOT NULL DEFAULT '',
    paired_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT;
  CREATE TABLE pairing_code (hash TEXT PRIMARY KEY, made_monotonic INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  -- Attempts at a closed site, and sites opened for ten minutes: the host and the minute, nothing else.
  CREATE TABLE attempt (
    minute INTEGER NOT NULL,
    host TEXT NOT NULL,
    outcome TEXT NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (minute, host, outcome)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE pastime (position INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT;

  -- The short end of a workday. What helped is a question for later: the times are kept for it.
  CREATE TABLE shutdown (id INTEGER PRIMARY KEY, begun_at INTEGER NOT NULL, ended_at INTEGER) STRICT;

  -- Thoughts parked, and what was left open at a shutdown: given back at the next work start, one by one.
  CREATE TABLE thought (
    id INTEGER PRIMARY KEY,
    words TEXT NOT NULL,
    -- Where, when and what next, if the person said.
    plan TEXT NOT NULL DEFAULT '',
    parked_at INTEGER NOT NULL,
    -- It comes back at the first work start after this.
    waits_since INTEGER NOT NULL,
    shutdown_id INTEGER REFERENCES shutdown (id),
    settled_at INTEGER
  ) STRICT;
  CREATE INDEX thought_waiting ON thought (waits_since) WHERE settled_at IS NULL;

  -- Folders whose git history is read for traces, and how the last reading went.
  CREATE TABLE trace_folder (
    path TEXT PRIMARY KEY,
    added_at INTEGER NOT NULL,
    removed_at INTEGER,
    tried_at INTEGER,
    -- The last reading that went well, and for which e-mail addresses.
    read_at INTEGER,
    emails TEXT NOT NULL DEFAULT '',
    trouble TEXT NOT NULL DEFAULT ''
  ) STRICT, WITHOUT ROWID;

  -- Signs of work, a minute each; the project only as a hash.
  CREATE TABLE trace (
    sensor TEXT NOT NULL,
    minute INTEGER NOT NULL,
    project TEXT NOT NULL,
    machine INTEGER NOT NULL,
    -- The offset from UTC that the sign itself carried (minutes); NULL when it carried none.
    offset_minutes INTEGER,
    PRIMARY KEY (sensor, minute, project, machine)
  ) STRICT, WITHOUT ROWID;

  -- When a sensor showed a sign of life: one row an hour is enough.
  CREATE TABLE sensor_life (
    sensor TEXT NOT NULL,
    hour INTEGER NOT NULL,
    PRIMARY KEY (sensor, hour)
  ) STRICT, WITHOUT ROWID;

  -- How far the mind was off, in the person's own word, by the day on which the evening began.
  CREATE TABLE mind_off (evening TEXT PRIMARY KEY, value INTEGER, answered_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

  -- Keys of other programs on this machine: the calendar's address, the editors' key.
  CREATE TABLE access_key (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    removed_at INTEGER
  ) STRICT;
  `
