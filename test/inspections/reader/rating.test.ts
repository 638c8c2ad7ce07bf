import { describe, expect, test } from '@jest/globals'
import { findFramework, frameworks } from '../../../server/inspections/frameworks/framework.ts'
import {
  asRating,
  bandOf,
  computeOverallRating,
  computeScore,
  ratingOfKeyQuestions,
  ratingOfPercent,
  scoreDisagrees,
} from '../../../server/inspections/frameworks/rating.ts'

const youth2018 = findFramework('hmip-youth-2018')!
const youth2021 = findFramework('hmip-youth-2021')!

function rated(rating: string, changes: Record<string, string | null> = {}) {
  return youth2021.standards.map(({ number }) => ({
    number,
    rating: number in changes ? changes[number]! : rating,
  }))
}

describe('the score', () => {
  test.each([
    ['Inadequate', 0],
    ['Requires improvement', 12],
    ['Good', 24],
    ['Outstanding', 36],
  ])('twelve standards rated %s are %i points', (rating, points) => {
    expect(computeScore(youth2021, rated(rating))).toBe(points)
  })

  test('4.1 Resettlement stays outside the sum', () => {
    expect(computeScore(youth2021, rated('Good', { '4.1': 'Inadequate' }))).toBe(24)
    expect(computeScore(youth2021, rated('Good', { '4.1': null }))).toBe(24)
  })

  test('a core standard without a rating leaves no sum', () => {
    expect(computeScore(youth2021, rated('Good', { '2.3': null }))).toBeNull()
  })

  test('frameworks without a published sum have none', () => {
    expect(computeScore(findFramework('joint-2016')!, rated('Good'))).toBeNull()
    expect(computeScore(findFramework('hmip-youth-2025')!, rated('Good'))).toBeNull()
  })

  test.each([
    [0, 'Inadequate'],
    [6, 'Inadequate'],
    [7, 'Requires improvement'],
    [18, 'Requires improvement'],
    [19, 'Good'],
    [30, 'Good'],
    [31, 'Outstanding'],
    [36, 'Outstanding'],
  ])('%i points are %s', (points, word) => {
    expect(bandOf(youth2018, points)).toBe(word)
    expect(bandOf(youth2021, points)).toBe(word)
  })

  test('37 points and one below zero are in no band', () => {
    expect(bandOf(youth2021, 37)).toBeNull()
    expect(bandOf(youth2021, -1)).toBeNull()
  })

  test('a printed score that differs from the sum is said to disagree', () => {
    expect(scoreDisagrees(27, 27)).toBe(false)
    expect(scoreDisagrees(27, 26)).toBe(true)
    expect(scoreDisagrees(null, 26)).toBe(false)
    expect(scoreDisagrees(27, null)).toBe(false)
  })
})

describe('the overall rating', () => {
  test('an Inadequate resettlement standard rules out Outstanding, and nothing else', () => {
    expect(computeOverallRating(youth2021, rated('Outstanding'))).toBe('Outstanding')
    expect(computeOverallRating(youth2021, rated('Outstanding', { '4.1': 'Inadequate' }))).toBe('Good')
    expect(computeOverallRating(youth2021, rated('Good', { '4.1': 'Inadequate' }))).toBe('Good')
    expect(computeOverallRating(youth2021, rated('Outstanding', { '4.1': null }))).toBe('Outstanding')
  })
})

describe('a case standard', () => {
  test.each([
    [0, 'Inadequate'],
    [49, 'Inadequate'],
    [50, 'Requires improvement'],
    [64, 'Requires improvement'],
    [65, 'Good'],
    [79, 'Good'],
    [80, 'Outstanding'],
    [100, 'Outstanding'],
  ])('%i per cent is %s', (percent, word) => {
    expect(ratingOfPercent(percent)).toBe(word)
  })

  test('takes the band of its lowest key question', () => {
    expect(ratingOfKeyQuestions([100, 49, 86])).toBe('Inadequate')
    expect(ratingOfKeyQuestions([86, 86, 86])).toBe('Outstanding')
    expect(ratingOfKeyQuestions([])).toBeNull()
  })
})

describe('the frameworks', () => {
  test('the 2018 and 2021 ones have twelve core standards and differ in 3.4', () => {
    for (const framework of [youth2018, youth2021]) {
      expect(framework.standards.filter(({ core }) => core)).toHaveLength(12)
    }
    const name = (framework: typeof youth2018) =>
      framework.standards.find(({ number }) => number === '3.4')?.name
    expect(name(youth2018)).toBe('Joint working')
    expect(name(youth2021)).toBe('Out-of-court disposal policy and provision')
  })

  test('every id is there once', () => {
    expect(new Set(frameworks.map(({ id }) => id)).size).toBe(frameworks.length)
    expect(findFramework('hmip-youth-1999')).toBeUndefined()
  })

  test.each([
    ['Requires Improvement', 'Requires improvement'],
    ['requiring  improvement', 'Requires improvement'],
    [' GOOD ', 'Good'],
    ['fair', null],
    ['', null],
  ])('%j is read as %j', (text, rating) => {
    expect(asRating(text)).toBe(rating)
  })
})
