export const pauseZone = `
  -- Where the person was when a pause began: its days are those of that place, wherever one travels. Null: not known.
  ALTER TABLE pause ADD COLUMN zone TEXT;
  `
