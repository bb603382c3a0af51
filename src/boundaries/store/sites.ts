import type { Database } from '../../store/database.ts'

/** The sites that are closed in off time, in order. */
export function readSites(db: Database): string[] {
  return db
    .all<{ site: string }>('SELECT site FROM off_site WHERE removed_at IS NULL ORDER BY site')
    .map(({ site }) => site)
}

/** Sites that were taken off the list and stay closed until a moment (ms). */
export function heldSites(db: Database, now: number): { site: string; until: number }[] {
  return db.all<{ site: string; until: number }>(
    'SELECT site, held_until AS until FROM off_site WHERE removed_at IS NOT NULL AND held_until > ? ORDER BY site',
    now,
  )
}

/** When a site came onto the list (ms), if it is on it. */
export function siteAddedAt(db: Database, site: string): number | undefined {
  return db.get<{ at: number }>('SELECT added_at AS at FROM off_site WHERE site = ? AND removed_at IS NULL', site)?.at
}

export function addSite(db: Database, site: string, now: number): void {
  db.run(
    `INSERT INTO off_site (site, added_at) VALUES (?1, ?2)
     ON CONFLICT (site) DO UPDATE SET removed_at = NULL, held_until = NULL,
       -- One that is closed still was not added just now.
       added_at = iif(held_until > ?2, added_at, ?2) WHERE removed_at IS NOT NULL`,
    site,
    now,
  )
}

/** Takes a site off the list; off time that runs or begins soon still closes it, until `held` (ms). */
export function removeSite(db: Database, site: string, now: number, held: number): void {
  db.run('UPDATE off_site SET removed_at = ?2, held_until = ?3 WHERE site = ?1 AND removed_at IS NULL', site, now, held)
}
