import { readSetting } from '../../store/setting.ts'
import { dayWords } from '../../time/weekly.ts'
import { type Asking, dueAsking, tellingWarning } from '../machine/asking.ts'
import type { SignalTools } from '../machine/tools.ts'
import { checkInDue, today } from '../machine/watching.ts'
import { checkInInOffTime } from '../settings.ts'

/** What signals add to the first page: at most one thing, and often nothing. */
export function signalAside(tools: SignalTools) {
  const due = dueAsking(tools)
  return due ? <SignalAside due={due} day={today(tools)} /> : undefined
}

/** The one calm line of a warning; it asks nothing. */
export function WarningLine({ tools }: { tools: SignalTools }) {
  const warning = tellingWarning(tools)
  if (!warning) return null
  return (
    <form method="post" action="/signals/hide" class="row apart end">
      <input type="hidden" name="warning" value={String(warning.id)} />
      <span>
        Since about {dayWords(warning.start, today(tools))} your days have changed from your own usual.{' '}
        <a href="/signals">Look</a>
      </span>
      <button type="submit" class="word">
        Hide
      </button>
    </form>
  )
}

/** What the evening page says of the check-in, to who wants it there. */
export function eveningAside(tools: SignalTools) {
  return readSetting(tools.db, checkInInOffTime) && checkInDue(tools) ? <CheckInLink /> : undefined
}

function CheckInLink() {
  return (
    <p class="end">
      <a href="/checkin">Check in</a> <span class="soft">twenty seconds</span>
    </p>
  )
}

function SignalAside({ due, day }: { due: Asking; day: string }) {
  switch (due.kind) {
    case 'check-in':
      return <CheckInLink />
    case 'heavy':
      return (
        <Card kind="heavy" due={due.day} words="A week ago, opening the laptop felt heavy. And now?">
          {[
            ['still', 'still heavy'],
            ['lighter', 'lighter'],
            ['skipped', 'skip this'],
          ]}
        </Card>
      )
    case 'level':
      return (
        <section class="end" aria-label="A gentle word">
          <p>
            The last weeks weigh heavily, by your own word. That need not be so for long. You may read less, and lose
            nothing: what was not read is replaced, never owed. If it stays so, talk to someone you trust or to a{' '}
            <a href="/help#lines">professional</a>.
          </p>
          <div class="row">
            <form method="post" action="/rest">
              <input type="hidden" name="due" value={due.day} />
              <button type="submit" name="days" value="7" class="plain">
                Rest for a week
              </button>
            </form>
            <form method="post" action="/signals/card">
              <input type="hidden" name="kind" value="level" />
              <input type="hidden" name="due" value={due.day} />
              <button type="submit" name="word" value="no" class="word">
                Not now
              </button>
            </form>
          </div>
        </section>
      )
    case 'ledger':
      return (
        <form method="post" action="/signals/real" class="end">
          <input type="hidden" name="warning" value={String(due.warning.id)} />
          <input type="hidden" name="due" value={due.day} />
          <input type="hidden" name="back" value="today" />
          <p>
            On {dayWords(due.warning.day, day)} you read that your days had changed. Was something really different?
          </p>
          <p class="row">
            <button type="submit" name="real" value="yes" class="plain">
              Yes
            </button>
            <button type="submit" name="real" value="no" class="plain">
              No
            </button>
            <button type="submit" name="real" value="" class="word">
              Leave it open
            </button>
          </p>
        </form>
      )
  }
}

function Card({
  kind,
  due,
  words,
  children,
}: {
  kind: string
  due: string
  words: string
  children: readonly (readonly string[])[]
}) {
  return (
    <form method="post" action="/signals/card" class="end">
      <input type="hidden" name="kind" value={kind} />
      <input type="hidden" name="due" value={due} />
      <p>{words}</p>
      <p class="row">
        {children.map(([word, said]) => (
          <button type="submit" name="word" value={word} class="plain">
            {said}
          </button>
        ))}
      </p>
    </form>
  )
}
