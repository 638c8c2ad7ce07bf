// Only makes pages more convenient: every page works without it.
import { initAll } from '/js/govuk-frontend.min.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')
initAll()

// <div data-shown-for="rag" data-shown-when="red amber">: shown while the field "rag" of its form has one of
// these values. Without JavaScript it is simply there.
for (const part of document.querySelectorAll('[data-shown-for]')) {
  const form = part.closest('form')
  const show = () => {
    const value = new window.FormData(form).get(part.dataset.shownFor) ?? ''
    part.hidden = !part.dataset.shownWhen.split(' ').includes(value)
    // What nobody sees is not sent: words under another choice would go on record unread.
    for (const field of part.querySelectorAll('input, textarea, select')) field.disabled = part.hidden
  }
  form.addEventListener('change', show)
  form.addEventListener('news-taken', show)
  show()
}

// A file takes minutes over a slow line: says how much of it has come. The browser sends the form, not this script: so the
// answer is a page of its own, with an address, a way back and words that are kept when the line breaks. Without
// JavaScript, and where another server of several receives the file, the browser's own sign does.
for (const form of document.querySelectorAll('form[enctype="multipart/form-data"]')) {
  const status = document.createElement('div')
  form.append(status)
  let sending
  form.addEventListener('submit', () => {
    const [file] = form.querySelector('input[type="file"]')?.files ?? []
    if (file === undefined) return
    const words = document.createElement('p')
    words.className = 'govuk-body'
    words.setAttribute('role', 'status')
    words.textContent = `Sending ${file.name} (${Math.max(0.1, file.size / 1e6).toFixed(1)} MB). Keep this page open until the next one appears.`
    const progress = document.createElement('progress')
    progress.className = 'work-progress'
    progress.max = 100
    progress.setAttribute('aria-label', 'Sending the file')
    const figure = document.createElement('p')
    figure.className = 'govuk-body'
    status.replaceChildren(words, progress, figure)
    const look = async () => {
      const answer = await window
        .fetch('/sending', { headers: { Accept: 'application/json' } })
        .catch(() => undefined)
      const uploads = answer?.ok ? (await answer.json()).uploads : []
      // The words of the form come on top of the file.
      const [mine] = uploads
        .filter(({ announced }) => announced >= file.size)
        .sort((one, other) => one.announced - other.announced)
      if (mine !== undefined) {
        const percent = Math.floor((100 * mine.come) / mine.announced)
        progress.value = percent
        figure.textContent = `${percent}% sent`
      }
      sending = window.setTimeout(look, 2000)
    }
    window.clearTimeout(sending)
    sending = window.setTimeout(look, 1000)
  })
  // Back on the page, nothing is being sent any more.
  window.addEventListener('pageshow', () => {
    window.clearTimeout(sending)
    status.replaceChildren()
  })
}

// Words that are in this browser alone go when somebody signs out, who is asked first.
const signOut = document.querySelector('[data-sign-out]')
signOut?.addEventListener('submit', (event) => {
  const start = `draft ${signOut.dataset.signOut} `
  const unsaved = Object.keys(window.localStorage).filter((key) => key.startsWith(start))
  if (unsaved.length > 0 && !window.confirm(UNSAVED)) {
    event.preventDefault()
    window.dispatchEvent(new window.Event('drafts-stay'))
    return
  }
  for (const key of unsaved) window.localStorage.removeItem(key)
  window.sessionStorage.clear()
  window.dispatchEvent(new window.Event('drafts-dropped'))
})
const UNSAVED =
  'Some of your words are only in this browser, because they could not be saved as a draft. If you sign out now, they are lost. Sign out all the same?'

// A form that came back with errors gets the address of its own page, so that "back", "forward" and "reload" show it with
// its words, and no browser asks whether to send it once more. What is kept as a draft comes back by itself.
const wordsOf = () =>
  [...document.querySelectorAll('main :is(input, textarea, select)')].filter(
    ({ name, type, form }) =>
      name !== '' &&
      form?.method === 'post' &&
      form.closest('[data-draft]') === null &&
      !/^(hidden|file|password|submit|button)$/.test(type),
  )
const keepWords = (place) => {
  const words = wordsOf().map(({ name, value, checked, type }) =>
    type === 'checkbox' || type === 'radio' ? { name, value, checked } : { name, value },
  )
  window.sessionStorage.setItem(place, JSON.stringify(words))
}
const { cameFrom } = document.body.dataset
if (
  cameFrom !== undefined &&
  document.querySelector('main form :is(textarea, select, input:not([type="hidden"]))')
) {
  window.history.replaceState({ words: `words ${Date.now()}` }, '', cameFrom)
} else if (window.history.state?.words !== undefined) {
  putBack(JSON.parse(window.sessionStorage.getItem(window.history.state.words) ?? '[]'))
}
window.addEventListener('pagehide', () => {
  if (window.history.state?.words !== undefined) keepWords(window.history.state.words)
})

function putBack(words) {
  const fields = wordsOf()
  let isOther = false
  for (const { name, value, checked } of words) {
    const field = fields.find((one) => one.name === name && (checked === undefined || one.value === value))
    if (field === undefined) continue
    fields.splice(fields.indexOf(field), 1)
    if (checked === undefined ? field.value === value : field.checked === checked) continue
    isOther = true
    if (checked === undefined) field.value = value
    else field.checked = checked
    field.dispatchEvent(new window.Event('change', { bubbles: true }))
  }
  if (!isOther) return
  const said = document.createElement('p')
  said.className = 'govuk-inset-text'
  said.setAttribute('role', 'status')
  said.textContent = 'What you typed is back in the form. It was not saved.'
  document.querySelector('main h1')?.after(said)
}
