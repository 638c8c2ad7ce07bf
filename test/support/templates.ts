import Handlebars from 'handlebars'
import { createHandlebars } from '../../server/web/handlebars.ts'

const engine = createHandlebars()
const partials = (await engine.getPartials()) as Record<string, Handlebars.TemplateDelegate>

/** Prints a template as the app does, with its partials and helpers. */
export function printTemplate(template: string, context: Record<string, unknown> = {}): string {
  return Handlebars.compile(template, engine.compilerOptions)(context, {
    partials,
    helpers: engine.helpers ?? {},
    // Denied as in the app, without a warning: hostile words have methods such as `at`.
    allowProtoMethodsByDefault: false,
  })
}

/** Prints a partial with the given parameters. */
export function printPartial(partial: string, params: Record<string, unknown>): string {
  const hash = Object.keys(params)
    .map((name) => `${name}=params.${name}`)
    .join(' ')
  return printTemplate(`{{> ${partial} ${hash}}}`, { params })
}
