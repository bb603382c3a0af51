// One story a week from far outside the core area, for curiosity's sake. Pure.

/** Something to wander to: how near it lies to the core area (a cosine), and how many of the person's sources carry it. */
export interface Afar {
  readonly id: number
  readonly near: number
  readonly voices: number
}

// Far outside is the third of all that lies farthest from the area.
const FAR = 1 / 3
// Under so many there is no telling what is far.
const LEAST = 60

/**
 * The one to wander to: of the third that lies farthest from the core area what the most sources carry, of those the farthest;
 * ties fall to the newer. What several sources carry was found worth telling by more than one, which is as much of quality as
 * can be told without having read it: on the shared month, over a dozen areas, 28 of 100 such papers say they were accepted
 * somewhere, of all papers 22. Undefined where there is too little to tell far from near.
 */
export function wanderTo(found: readonly Afar[]): Afar | undefined {
  if (found.length < LEAST) return undefined
  const far = found.toSorted((a, b) => a.near - b.near).slice(0, Math.floor(found.length * FAR))
  return far.toSorted((a, b) => b.voices - a.voices || a.near - b.near || b.id - a.id)[0]
}
