export const when = `
  -- When a routine stands in the calendar, as free time: ISO weekdays as JSON and HH:MM; no days for one that does not.
  ALTER TABLE routine ADD COLUMN days TEXT NOT NULL DEFAULT '[]';
  ALTER TABLE routine ADD COLUMN time TEXT NOT NULL DEFAULT '';
  `
