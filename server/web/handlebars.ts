import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Express } from 'express'
import Handlebars from 'handlebars'
import { remembered } from '../shared/remembered.ts'
import { viewHelpers } from './view-helpers.ts'

const views = join(import.meta.dirname, '../../views')

const OPTIONS: CompileOptions = {
  // A partial sees only what it is given: else `id` or `name` of a row would slip into a field on its page.
  explicitPartialContext: true,
  // Else the lines of a text area would be indented with the partial that prints it.
  preventIndent: true,
}

/**
 * Returns the function that compiles a template's text, with the view helpers and the partials of views/partials,
 * each called by its file's name without the folder.
 */
export function createHandlebars(): (text: string) => Handlebars.TemplateDelegate {
  const handlebars = Handlebars.create()
  handlebars.registerHelper(viewHelpers)
  const partials = join(views, 'partials')
  for (const file of globSync('**/*.hbs', { cwd: partials })) {
    handlebars.registerPartial(
      basename(file, '.hbs'),
      handlebars.compile(textOf(join(partials, file)), OPTIONS),
    )
  }
  return (text) => {
    const template = handlebars.compile(text, OPTIONS) as Handlebars.TemplateDelegate
    // Denied without a warning: hostile words have methods such as `at`.
    return (context) => template(context, { allowProtoMethodsByDefault: false })
  }
}

/** A page that is printed for several visitors: the part that is the same for all of them. */
export interface PrintedPage {
  /** Its main part, once it has been printed. */
  body?: string
}

/** What belongs to one visitor, and must not get into what is printed for all. */
const VISITORS = {
  csrfToken: undefined,
  formOf: undefined,
  account: undefined,
  notification: undefined,
  wordsWait: undefined,
}

/** Makes `res.render('noun/page', {…})` print views/noun/page.hbs inside the layout. */
export function setUpHandlebars(app: Express): void {
  app.engine('hbs', printView)
  app.set('view engine', 'hbs')
  app.set('views', views)
  app.set('view cache', true)
}

const layout = join(views, 'layouts/main.hbs')

/** Prints a view inside the layout. */
function printView(
  file: string,
  context: { printed?: PrintedPage },
  done: (error: unknown, html?: string) => void,
): void {
  try {
    const { printed } = context
    const body = printed?.body ?? templateOf(file)(printed ? { ...context, ...VISITORS } : context)
    if (printed !== undefined) printed.body = body
    done(null, templateOf(layout)({ ...context, body }))
  } catch (error) {
    done(error)
  }
}

/**
 * Returns the template of a file, read and compiled once for as long as the process runs, however many apps it
 * serves; looking for sixty partials at each page took longer than printing it.
 */
const templateOf = remembered((file) => {
  compile ??= createHandlebars()
  return compile(textOf(file))
})
let compile: ReturnType<typeof createHandlebars> | undefined

/** Without the line end that every file has. */
function textOf(file: string): string {
  return readFileSync(file, 'utf8').trim()
}
