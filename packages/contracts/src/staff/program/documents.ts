import { z } from 'zod';
import { counter, identifier, instant, jsonValue, localizedText, name } from '../../schemas/common.ts';

/** Documents by path: `settings.json`, `lifecycles/main.json`. Each at most 256 KB as text, checked by the server. */
export const documents = z.record(z.string().min(1).max(200), jsonValue);
export const version = counter;
/** Why a version is published, as its list shows it. */
export const note = z.string().max(1000).default('');
export const revision = counter.describe('Counts the saves of a draft; saving over a newer one is refused');

export const versionSummary = z.object({
  version,
  effectiveAt: instant,
  publishedAt: instant,
  publishedBy: z.string(),
  note: z.string(),
  restores: version.nullable(),
});
export const issue = z.object({
  document: z.string(),
  path: z.string(),
  code: z.string(),
  message: localizedText,
  story: jsonValue.optional().describe('A scenario that shows it, where there is one; `perennial scenario` tells it'),
});
export const draftSummary = z.object({
  id: identifier,
  name,
  basedOnVersion: version,
  revision,
  updatedAt: instant,
  updatedBy: z.string(),
});
export const draft = draftSummary.extend({ documents });

/** Of a publication. */
export const overruns = z
  .array(z.object({ resource: z.string(), units: z.number().int().positive() }))
  .describe(
    'Budgets that are less now than what had been granted of them, and by how many units; nothing is left of these',
  );

/** Of a publication, which they did not hinder. */
export const warnings = z
  .array(issue)
  .describe(
    'What is probably not meant of what was published, as `validate` says it: gains without end with a scenario that shows them',
  );
