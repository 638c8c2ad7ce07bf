import { describe, expect, test } from '@jest/globals'
import { readConfig } from '../server/config.ts'

const PROXY = { TRUST_PROXY: '1' }
const onPostgres = (password: string) => ({
  DATABASE_URL: `postgres://tracker:${password}@127.0.0.1:5432/tracker`,
})

describe('a configuration', () => {
  test.each([
    {
      given: { ...PROXY, BASE_URL: 'https://council.example/tracker' },
      says: 'BASE_URL: must be a host name of its own, without a path',
    },
    {
      given: { ...PROXY, BASE_URL: 'https://council.example//' },
      says: 'BASE_URL: must be a host name of its own',
    },
    {
      given: { ...PROXY, BASE_URL: 'https://council.example/?a=1' },
      says: 'BASE_URL: must be a host name of its own',
    },
    {
      given: { ...PROXY, BASE_URL: 'https://me:secret@council.example' },
      says: 'BASE_URL: must be a host name of its own',
    },
    { given: { BASE_URL: 'council.example' }, says: 'BASE_URL: must begin with http:// or https://' },
    ...['p#ss/word', 'p#ssword', 'pass/word', '1#2', '1/2', '1?2', 'p%ss%'].map((password) => ({
      given: onPostgres(password),
      says: 'DATABASE_URL: cannot be read: write # as %23, / as %2F',
    })),
    {
      given: { ...onPostgres('x'), DATABASE_READ_URL: 'postgres://tracker:p#ss@replica/tracker' },
      says: 'DATABASE_READ_URL: cannot be read: write # as %23',
    },
    {
      given: { DATABASE_URL: 'file:~/tracker.sqlite' },
      says: 'DATABASE_URL: must be a path that begins with /',
    },
    { given: { DATABASE_URL: 'mysql://db/tracker' }, says: 'DATABASE_URL: must be file:PATH (SQLite) or' },
  ])('$given is refused: $says', ({ given, says }) => {
    expect(() => readConfig(given)).toThrow(says)
  })

  test.each([
    { ...PROXY, BASE_URL: 'https://tracker.council.example/' },
    { ...PROXY, BASE_URL: 'https://tracker.council.example:8443' },
    onPostgres('p%23ss%2Fword%40%25'),
    { DATABASE_URL: 'postgres://tracker@127.0.0.1/tracker?sslmode=verify-full' },
    { DATABASE_URL: 'postgresql:///tracker?host=/var/run/postgresql' },
    { DATABASE_URL: 'file:data/a~b#c.sqlite' },
  ])('%j is taken', (given) => {
    expect(readConfig(given).baseUrl).not.toMatch(/\/$/)
  })
})
