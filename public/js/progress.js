// Says how far long work has come while somebody waits on its page. Without it there is the link "Check again".
const waiting = document.querySelector('[data-progress-of]')

async function look() {
  const answer = await window.fetch(`${waiting.dataset.progressOf}/progress`).catch(() => undefined)
  if (answer?.ok && answer.headers.get('content-type').includes('json')) {
    const { state, progress } = await answer.json()
    if (state !== 'writing' && state !== 'reading') {
      window.location.reload()
      return
    }
    // Read out to those who listen: in steps of ten.
    waiting.querySelector('[data-percent]').textContent = Math.floor(progress / 10) * 10
    waiting.querySelector('progress').value = progress
  }
  window.setTimeout(look, 1500)
}

if (waiting !== null) window.setTimeout(look, 1500)
