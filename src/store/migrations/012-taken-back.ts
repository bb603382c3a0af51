export const takenBack = `
  -- When a sprint was taken back (YYYY-MM-DD): it is as if it had not been, can be had again, and its number is given to no other.
  ALTER TABLE sprint ADD COLUMN taken_back_on TEXT;
  `
