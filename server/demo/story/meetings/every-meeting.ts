import { firstMeeting } from './1-first.ts'
import { secondMeeting } from './2-second.ts'
import { thirdMeeting } from './3-third.ts'
import type { DemoMeeting } from './demo-meeting.ts'

/** The board's meetings of the past year, in their order. */
export const meetings: readonly DemoMeeting[] = [firstMeeting, secondMeeting, thirdMeeting]
