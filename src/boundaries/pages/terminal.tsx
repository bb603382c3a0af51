import { Frame } from '../../web/frame.tsx'
import { always, get, type Route } from '../../web/route.ts'
import { hookState } from '../machine/hook.ts'
import type { BoundaryTools } from '../machine/tools.ts'

const STATE = {
  installed: 'It is installed.',
  another: 'It is not installed; git uses hooks of yours for all repositories, which would go on running.',
  none: 'It is not installed.',
  'no-git': 'There is no git on this machine.',
} as const

/** The terminal: what closes there by itself, and the git hook for who wants it. */
export function terminalRoutes(tools: BoundaryTools): Route[] {
  return always(
    get('/off/terminal', 'session', context =>
      context.html(
        <Frame context={context} title="In the terminal">
          <h1>In the terminal</h1>
          <p>
            In off time <code>evenkeel</code> says until when it is, in one line. <code>evenkeel park "..."</code> keeps
            a thought from anywhere.
          </p>
          <h2>When you commit</h2>
          <p>
            A git hook can stop a commit or a push that you type in off time, with one line; <code>--no-verify</code>{' '}
            passes it. Without a terminal, in a rebase or a merge, and in CI it says nothing, and each repository’s own
            hooks run as before; a repository with a <code>core.hooksPath</code> of its own is left alone.
          </p>
          <p>{STATE[hookState(tools.home)]}</p>
          <p>
            <code>evenkeel hook install</code>, and <code>evenkeel hook remove</code> to undo it.
          </p>
          <h2>While you are signed in</h2>
          <p>
            <code>evenkeel service install</code> lets the system run Evenkeel without a terminal. It shows the file it
            writes first.
          </p>
          <p>
            <a href="/off">Off time</a>
          </p>
        </Frame>,
      ),
    ),
  )
}
