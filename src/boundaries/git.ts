// What a git reflog tells of a person's work: https://git-scm.com/docs/git-reflog. Each line is
//   OLD NEW Name <email> SECONDS OFFSET<TAB>what was done: the message
// and only what was done is read, never the message.

/** One act that git noted on this machine. */
export interface Act {
  /** When (ms), and the offset from UTC in minutes that git noted with it. */
  readonly at: number
  readonly offset: number
  readonly kind: 'commit' | 'amend' | 'merge' | 'rebase'
  readonly name: string
  readonly email: string
  /** The commit it led to. */
  readonly commit: string
}

const LINE = /^[0-9a-f]{40,64} ([0-9a-f]{40,64}) (.*) <([^>]*)> (\d+) ([+-])(\d\d)(\d\d)\t(.*)$/

/** The acts of a reflog, in its order. Lines that are no acts of work (checkouts, pulls, resets) or cannot be read are none. */
export function readReflog(text: string): Act[] {
  return text.split('\n').flatMap(line => {
    const [, commit = '', name = '', email = '', seconds = '', sign, hours = '', minutes = '', what = ''] =
      LINE.exec(line) ?? []
    const kind = kindOf(what)
    if (!kind) return []
    const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
    return [{ at: Number(seconds) * 1000, offset, kind, name, email: email.toLowerCase(), commit }]
  })
}

function kindOf(what: string): Act['kind'] | undefined {
  if (/^commit \(amend\)/.test(what)) return 'amend'
  if (/^commit \(merge\)|^merge |^pull\b.*: Merge made/.test(what)) return 'merge'
  if (/^(commit|commit \((initial|cherry-pick)\)|cherry-pick|revert|am)\b/.test(what)) return 'commit'
  // Its begin is a checkout, and aborting it is no work.
  if (/^(rebase\b|pull\b[^:]*\()/.test(what) && !/^[^:]*\((start|abort|onto)\)/.test(what)) return 'rebase'
  return undefined
}

// Who commits by itself.
const BOT = /\[bot\]|(^|[\s<+-])(bot|ci|automation|renovate|dependabot|github-actions)([@\s>-]|$)/i
// How tools that write a person's commits sign for it: by address, or by a name that is no person's.
const TOOL_ADDRESS =
  /<[^>]*(noreply@(anthropic|openai|google)\.com|@(cursor\.com|cursor\.sh|aider\.chat|devin\.ai|ampcode\.com|all-hands\.dev|factory\.ai)|copilot|\[bot\]|devin-ai|jules)/i
const TOOL_NAME =
  /^\s*(claude( code| opus| sonnet| haiku)?(?=[\s\d.]*<)|claude (code|opus|sonnet|haiku)|(github )?copilot|cursor agent|(openai )?codex|chatgpt|gemini (cli|code)|devin ai|aider \(|opencode|windsurf|cline\b)/i

/** Whether it is likely the work of a bot, by who did it, or of a coding tool, by who is named as co-author. */
export function isMachine({ name, email, kind }: Act, coAuthors: readonly string[]): boolean {
  if (BOT.test(name) || BOT.test(email)) return true
  // A rebase or merge of what a tool wrote is still the person's.
  return (
    (kind === 'commit' || kind === 'amend') &&
    coAuthors.some(author => TOOL_ADDRESS.test(author) || TOOL_NAME.test(author))
  )
}
