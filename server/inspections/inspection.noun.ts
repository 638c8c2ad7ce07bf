import { namedRow, type Noun, type Permission } from '../shared/noun.ts'
import { day } from '../web/view-helpers.ts'

export const importInspection: Permission = {
  words: 'Upload an inspection report and save what was read from it',
  roles: ['head_of_service', 'administrator'],
}

interface InspectionName {
  id: number
  service: string
  published: string | null
}

export const inspectionNoun: Noun = {
  name: 'inspection',
  tables: [
    {
      name: 'inspections',
      holds: {
        service: 'words',
        inspectorate: 'words',
        framework: 'code',
        fieldwork_started: 'day',
        fieldwork_ended: 'day',
        published: 'day',
        overall_rating: 'code',
        foreword: 'words',
        created_at: 'moment',
      },
      row: namedRow<InspectionName>({
        from: 'inspections t',
        partnership: 't.partnership_id',
        columns: { id: 't.id', service: 't.service', published: 't.published' },
        name: ({ id, service, published }) => ({
          text: `Inspection of ${service}${published === null ? '' : `, ${day(published)}`}`,
          path: `/inspections/${id}`,
        }),
      }),
    },
    { name: 'inspection_ratings', holds: { number: 'words', name: 'words', rating: 'code' } },
    { name: 'inspection_key_questions', holds: { standard: 'words', question: 'words' } },
    { name: 'inspection_recommendations', holds: { addressee: 'words', text: 'words', deadline: 'words' } },
    {
      name: 'findings',
      holds: { kind: 'code', text: 'words', standard: 'words', section: 'words' },
      row: namedRow<InspectionName & { inspectionId: number; text: string }>({
        from: 'findings t JOIN inspections i ON i.id = t.inspection_id',
        partnership: 'i.partnership_id',
        columns: {
          id: 't.id',
          text: 't.text',
          inspectionId: 'i.id',
          service: 'i.service',
          published: 'i.published',
        },
        name: ({ text, inspectionId }) => ({
          text: `Finding “${text}”`,
          path: `/inspections/${inspectionId}`,
        }),
      }),
    },
  ],
  navigation: { text: 'Inspections', path: '/inspections', place: 60 },
  permissions: { importInspection },
}
