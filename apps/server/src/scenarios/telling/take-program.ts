import { documentBytesMax, documentsMax } from '@perennial/domain';
import type { FactPayload, Facets, ProgramDocuments } from '@perennial/domain';
import { areTooLarge, checkDocuments } from '../../use-cases/program/check-documents.ts';
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
  const issues = issuesIn(documents, programs.facets);
  if (issues.length > 0) return { outcome: 'refused', issues };
  const request = { publishedAt: stage.now(), publishedBy: 'story', note: '', restores: null };
  const { version } = await programStore.publish({ ...request, documents });
  await programs.ensure(version);
  return { outcome: 'published', version };
}

/** What publishing the documents is refused for, each with its document, its path, its code and what it says. */
export function issuesIn(documents: ProgramDocuments, facets: Facets): readonly Issue[] {
  if (areTooLarge(documents)) return [{ document: '', path: '', code: 'request.too_large', en: tooLarge }];
  const { issues } = checkDocuments(documents, facets);
  return issues.map(({ message, ...issue }) => ({ ...issue, ...message }));
}

type Issue = Readonly<Record<'document' | 'path' | 'code' | 'en', string>>;

const tooLarge = `There may be ${documentsMax} documents, and each may have ${documentBytesMax} bytes.`;
