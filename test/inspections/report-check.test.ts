import { beforeAll, describe, expect, test } from '@jest/globals'
import { appOn } from '../support/app.ts'
import { type Browser, signedIn } from '../support/browser.ts'
import { addCast } from '../support/cast.ts'
import { onOneDatabase } from '../support/databases/databases.ts'
import { filledForm } from '../support/filled-form.ts'
import { opened } from './report-uploads.ts'

onOneDatabase('the check page of a report', (db) => {
  let hasan: Browser

  beforeAll(async () => {
    const cast = await addCast(db())
    const app = await appOn(db())
    hasan = await signedIn(app, cast.hasan)
  })

  describe('a check page that is not right', () => {
    let path: string
    let form: Record<string, string>

    beforeAll(async () => {
      ;({ path, form } = await opened(hasan))
    })

    const long = 'x'.repeat(100_000)

    test.each([
      { field: 'service', value: '', message: 'Enter the name of the service' },
      { field: 'service', value: long, message: 'Service must be 200 characters or fewer' },
      { field: 'inspectorate', value: long, message: 'Inspectorate must be 200 characters or fewer' },
      { field: 'framework', value: 'made-up', message: 'Choose a framework from the list' },
      { field: 'framework', value: long, message: 'Choose a framework from the list' },
      { field: 'published-month', value: '13', message: 'The publication date must be a real date' },
      { field: 'published-year', value: long, message: 'The publication date must be a real date' },
      {
        field: 'fieldworkStarted-day',
        value: '31',
        message: 'The date fieldwork started must be a real date',
      },
      { field: 'overallRating', value: 'Fair', message: 'Choose a rating from the list' },
      { field: 'printedScore', value: '-1', message: 'Printed score must be a whole number from 0 to 100' },
      { field: 'printedScore', value: long, message: 'Printed score must be a whole number from 0 to 100' },
      { field: 'foreword', value: long, message: 'Foreword must be 30,000 characters or fewer' },
      { field: 'standards.0.rating', value: 'Fair', message: 'Choose a rating from the list' },
      {
        field: 'standards.13.number',
        value: '1.2',
        also: { 'standards.13.name': 'Staff' },
        message: 'Standard 1.2 is there twice',
      },
      {
        field: 'standards.13.name',
        value: long,
        also: { 'standards.13.number': '9' },
        message: 'Name of the standard must be 200 characters or',
      },
      { field: 'recommendations.0.text', value: ' ', message: 'Enter what the recommendation says' },
      { field: 'recommendations.0.text', value: long, message: 'Recommendation must be 5,000 characters' },
      { field: 'recommendations.0.number', value: '1.5', message: 'must be a whole number from 1 to 999' },
      { field: 'recommendations.0.addressee', value: long, message: 'Addressee must be 300 characters' },
      { field: 'recommendations.0.deadline', value: long, message: 'Deadline must be 200 characters' },
      { field: 'areas.5.text', value: '', message: 'Enter the area for improvement, or choose Leave out' },
      { field: 'areas.5.text', value: long, message: 'Area for improvement must be 5,000 characters' },
      { field: 'areas.5.standard', value: long, message: 'Standard must be 10 characters or fewer' },
      { field: 'strengths.0.text', value: long, message: 'Strength must be 5,000 characters or fewer' },
      { field: 'keyQuestions.0.question', value: long, message: 'Key question must be 500 characters' },
      { field: 'keyQuestions.0.percent', value: '101', message: 'must be a whole number from 0 to 100' },
    ])('$field: $message', async ({ field, value, also, message }) => {
      const answer = await hasan.post(path, {
        ...form,
        ...also,
        [field]: value,
        'strengths.1.text': 'Kept <b>words</b>',
      })
      expect(answer.status).toBe(422)
      expect(answer.text.includes(message)).toBe(true)
      // Compared as yes or no: a page with 100,000 letters is no message.
      const target = /<a href="#([^"]+)">/.exec(answer.text)?.[1] ?? 'no link'
      expect(target.startsWith(field.replaceAll('.', '-').replace(/(?<=published|Started)-\w+$/, ''))).toBe(
        true,
      )
      expect(answer.text.includes(`id="${target}"`)).toBe(true)
      const again = filledForm(answer.text)
      const isSelect = new RegExp(`<select[^>]*name="${field}"`).test(answer.text)
      // A select has no place for a value that it does not offer.
      expect(again[field] === (isSelect ? '' : value)).toBe(true)
      expect(again['strengths.1.text']).toBe('Kept <b>words</b>')
      expect(answer.text.includes('<b>words</b>')).toBe(false)
    })

    test('a list posted as several values, an unknown row and a bare body are turned back or ignored', async () => {
      const twice = await hasan.post(path, { ...form, service: ['a', 'b'] })
      expect(twice.status).toBe(422)
      expect(twice.text).toContain('Service must be text')
      const bare = await hasan.post(path, {})
      expect(bare.status).toBe(422)
      expect(bare.text).toContain('Enter what the recommendation says')
      const other = await opened(hasan)
      const odd = await hasan.post(other.path, {
        ...other.form,
        'areas.__proto__.text': 'x',
        '__proto__.1.text': 'x',
        'areas.999999.text': 'x',
      })
      expect(odd.status).toBe(303)
    })

    test('fieldwork cannot end before it began', async () => {
      const answer = await hasan.post(path, {
        ...form,
        'fieldworkEnded-month': '10',
        'fieldworkEnded-year': '2022',
      })
      expect(answer.status).toBe(422)
      expect(answer.text).toContain('The date fieldwork ended must not be before the date it started')
    })
  })
})
