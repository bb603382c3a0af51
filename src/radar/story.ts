/** What two items must share to tell the same thing. */
export interface Telling {
  readonly id: number
  readonly title: string
}

/**
 * Groups items that tell the same: those with the same title, letter case and punctuation aside, when it has at least
 * four words (shorter ones, such as "Weekly update", repeat by chance). Answers the groups in order of first member.
 */
export function stories<Item extends Telling>(items: readonly Item[]): Item[][] {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const words = item.title.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    const key = words.length >= 4 ? words.join(' ') : `#${item.id}`
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return [...groups.values()]
}
