import { documentMessage } from '@perennial/contracts';
import type { RouteAnswer, Routes } from '@perennial/contracts';
import { documentBytesMax, documentsMax, parseProgram, warnOfProgram } from '@perennial/domain';
import type { DocumentProblem, Facets, ProgramDocuments } from '@perennial/domain';
import { ProblemError } from '../kernel/problem-error.ts';

/** Every problem of the documents, and what is probably not meant in sound ones, said in both languages. */
export function checkDocuments(
  documents: ProgramDocuments,
  facets: Facets,
): RouteAnswer<Routes['program']['validate']> {
  const parsed = parseProgram(documents, facets);
  if (parsed.isValid)
    return { isValid: true, issues: [], warnings: warnOfProgram(parsed.program).map((problem) => toIssue(problem)) };
  return { isValid: false, issues: parsed.problems.map((problem) => toIssue(problem)), warnings: [] };
}

function toIssue(problem: DocumentProblem): RouteAnswer<Routes['program']['validate']>['issues'][number] {
  const { document, path, code, story } = problem;
  const said = { document, path, code, message: { ...documentMessage(problem) } };
  return story === undefined ? said : { ...said, story };
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
  if (areTooLarge(documents))
    throw new ProblemError('request.too_large', { context: { documentBytesMax, documentsMax } });
}

/** Whether there are too many, or one of them has too many bytes. */
export function areTooLarge(documents: ProgramDocuments): boolean {
  const entries = Object.values(documents);
  const isOneTooLarge = entries.some((document) => Buffer.byteLength(JSON.stringify(document)) > documentBytesMax);
  return isOneTooLarge || entries.length > documentsMax;
}
