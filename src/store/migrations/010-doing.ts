export const doing = `
  -- Which routine or sprint a trial asks about, also when its words change; empty for words of the person's own.
  ALTER TABLE trial ADD COLUMN doing_key TEXT NOT NULL DEFAULT '';
  `
