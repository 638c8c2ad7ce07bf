// @types/passport declares Express.User empty, to be filled with what an application's account holds.
declare namespace Express {
  interface User {
    id: number
    email: string
    name: string
    sessionVersion: number
    hasNewLink?: boolean
  }
}
