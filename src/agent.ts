/** How Evenkeel calls itself where it asks for something. */
export function agentOf(version: string): string {
  return `Evenkeel/${version} (+https://github.com/evenkeel/evenkeel)`
}
