export { adoptCalendar } from './adopt-calendar.ts';
export {
  findImportJob,
  listImportJobs,
  readImportEnds,
  readImportJob,
  saveImportJob,
  type ImportJobRow,
} from './import-jobs.ts';
export { readKnownProducts } from './known-products.ts';
