const MOST_ANSWERS = 10_000

/**
 * Returns the function with its last answers remembered, for as long as the process runs: only for one whose
 * answer follows from the text alone and is dear to make.
 */
export function remembered<Answer>(work: (text: string) => Answer): (text: string) => Answer {
  const answers = new Map<string, Answer>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const answer = work(text)
    if (answers.size >= MOST_ANSWERS) answers.clear()
    answers.set(text, answer)
    return answer
  }
}
