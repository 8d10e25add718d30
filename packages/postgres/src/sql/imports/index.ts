export { adoptCalendar, canAdoptCalendar } from '../installation/adopt-calendar.ts';
export {
  findImportJob,
  listImportJobs,
  lockImport,
  readImportEnds,
  readImportJob,
  saveImportJob,
  type ImportJobRow,
} from './import-jobs.ts';
export { readKnownMessages } from '../ingest/messages.ts';
export { readKnownProducts } from './known-products.ts';
