import { readSetting } from '../../store/setting.ts'
import { Weekdays } from '../../web/weekdays.tsx'
import type { SignalTools } from '../machine/tools.ts'
import { whyNotAsked } from '../machine/watching.ts'
import { checkInDays, checkInInOffTime, checkInTime, stickyDays, warningYears } from '../settings.ts'
import { delayWords } from '../words.ts'

/** When it is asked, and how rare a false warning is to be. */
export function AskingForm({ tools }: { tools: SignalTools }) {
  const { db } = tools
  const why = whyNotAsked(tools)
  const days = readSetting(db, checkInDays)
  const years = readSetting(db, warningYears)
  return (
    <>
      {why && <p class="soft">{WHY_NOT[why]}</p>}
      <details>
        <summary>When it asks, and when it warns</summary>
        <form method="post" action="/signals/settings">
          <fieldset>
            <legend>Ask on</legend>
            <Weekdays name="day" chosen={days} />
            <p class="soft">
              Every day: {delayWords(years, 7)} On three days a week: {delayWords(years, 3)}
            </p>
            <label for="time">from</label>
            <input type="time" id="time" name="time" value={readSetting(db, checkInTime)} required />
            <label class="check">
              <input type="checkbox" name="offtime" value="yes" checked={readSetting(db, checkInInOffTime)} />
              <span>On the evening page too, in off time</span>
            </label>
          </fieldset>
          <fieldset>
            <legend>At most about one false warning in</legend>
            <div class="row">
              {([1, 2, 5] as const).map(one => (
                <label class="check">
                  <input type="radio" name="years" value={String(one)} checked={one === years} />
                  <span>{{ 1: 'one year', 2: 'two years', 5: 'five years' }[one]}</span>
                </label>
              ))}
            </div>
            <label class="check">
              <input type="checkbox" name="sticky" value="yes" checked={readSetting(db, stickyDays)} />
              <span>A day of mine is much like the one before</span>
            </label>
          </fieldset>
          <button type="submit" class="plain">
            Save
          </button>
        </form>
        <form method="post" action="/signals/asking">
          <button type="submit" name="on" value="no" class="word">
            Ask me no longer
          </button>
        </form>
      </details>
    </>
  )
}

const WHY_NOT = {
  stopped:
    'It has stopped asking, since you have not answered for a while, which is fine. It asks again when you check in once.',
  'off-time': 'Its hour lies in your off time, so it is never asked. Another hour, or the evening page, would do.',
} as const
