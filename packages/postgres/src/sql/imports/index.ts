export { adoptCalendar, canAdoptCalendar } from '../installation/adopt-calendar.ts';
export {
  clearImportTexts,
  findImportJob,
  listImportJobs,
  lockImport,
  readImportEnds,
  readImportJob,
  readImportTexts,
  replaceImportTexts,
  saveImportJob,
  type ImportJobRow,
  type ImportTexts,
} from './import-jobs.ts';
export { readKnownMessages } from '../ingest/messages.ts';
export { readKnownProducts } from './known-products.ts';
