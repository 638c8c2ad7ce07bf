import type { Reply } from '../support/agent.ts'
import type { Browser, Fields } from '../support/browser.ts'
import { filledForm } from '../support/filled-form.ts'

/** A form that several people write. */
export interface Place {
  page: string
  post: string
  form: RegExp
  /** The boxes in which words are typed. */
  boxes: RegExp
  /** The field that a box is of, by which two texts are chosen between. */
  fieldOf: (box: string) => string
  draftsOf: (box: string) => { address: string; marks: string }
  /** All that stands in it now. */
  standing: () => Promise<string>
}

/** What somebody does next on a device. */
export interface Step {
  kind: 'type' | 'type everywhere' | 'draft' | 'save' | 'choose' | 'send again' | 'reload' | 'erase'
  device: number
  box: number
  /** The answer does not come back: what was sent is sent again, later. */
  lost: boolean
  /** The form is sent before the script has kept what was typed last. */
  hasty: boolean
  /** Of each field that two have changed, one after the other. */
  choices: readonly Choice[]
}

export type Choice = 'theirs' | 'mine' | 'both'

/** A page with a form that somebody has open, with its script. */
export interface Device {
  who: string
  browser: Browser
  /** The words of which the tracker said that it has them. */
  kept: Set<string>
  /** The words that somebody took out who saw them. */
  released: Set<string>
  /** The page that shows both texts, where one is open. */
  asked: string
  do: (step: Step, word: string) => Promise<void>
}

