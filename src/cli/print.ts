import type { Terminal } from './command.ts'

/** Prints one JSON document for programs, or lines for people. */
export function print(terminal: Terminal, json: boolean, value: unknown, lines: readonly string[]): void {
  terminal.out(json ? JSON.stringify(value, null, 2) : lines.join('\n'))
}

/** Breaks a text at spaces into lines of at most `width` characters, each behind `indent`. */
export function wrap(text: string, width = 78, indent = ''): string {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  if (line) lines.push(indent + line)
  return lines.join('\n')
}

/** Takes the control characters out of foreign text, so that a title cannot move the cursor. */
export function plain(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, ' ')
}
