/**
 * Why a store wrote nothing. `conflict`: somebody else has saved since the form was opened; `locked`: in the state
 * in which the record is, it cannot be changed like that; `gone`: it is not there any more. A store names those
 * that it can return: `Refusal<'conflict' | 'locked'>`.
 */
export type Refusal<Why extends 'conflict' | 'locked' | 'gone' = 'conflict' | 'locked' | 'gone'> = Why