/** Opens the form on a device. */
export async function openDevice(place: Place, who: string, browser: Browser): Promise<Device> {
  let form: Record<string, string> = {}
  let touched = new Set<string>()
  let last: Record<string, string> | undefined
  // As the script's, which is a time: it goes on where a form comes back under the same key.
  let turn = 0
  const rows = new Map<string, string>()
  const device: Device = { who, browser, kept: new Set(), released: new Set(), asked: '', do: act }

  function show({ text }: Reply): void {
    form = filledForm(place.form.exec(text)?.[0] ?? '')
    touched = new Set(
      [...text.matchAll(/data-draft-touched="([^"]+)"/g)].flatMap(([, names = '']) => names.split(' ')),
    )
    last = undefined
    rows.clear()
    for (const [name, marks] of Object.entries(form).filter(([key]) => key.startsWith('draftMarks')))
      for (const mark of marks.split(' ').slice(1)) {
        const [box = '', , row = ''] = mark.split(':')
        if (row !== '' && (name === 'draftMarks' || place.draftsOf(box).marks === name)) rows.set(box, row)
      }
  }

  async function open(): Promise<void> {
    device.asked = ''
    show(await browser.get(place.page))
  }

  const boxes = () =>
    Object.keys(form)
      .filter((name) => place.boxes.test(name) && form[`shown.${place.fieldOf(name)}`] === undefined)
      .sort((one, other) => (place.fieldOf(one) + one < place.fieldOf(other) + other ? -1 : 1))

  async function act(step: Step, word: string): Promise<void> {
    const all = boxes()
    const box = all[step.box % Math.max(all.length, 1)]
    if (step.kind === 'reload') await open()
    else if (step.kind === 'choose') await choose(step)
    else if (step.kind === 'save') await save(step)
    else if (step.kind === 'send again') await sendAgain()
    else if (step.kind === 'draft') await draft(step.lost)
    else if (box !== undefined && step.kind === 'type') type(box, word)
    else if (step.kind === 'type everywhere')
      for (const [index, some] of [...Map.groupBy(all, place.fieldOf).values()].entries())
        type(some[step.box % some.length]!, word.replace('x', `0${index}x`))
    else if (box !== undefined && (form[box] ?? '') !== '' && !NEEDED.test(box)) {
      for (const one of wordsIn(form[box] ?? '')) device.released.add(one)
      write(box, '')
    }
  }

  /** Whoever asks or answers needs a question. */
  function type(box: string, word: string): void {
    write(box, `${form[box] ?? ''} ${word}`.trim())
    const question = place.fieldOf(box)
    if (form[question] === '') write(question, 'What?')
  }

  function write(box: string, text: string): void {
    form[box] = text
    touched.add(box)
  }

  /** As the script does: the fields that were touched, each over the draft that the page knows of. */
  async function draft(lost = false): Promise<void> {
    const forms = Map.groupBy(
      [...touched].filter((box) => place.boxes.test(box)),
      (box) => place.draftsOf(box).address,
    )
    for (const [address, names] of forms) {
      turn += 1
      const [page = ''] = (form[place.draftsOf(names[0] ?? '').marks] ?? '').split(' ')
      const fields: Fields = { page, turn }
      for (const box of names) {
        fields[`value.${box}`] = form[box] ?? ''
        if (form[`opened.${box}`] !== undefined) fields[`opened.${box}`] = form[`opened.${box}`] ?? ''
        const row = rows.get(box)
        if (row !== undefined) fields[`row.${box}`] = row
      }
      const answer = await browser.postByScript(address, fields)
      if (answer.status !== 200) throw new Error(`a draft was answered ${answer.status}: ${answer.text}`)
      for (const box of names) for (const one of wordsIn(form[box] ?? '')) device.kept.add(one)
      if (lost) continue
      const { rows: kept } = answer.body as { rows: Record<string, { row: number }> }
      for (const [box, { row }] of Object.entries(kept)) rows.set(box, String(row))
      for (const box of names) touched.delete(box)
    }
  }

  /** The script keeps what is not a draft yet before it sends a form, where it comes to it. Gives whether it was saved. */
  async function save({ lost, hasty }: Pick<Step, 'lost' | 'hasty'>): Promise<boolean> {
    if (!hasty) await draft()
    last = { ...form }
    // So does the script.
    for (const name of Object.keys(form).filter((one) => one.startsWith('draftMarks')))
      last[name] = `${form[name] ?? ''} @${turn}`
    return send(last, lost)
  }

  async function send(sent: Record<string, string>, lost: boolean): Promise<boolean> {
    const answer = await browser.post(place.post, sent)
    const isSaved = answer.status === 303
    if (isSaved) note(sent)
    // The browser says that there was no answer, and its user presses again.
    if (lost) return isSaved
    if (isSaved) await open()
    else if (answer.status === 409) {
      device.asked = answer.text.replaceAll(/<\/?mark[^>]*>/g, '')
      show(answer)
      await draft()
      note(sent)
    } else throw new Error(`a save was answered ${answer.status}: ${answer.text}`)
    return isSaved
  }

  /** As a form does that is sent once more where no answer came, or comes late: words may have been typed since. */
  async function sendAgain(): Promise<void> {
    await draft()
    if (last !== undefined) await send(last, false)
  }

  function note(sent: Record<string, string>): void {
    for (const [name, text] of Object.entries(sent))
      if (place.boxes.test(name)) for (const one of wordsIn(text)) device.kept.add(one)
  }

  async function choose(step: Step): Promise<void> {
    const fields = Object.keys(form).flatMap((name) => (name.startsWith('shown.') ? [name.slice(6)] : []))
    if (fields.length === 0) return
    const before = device.asked
    const choices = new Map(fields.map((name, at) => [name, step.choices[at % step.choices.length]!]))
    for (const [name, choice] of choices) form[`keep.${name}`] = choice
    const isSaved = await save(step)
    const chosen = new Set(fields.map((name) => `keep.${name}`))
    form = Object.fromEntries(Object.entries(form).filter(([name]) => !chosen.has(name)))
    // The others are asked about once more; and where there was no answer the page asks still.
    const isAsked = (name: string) => (step.lost ? !isSaved : form[`shown.${name}`] !== undefined)
    for (const name of fields.filter((one) => !isAsked(one))) {
      const [theirs, mine] = [new Set<string>(), new Set<string>()]
      const [, shown = ''] = before.split(`id="conflict-${name}"`)
      const [, one = '', other = ''] = shown.split('<p class="both-versions__text">')
      for (const word of wordsIn(one.split('</p>')[0] ?? '')) theirs.add(word)
      for (const word of wordsIn(other.split('</p>')[0] ?? '')) mine.add(word)
      const choice = choices.get(name)
      if (choice === 'theirs') for (const word of mine) if (!theirs.has(word)) device.released.add(word)
      if (choice === 'mine') for (const word of theirs) if (!mine.has(word)) device.released.add(word)
    }
  }

  await open()
  return device
}

/** What nobody leaves empty: an answer needs its question, and one who sends a deputy a name. */
const NEEDED = /^question-|-deputyName$/

function wordsIn(text: string): string[] {
  return text.match(/w\d+x/g) ?? []
}
