export type { ProgramStore, PublishedVersion, PublishRequest } from './program-store.ts';
