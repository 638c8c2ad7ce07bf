import { createHandlebars } from '../../server/web/handlebars.ts'

const compile = createHandlebars()

/** Prints a template as the app does, with its partials and helpers. */
export function printTemplate(template: string, context: Record<string, unknown> = {}): string {
  return compile(template)(context)
}

/** Prints a partial with the given parameters. */
export function printPartial(partial: string, params: Record<string, unknown>): string {
  const hash = Object.keys(params)
    .map((name) => `${name}=params.${name}`)
    .join(' ')
  return printTemplate(`{{> ${partial} ${hash}}}`, { params })
}
