import { expect, test } from '@jest/globals'
import { textField } from '../../server/web/forms.ts'

const required = textField({ name: 'What will be done', max: 100, required: 'Enter what will be done' })

test.each(['', ' ', '\u00a0', '\u200b', '\u3164', '\u2800', '\u200b \u2060\n\ufeff', '\u00ad'])(
  'a text of %j shows nothing and is none',
  (sent) => {
    expect(required.safeParse(sent).error?.issues.map(({ message }) => message)).toEqual([
      'Enter what will be done',
    ])
    expect(textField({ name: 'Note', max: 100 }).parse(sent)).toBe('')
  },
)

test.each(['Train \u200bthem', '–', '👨‍👩‍👧', 'क्‍ष'])('%j stays as it was typed', (sent) => {
  expect(required.parse(sent)).toBe(sent)
})
