/** The middle of some numbers, and the one that 99 in 100 stay below. */
export function spread(numbers: readonly number[]): { median: number; p99: number } {
  const sorted = [...numbers].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { median: at(0.5), p99: at(0.99) }
}

/** Milliseconds a piece of work takes, and what it gave. */
export async function timed<Result>(work: () => Result | Promise<Result>): Promise<{ ms: number; result: Result }> {
  const began = performance.now()
  const result = await work()
  return { ms: performance.now() - began, result }
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** "12.3 ms" */
export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ms`
}

/** The most memory this process ever had, in MB. */
export function peakMemory(): string {
  return `${Math.round(process.resourceUsage().maxRSS / 1024)} MB at the peak`
}
