/** A bar on stderr that draws over itself; without a terminal it says nothing. */
export function makeProgress(stream: { isTTY?: boolean; write(text: string): unknown }) {
  const width = 24
  let drawn = false
  return {
    show(done: number, total: number, label: string) {
      if (!stream.isTTY) return
      drawn = true
      const filled = total === 0 ? width : Math.round((done / total) * width)
      stream.write(
        `\r\u001b[2K${'━'.repeat(filled)}${'─'.repeat(width - filled)}  ${done} of ${total}  ${label.slice(0, 40)}`,
      )
    },
    end() {
      if (drawn) stream.write('\r\u001b[2K')
    },
  }
}

export type Progress = ReturnType<typeof makeProgress>
