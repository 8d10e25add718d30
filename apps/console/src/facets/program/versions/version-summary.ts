import type { Result } from '../../../api/queries.ts';

export type VersionSummary = Result<'program', 'versions'>['items'][number];
