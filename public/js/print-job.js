// Says how far a paper has come while somebody waits on its page. Without it there is the link "Check again".
const waiting = document.querySelector('[data-print-job]')

async function look() {
  const answer = await window.fetch(`${waiting.dataset.printJob}/progress`).catch(() => undefined)
  if (answer?.ok && answer.headers.get('content-type').includes('json')) {
    const { state, progress } = await answer.json()
    if (state !== 'writing') {
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
