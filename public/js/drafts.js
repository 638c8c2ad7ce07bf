// Keeps drafts on the server some seconds after somebody stops typing. Without it "Save drafts" does the same.
const SECONDS_AFTER_TYPING = 4

const form = document.querySelector('form[data-drafts]')
const status = form?.querySelector('[data-drafts-said]')
let timer

async function save() {
  timer = undefined
  const body = new window.URLSearchParams(new window.FormData(form))
  body.set('drafts', '1')
  try {
    const answer = await window.fetch(form.getAttribute('action'), {
      method: 'POST',
      body,
      headers: { Accept: 'application/json' },
      // To the sign-in page, where the session has run out.
      redirect: 'manual',
    })
    const { savedAt, said } = await answer.json()
    status.textContent = said ?? `Draft saved ${clock(savedAt)}`
  } catch {
    status.textContent = 'Draft not saved. Choose “Save drafts” before you leave this page.'
  }
}

function clock(moment) {
  return new Date(moment).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })
}

function stopWaiting() {
  window.clearTimeout(timer)
  timer = undefined
}

form?.addEventListener('input', () => {
  stopWaiting()
  timer = window.setTimeout(save, SECONDS_AFTER_TYPING * 1000)
})
form?.addEventListener('submit', stopWaiting)
// Somebody puts the phone away, or looks something up elsewhere.
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'hidden' || timer === undefined) return
  stopWaiting()
  void save()
})
