export { dueVersion } from './due-version.ts';
export {
  previewProgram,
  type PreviewMove,
  type PreviewOptions,
  type PreviewedPast,
  type ProgramPreview,
} from './preview-program.ts';
export { ProgramOvertakenError } from './program-store.ts';
export type { NewVersion, Overrun, ProgramStore, PublishedVersion, PublishRequest } from './program-store.ts';
