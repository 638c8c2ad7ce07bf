import { join } from 'node:path'
import type { Express } from 'express'
import { create } from 'express-handlebars'
import { viewHelpers } from './view-helpers.ts'

const views = join(import.meta.dirname, '../../views')

/** Gives the template engine: layout `main`, the partials of views/partials, and the view helpers. */
export function createHandlebars() {
  return create({
    extname: '.hbs',
    defaultLayout: 'main',
    layoutsDir: join(views, 'layouts'),
    partialsDir: join(views, 'partials'),
    helpers: viewHelpers,
    compilerOptions: {
      // A partial sees only what it is given: else `id` or `name` of a row would slip into a field on its page.
      explicitPartialContext: true,
      // Else the lines of a text area would be indented with the partial that prints it.
      preventIndent: true,
    },
  })
}

/** Makes `res.render('noun/page', {…})` print views/noun/page.hbs inside the layout. */
export function setUpHandlebars(app: Express): void {
  app.engine('hbs', createHandlebars().engine)
  app.set('view engine', 'hbs')
  app.set('views', views)
  // Reading forty partials for each page is what costs; somebody who edits them sets NODE_ENV=development.
  app.set('view cache', process.env['NODE_ENV'] !== 'development')
}
