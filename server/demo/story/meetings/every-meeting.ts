import { firstMeeting } from './1-first.ts'
import { secondMeeting } from './2-second.ts'
import { thirdMeeting } from './3-third.ts'
import type { DemoItem, DemoMeeting } from './demo-meeting.ts'

/** The board's meetings of the past year, in their order. */
export const meetings: readonly DemoMeeting[] = [firstMeeting, secondMeeting, thirdMeeting]

/** What somebody asked for at the meeting that comes next. */
export const comingMeeting: { items: readonly DemoItem[] } = {
  items: [
    {
      kind: 'added',
      title: 'Paying for emergency placements until the budget is set',
      note: 'Winston Farraday and Philippa Oyelaran ask the board to support joint funding and to name one officer who decides.',
      minutes: 15,
      discussion: '',
    },
  ],
}
