import type { ParseUse } from '../../../kernel/facet.ts';
import type { DocumentKind } from '../../../kernel/document-kind.ts';
import { pathsOf } from '../../../kernel/documents/document.ts';
import type { ProgramDocuments } from '../../../kernel/documents/document.ts';
import { createProblemList } from '../../../kernel/documents/document-problem.ts';
import { isObject } from '../../../kernel/documents/read-json.ts';
import { lifecyclesMax } from '../stages/lifecycle-state.ts';
import { lifecycleSchema, parseLifecycle } from '../stages/parse-lifecycle.ts';
import type { ParsedLifecycle } from '../stages/parse-lifecycle.ts';
import { lifecyclesFolder, numberSpacesPath, settingsPath, statisticsPath } from './documents.ts';
import type { NamedMetric, NumberSpaces, ProgramSettings, ProgramStatistics } from './documents.ts';
import { lifecycleWords } from '../stages/words.ts';
import { parseNumberSpaces } from './number-spaces.ts';
import { parseSettings, parseStatistics } from './parse-settings.ts';

/** The facet's documents, found sound. */
export interface ParsedDocuments {
  readonly settings: ProgramSettings;
  readonly statistics: ProgramStatistics;
  readonly numberSpaces: NumberSpaces;
  readonly lifecycles: readonly ParsedLifecycle[];
}

export const lifecyclesKind: DocumentKind = {
  words: lifecycleWords,
  path: lifecyclesFolder,
  countMax: lifecyclesMax,
  schema: lifecycleSchema,
};

export function lifecyclePaths(documents: ProgramDocuments): readonly string[] {
  return pathsOf(documents, lifecyclesKind);
}

export function parseDocuments({ documents, catalogue, problemsOf }: ParseUse): ParsedDocuments | null {
  const spotOf = (path: string) => ({ path: '', problems: problemsOf(path) });
  const settings = parseSettings(documents[settingsPath], spotOf(settingsPath));
  const statistics = parseStatistics(documents[statisticsPath], spotOf(statisticsPath));
  const numberSpaces = parseNumberSpaces(documents[numberSpacesPath], spotOf(numberSpacesPath));
  const paths = lifecyclePaths(documents);
  checkCount(paths.length, problemsOf(lifecyclesFolder));
  const lifecycles: ParsedLifecycle[] = [];
  for (const path of paths) {
    const list = problemsOf(path);
    const lifecycle = parseLifecycle(documents[path], { path: '', problems: list }, catalogue);
    if (lifecycle === null) continue;
    if (`${lifecyclesFolder}${lifecycle.document.id}.json` !== path)
      list.add('lifecycle.wrong_path', 'id', `The id does not fit the path ${path}.`);
    lifecycles.push(lifecycle);
  }
  if (settings === null || statistics === null || numberSpaces === null) return null;
  return { settings, statistics, numberSpaces, lifecycles };
}

function checkCount(count: number, problems: ReturnType<typeof createProblemList>): void {
  if (count === 0) problems.add('program.no_lifecycle', '', 'A program needs at least one lifecycle.');
  if (count > lifecyclesMax)
    problems.add('program.too_many_lifecycles', '', `A program holds at most ${lifecyclesMax} lifecycles.`);
}

/** The metrics that the settings declare; their problems are told when the settings are read for good. */
export function declaredMetrics(documents: ProgramDocuments): readonly NamedMetric[] {
  return parseSettings(documents[settingsPath], { path: '', problems: createProblemList() })?.metrics ?? [];
}

/** Id and name of a lifecycle whose document need not be sound. */
export function declaredLifecycle(documents: ProgramDocuments, path: string) {
  const id = path.slice(lifecyclesFolder.length).replace(/\.json$/u, '');
  const document = documents[path];
  const name = isObject(document) && isObject(document['name']) ? document['name'] : {};
  const { en, zh } = name;
  return { id, name: { en: typeof en === 'string' ? en : id, zh: typeof zh === 'string' ? zh : id } };
}
