import type { FactPayload, ProgramDocuments } from '@perennial/domain';
import { checkDocuments } from '../../use-cases/program/check-documents.ts';
import type { Stage } from '../stage/stage.ts';

/** Publishes the documents in force with these changes. Answers what publishing them would be refused for. */
export async function takeProgram(stage: Stage, changes: FactPayload): Promise<FactPayload> {
  const { programStore, programs } = stage.platform;
  const latest = (await programStore.versions()).at(-1)?.version ?? 0;
  const before = (await programStore.documentsOf(latest)) ?? {};
  const missing = Object.keys(changes).filter((path) => changes[path] === null && !Object.hasOwn(before, path));
  if (missing.length > 0)
    return {
      outcome: 'refused',
      issues: missing.map((document) => ({ document, en: 'There is no such document to take away.' })),
    };
  const documents: ProgramDocuments = Object.fromEntries(
    Object.entries({ ...before, ...changes }).filter(([, document]) => document !== null),
  );
  const { isValid, issues } = checkDocuments(documents, programs.facets);
  if (!isValid)
    return { outcome: 'refused', issues: issues.map(({ message, ...issue }) => ({ ...issue, ...message })) };
  const request = { publishedAt: stage.now(), publishedBy: 'story', note: '', restores: null };
  const { version } = await programStore.publish({ ...request, documents });
  await programs.ensure(version);
  return { outcome: 'published', version };
}
