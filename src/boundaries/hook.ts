/** Every name git runs a hook by: https://git-scm.com/docs/githooks. */
export const HOOK_NAMES = [
  'applypatch-msg',
  'pre-applypatch',
  'post-applypatch',
  'pre-commit',
  'pre-merge-commit',
  'prepare-commit-msg',
  'commit-msg',
  'post-commit',
  'pre-rebase',
  'post-checkout',
  'post-merge',
  'pre-push',
  'pre-receive',
  'update',
  'proc-receive',
  'post-receive',
  'post-update',
  'reference-transaction',
  'push-to-checkout',
  'pre-auto-gc',
  'post-rewrite',
  'sendemail-validate',
  'fsmonitor-watchman',
  'p4-changelist',
  'p4-prepare-changelist',
  'p4-post-changelist',
  'p4-pre-submit',
  'post-index-change',
] as const

export const MARK = 'made by: evenkeel hook install'

/** What "evenkeel hook check" ends with in off time: nothing else ends so. */
export const IN_OFF_TIME = 75

/** Where what a hook needs lies. */
export interface HookPlaces {
  readonly node: string
  readonly program: string
  readonly data: string
  /** The folder of hooks that was set before ours, or empty. */
  readonly former: string
}

/**
 * One script for every hook. A commit or push that a person types at a terminal in off time is stopped with one line; without a
 * terminal, during a rebase or a merge, in CI, and whenever Evenkeel is missing, broken or slow, it passes without a word.
 * Then the repository's own hook of the same name runs, with the same stdin, arguments and exit code.
 */
export function hookScript({ node, program, data, former }: HookPlaces): string {
  return `#!/bin/sh
# ${MARK}
# To take it away: evenkeel hook remove
name=\${0##*/}
node=${quoted(node)}
program=${quoted(program)}
former=${quoted(former)}

# Without a process more, since git runs some of these hooks hundreds of times in a rebase.
dir=\${GIT_DIR:-.git}
[ -d "$dir" ] || dir=$(git rev-parse --git-dir 2>/dev/null)

case $name in pre-commit | pre-push)
  busy=
  for sign in rebase-merge rebase-apply MERGE_HEAD CHERRY_PICK_HEAD REVERT_HEAD; do
    [ -e "$dir/$sign" ] && busy=yes
  done
  if [ -t 2 ] && [ -z "$CI" ] && [ -z "$busy" ] && [ -x "$node" ] && [ -f "$program" ] && said=$(mktemp 2>/dev/null); then
    EVENKEEL_DATA=${quoted(data)} "$node" "$program" hook check "$name" >"$said" 2>/dev/null </dev/null &
    asked=$!
    (sleep 0.3 && kill -9 $asked) >/dev/null 2>&1 &
    timer=$!
    { wait $asked; } 2>/dev/null
    answer=$?
    kill $timer 2>/dev/null
    [ $answer = ${IN_OFF_TIME} ] && cat "$said" >&2
    rm -f "$said"
    [ $answer = ${IN_OFF_TIME} ] && exit 1
  fi
  ;;
esac

if [ -n "$former" ]; then
  own=$former/$name
else
  # A worktree's hooks are those of its main repository.
  common=$dir
  [ -f "$dir/commondir" ] && read -r common <"$dir/commondir"
  case $common in /* | "$dir") ;; *) common=$dir/$common ;; esac
  own=$common/hooks/$name
fi
if [ -f "$own" ] && [ -x "$own" ] && ! [ "$own" -ef "$0" ]; then
  exec "$own" "$@"
fi
# That these two are there at all changes what git does, so they do what git does without them.
case $name in
push-to-checkout)
  git update-index -q --ignore-submodules --refresh
  git diff-files --quiet --ignore-submodules -- || { echo 'Working directory has unstaged changes' >&2; exit 1; }
  git diff-index --quiet --cached --ignore-submodules HEAD -- || { echo 'Working directory has staged changes' >&2; exit 1; }
  exec git read-tree -u -m "$1"
  ;;
proc-receive) exit 1 ;;
esac
exit 0
`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
