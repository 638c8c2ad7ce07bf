/** Returns the moment it is, as it is stored: ISO 8601 in UTC with milliseconds. */
export type Clock = () => string

/** The clock of the machine. Nothing else asks it what time it is: everybody is handed a clock or a moment. */
export const machineClock: Clock = () => new Date().toISOString()
