export const circle = `
  -- A circle as one member has it: its keys, and how far its log was read. Capabilities open a log at a relay.
  CREATE TABLE circle (
    id INTEGER PRIMARY KEY,
    -- 32 random bytes, base64url: what names it to its members.
    circle TEXT NOT NULL,
    signing TEXT NOT NULL,
    author TEXT NOT NULL,
    -- What the newest age identity, and every later one, is derived from.
    seed TEXT NOT NULL,
    -- The entry this member begins with: the circle's first, or the one that admitted them.
    root TEXT NOT NULL,
    relay TEXT NOT NULL,
    capability TEXT NOT NULL,
    rank INTEGER NOT NULL,
    moved TEXT NOT NULL,
    -- The offset to read from next.
    position INTEGER NOT NULL,
    -- What hinders it just now, and since when.
    problem TEXT,
    problem_since INTEGER,
    synced_at INTEGER,
    -- The relay let go of entries before they were read.
    lost_at INTEGER,
    -- When its log was last read from its beginning, since something was missing.
    reread_at INTEGER,
    hidden INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    ended_at INTEGER
  ) STRICT;

  -- age identities, the present one and those that others may still seal to.
  CREATE TABLE circle_identity (
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    identity TEXT NOT NULL,
    recipient TEXT NOT NULL,
    since INTEGER NOT NULL,
    PRIMARY KEY (circle_id, recipient)
  ) STRICT, WITHOUT ROWID;

  -- What was read of a circle, one's own entries among it, in the order in which it was read; bytes as docs/circle-protocol.md says.
  CREATE TABLE circle_entry (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    hash TEXT NOT NULL,
    bytes TEXT NOT NULL,
    -- The address of the log in which it was read, as JSON.
    place TEXT NOT NULL,
    taken_at INTEGER NOT NULL,
    UNIQUE (circle_id, hash)
  ) STRICT;

  -- What is still to be said, oldest first. It is signed in the moment of sending, and goes when it was read back: an entry of one's own
  -- with its time.
  CREATE TABLE circle_draft (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    kind TEXT NOT NULL,
    to_author TEXT NOT NULL,
    body TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    -- The entry as it was sent last, and the capability of the log it was sent to: it may be there.
    bytes TEXT,
    sent_to TEXT
  ) STRICT;

  -- One's own invitations.
  CREATE TABLE circle_invitation (
    id INTEGER PRIMARY KEY,
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    code TEXT NOT NULL,
    identity TEXT NOT NULL,
    until INTEGER NOT NULL,
    -- Whose machine was lost, where it is for one who was a member.
    again TEXT,
    position INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    -- Who answered, as JSON, and the words to compare.
    member TEXT,
    words TEXT,
    -- The address that was told to them last.
    told TEXT
  ) STRICT;

  -- Invitations one was given.
  CREATE TABLE circle_joining (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    signing TEXT NOT NULL,
    author TEXT NOT NULL,
    seed TEXT NOT NULL,
    words TEXT NOT NULL,
    matched INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    position INTEGER NOT NULL DEFAULT 0,
    problem TEXT,
    circle_id INTEGER REFERENCES circle (id)
  ) STRICT;

  -- What was put off on the first page: for a week (its Monday), or one wish for a call (its hash).
  CREATE TABLE circle_put_off (
    circle_id INTEGER NOT NULL REFERENCES circle (id),
    what TEXT NOT NULL,
    which TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (circle_id, what, which)
  ) STRICT, WITHOUT ROWID;
  `
