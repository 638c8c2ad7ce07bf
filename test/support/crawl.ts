import type { Browser } from './browser.ts'

export interface CrawledPage {
  path: string
  /** The path with its numbers left out: pages of the same kind share it. */
  kind: string
  status: number
  /** '' where it is a download. */
  html: string
  /** The page whose link led there first. */
  from: string
}

/** The most filters that are tried of one page: their combinations have no end. */
const MOST_QUERIES = 15
/** Files take their time to be written, and have tests of their own. */
const MOST_QUERIES_OF_A_FILE = 1

/**
 * Gives every page that links inside the site lead to, from `start` on, as the person at the browser gets it.
 * A redirect counts as a page whose one link is where it goes. Files that are not `wanted` are passed over.
 */
export async function crawl(
  browser: Browser,
  start: readonly string[],
  wanted: (file: string) => boolean = () => true,
): Promise<CrawledPage[]> {
  const pages: CrawledPage[] = []
  const seen = new Map<string, string>(start.map((path) => [path, 'the start']))
  const queries = new Map<string, number>()
  // A Map keeps its order and may grow while it is walked.
  for (const [path, from] of seen) {
    const response = await browser.get(path)
    const html = response.headers['content-type']?.startsWith('text/html') === true ? response.text : ''
    pages.push({ path, kind: kindOf(path), status: response.status, html, from })
    const location = response.headers['location']
    for (const link of location === undefined ? linksOf(html, path) : [location]) {
      const url = new URL(link, `http://site${path}`)
      const target = `${url.pathname}${url.search}`
      const isFile = /\.\w+$/.test(url.pathname)
      if (url.host !== 'site' || seen.has(target) || (isFile && !wanted(target))) continue
      if (url.search !== '') {
        const tried = queries.get(url.pathname) ?? 0
        if (tried === (isFile ? MOST_QUERIES_OF_A_FILE : MOST_QUERIES)) continue
        queries.set(url.pathname, tried + 1)
      }
      seen.set(target, path)
    }
  }
  return pages
}

/** Gives the links within a page that lead nowhere: `#id` without an element of that id. */
export function deadAnchors(html: string): string[] {
  return [...html.matchAll(/href="#([^"]*)"/g)]
    .map(([, id = '']) => id)
    .filter((id) => id === '' || !html.includes(`id="${id}"`))
}

function linksOf(html: string, path: string): string[] {
  return [...html.matchAll(/<a\s[^>]*?href="([^"#][^"]*)"/g)].map(([, href = '']) =>
    new URL(href.replaceAll('&amp;', '&'), `http://site${path}`).toString(),
  )
}

function kindOf(path: string): string {
  const [pathname = ''] = path.split('?')
  return pathname.replaceAll(/\/\d+(?=\/|$)/g, '/:n')
}
