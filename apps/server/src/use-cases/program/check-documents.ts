import { documentMessage } from '@perennial/contracts';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import { documentBytesMax, documentsMax, parseProgram } from '@perennial/domain';
import type { Facets, ProgramDocuments } from '@perennial/domain';
import { ProblemError } from '../kernel/problem-error.ts';

/** Every problem of the documents, said in both languages. */
export function checkDocuments(
  documents: ProgramDocuments,
  facets: Facets,
): RouteAnswer<Routes['program']['validate']> {
  const parsed = parseProgram(documents, facets);
  if (parsed.isValid) return { isValid: true, issues: [] };
  const issues = parsed.problems.map((problem) => ({
    document: problem.document,
    path: problem.path,
    code: problem.code,
    message: { ...documentMessage(problem) },
  }));
  return { isValid: false, issues };
}

const problemsShownMax = 50;

/** Throws `program.invalid`, naming each place. */
export function requireValid(documents: ProgramDocuments, facets: Facets): void {
  const parsed = parseProgram(documents, facets);
  if (parsed.isValid) return;
  throw new ProblemError('program.invalid', {
    errors: parsed.problems
      .slice(0, problemsShownMax)
      .map(({ document, path, message }) => ({ path: `/${document}#${path}`, message })),
  });
}

/** Throws `request.too_large`: nothing that could never be published is kept. */
export function checkSizes(documents: ProgramDocuments): void {
  const entries = Object.entries(documents);
  const isTooLarge = entries.some(([, document]) => Buffer.byteLength(JSON.stringify(document)) > documentBytesMax);
  if (isTooLarge || entries.length > documentsMax) {
    throw new ProblemError('request.too_large', { context: { documentBytesMax, documentsMax } });
  }
}
