/**
 * The keyboard, for every page: j and k walk the stories, enter opens one, s keeps, n is "not for me", b begins a sprint, u undoes, x removes a source,
 * 1 to 5 mark a routine or say one's energy, ? shows the keys. Everything it does is a link or a button of the page, which works without it.
 */
export const KEYS = `
const stories = [...document.querySelectorAll('[data-story]')]
let at = stories.findIndex(story => '#' + story.id === location.hash)
const show = () => {
  stories.forEach((story, index) => story.classList.toggle('here', index === at))
  stories[at]?.querySelector('a')?.focus({ preventScroll: true })
  stories[at]?.scrollIntoView({ block: 'nearest' })
}
// What has the focus is meant before what was walked to; without either, nothing is.
const current = () => document.activeElement?.closest('[data-story]') ?? stories[at]
const press = name => (stories.length > 0 ? current() : document)?.querySelector('[data-key="' + name + '"]')?.click()
const help = () => {
  const dialog = document.querySelector('dialog') ?? document.body.appendChild(document.createElement('dialog'))
  if (!dialog.firstChild) {
    const lines = ['j, k: next, previous', 'enter: open', 's: keep', 'n: not for me', 'u: undo', 'b: begin a sprint on it', 'x: remove a source', '1 to 5: mark a routine, or say your energy', '?: this list, escape closes it']
    for (const line of lines) dialog.appendChild(document.createElement('p')).textContent = line
    dialog.setAttribute('aria-label', 'Keys')
    const close = dialog.appendChild(document.createElement('button'))
    close.textContent = 'Close'
    close.onclick = () => dialog.close()
  }
  dialog.showModal()
}
const keys = {
  j: () => { at = Math.min(at + 1, stories.length - 1); show() },
  k: () => { at = Math.max(at - 1, 0); show() },
  s: () => press('s'), n: () => press('n'), u: () => press('u'), x: () => press('x'), b: () => press('b'), '?': help,
}
for (const digit of '12345') if (document.querySelector('[data-key="' + digit + '"]')) keys[digit] = () => press(digit)
addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=checkbox]), textarea, select, dialog')) return
  const act = keys[event.key]
  if (act) { event.preventDefault(); act() }
})
// After the browser has jumped to the fragment, which takes the focus along.
if (at >= 0) addEventListener('load', () => setTimeout(show))

const marks = document.querySelector('form[data-marks]')
if (marks) {
  const groups = [...marks.querySelectorAll('fieldset')]
  let now = 0
  const here = () => groups.forEach((group, index) => group.classList.toggle('here', index === now))
  marks.addEventListener('focusin', event => {
    const found = groups.indexOf(event.target.closest('fieldset'))
    if (found >= 0) { now = found; here() }
  })
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest('input:not([type=radio]), a, summary')) return
    if (event.key === 'Enter' && event.target.closest('button')) return
    const value = { x: '10', X: '10', '-': '', '–': '' }[event.key] ?? (/^[0-9]$/.test(event.key) ? event.key : undefined)
    const back = event.key === 'Backspace'
    if (event.key === 'Enter') { event.preventDefault(); marks.requestSubmit(); return }
    if (value === undefined && !back) return
    event.preventDefault()
    if (back) now = Math.max(0, now - 1)
    const input = [...(groups[now]?.querySelectorAll('input') ?? [])].find(one => one.value === (back ? '' : value))
    if (input) input.checked = true
    if (!back) now = Math.min(now + 1, groups.length)
    here()
    if (now === groups.length) marks.querySelector('[type=submit]').focus()
    else if (document.activeElement?.type === 'radio') groups[now].querySelector('input:checked').focus()
  })
  here()
}

for (const button of document.querySelectorAll('[data-copy]')) {
  button.hidden = false
  button.addEventListener('click', async () => {
    const field = document.getElementById(button.dataset.copy)
    field.select()
    await navigator.clipboard.writeText(field.value)
    button.textContent = 'Copied'
  })
}

const close = document.querySelector('[data-close]')
if (close) {
  const leave = event => { event.preventDefault(); location.replace('/') }
  close.addEventListener('click', leave)
  addEventListener('keydown', event => {
    if (event.key !== 'Escape' || event.target.closest('dialog')) return
    // What is being written is not lost to one key: the first leaves the field.
    if (event.target.closest('input, textarea, select')) event.target.blur()
    else leave(event)
  })
}

// A picture is made small and grey here, whatever kind of file it is; the app finds the code in it.
const picture = document.querySelector('[data-picture]')
if (picture) {
  picture.hidden = false
  const [file, grey, across] = picture.querySelectorAll('input')
  file.addEventListener('change', async () => {
    grey.value = ''
    if (!file.files[0]) return
    try {
      const image = await createImageBitmap(file.files[0])
      const scale = Math.min(1, 800 / Math.max(image.width, image.height))
      const canvas = document.createElement('canvas')
      canvas.width = Math.max(1, Math.round(image.width * scale))
      canvas.height = Math.max(1, Math.round(image.height * scale))
      const draw = canvas.getContext('2d')
      draw.fillStyle = '#fff'
      draw.fillRect(0, 0, canvas.width, canvas.height)
      draw.drawImage(image, 0, 0, canvas.width, canvas.height)
      const { data } = draw.getImageData(0, 0, canvas.width, canvas.height)
      let text = ''
      for (let at = 0; at < data.length; at += 4) text += String.fromCharCode((data[at] * 77 + data[at + 1] * 151 + data[at + 2] * 28) >> 8)
      grey.value = btoa(text)
      across.value = String(canvas.width)
    } catch { grey.value = 'none' }
  })
}

const live = document.querySelector('[data-live]')
if (live) {
  const every = Number(live.dataset.live) || 700
  const again = async () => {
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const fresh = page.querySelector('[data-live]')
      // What is being written is not lost to a page that has gone on.
      if (!fresh) return [...document.querySelectorAll('input[type=text]')].some(one => one.value !== one.defaultValue) || location.reload()
      live.replaceChildren(...fresh.childNodes)
    } catch { /* the app is away for a moment: the next try tells */ }
    setTimeout(again, every)
  }
  setTimeout(again, every)
}
`
