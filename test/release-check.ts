// What must hold before a release, beside the tests: no help line whose page is over six months old.

import { oldEntries } from '../src/help-lines.ts'

const today = process.env.EVENKEEL_NOW?.slice(0, 10) ?? Temporal.Now.plainDateISO().toString()
const old = oldEntries(today)
for (const line of old) process.stdout.write(`${line}\n`)
process.stdout.write(
  old.length === 0
    ? `Every help line was read within six months of ${today}.\n`
    : `${old.length} entries of the help card were read over six months before ${today}. Read their pages anew (src/help-lines.json).\n`,
)
process.exitCode = old.length === 0 ? 0 : 1
