import { categoryHash } from '../activity/activity-state.ts';
import type { DayTable } from '../activity/day-table.ts';
import { createFieldCatalogue } from '../conditions/field-catalogue.ts';
import type { FieldCatalogue } from '../conditions/field-catalogue.ts';
import type { ConditionWorld } from '../conditions/predicate.ts';
import { invariant } from '../fold/invariant.ts';
import { defaultIdentityPolicies } from '../identity/identity-policy.ts';
import type { IdentityPolicy } from '../identity/identity-policy.ts';
import { compileLifecycle } from '../lifecycle/compile-lifecycle.ts';
import type { CompiledLifecycle } from '../lifecycle/compile-lifecycle.ts';
import { lifecyclesMax } from '../lifecycle/lifecycle-state.ts';
import { parseLifecycle } from '../lifecycle/parse-lifecycle.ts';
import type { ParsedLifecycle } from '../lifecycle/parse-lifecycle.ts';
import { createProblemList } from './document-problem.ts';
import type { DocumentProblem, ProblemList } from './document-problem.ts';
import { parseIdentities, parseSettings, parseStatistics } from './parse-documents.ts';
import { documentsMax, identitiesPath, lifecyclesFolder, settingsPath, statisticsPath } from './program-documents.ts';
import type { ProgramDocuments, ProgramSettings, ProgramStatistics } from './program-documents.ts';
import { isObject } from './read-json.ts';

/** A program whose documents have been found sound. */
export interface ParsedProgram {
  readonly documents: ProgramDocuments;
  readonly settings: ProgramSettings;
  readonly statistics: ProgramStatistics;
  /** All policies: the default ones with the program's own in place of those of the same type. */
  readonly identities: readonly IdentityPolicy[];
  readonly lifecycles: readonly ParsedLifecycle[];
  readonly catalogue: FieldCatalogue;
}

export type ProgramParse =
  | { readonly isValid: true; readonly program: ParsedProgram }
  | { readonly isValid: false; readonly problems: readonly DocumentProblem[] };

/** A published version, ready to be folded under. */
export interface CompiledProgram {
  readonly version: number;
  /** Epoch millisecond from which on members pass it. */
  readonly effectiveAt: number;
  readonly settings: ProgramSettings;
  readonly statistics: ProgramStatistics;
  readonly identities: readonly IdentityPolicy[];
  readonly lifecycles: readonly CompiledLifecycle[];
  readonly catalogue: FieldCatalogue;
  readonly world: ConditionWorld;
  /** Evidence outside this mask moves no stage of any lifecycle. */
  readonly mask: number;
  /** Equal for versions under which every member folds to the same timeline. */
  readonly foldKey: string;
}

/** Reads all documents and tells all problems at once; documents of kinds that later facets bring are refused for now. */
export function parseProgram(documents: ProgramDocuments): ProgramParse {
  const lists: ProblemList[] = [];
  const listFor = (path: string): ProblemList => {
    const list = createProblemList(path);
    lists.push(list);
    return list;
  };
  const spotOf = (path: string) => ({ path: '', problems: listFor(path) });
  checkPaths(documents, listFor);
  const settings = parseSettings(documents[settingsPath], spotOf(settingsPath));
  const statistics = parseStatistics(documents[statisticsPath], spotOf(statisticsPath));
  const own =
    documents[identitiesPath] === undefined ? [] : parseIdentities(documents[identitiesPath], spotOf(identitiesPath));
  const paths = lifecyclePaths(documents);
  const catalogue = createFieldCatalogue({
    metrics: settings?.metrics ?? [],
    lifecycles: paths.map((path) => titleOf(documents, path)),
  });
  const lifecycles: ParsedLifecycle[] = [];
  for (const path of paths) {
    const list = listFor(path);
    const lifecycle = parseLifecycle(documents[path], { path: '', problems: list }, catalogue);
    if (lifecycle === null) continue;
    if (`${lifecyclesFolder}${lifecycle.document.id}.json` !== path)
      list.add('lifecycle.wrong_path', 'id', `The id does not fit the path ${path}.`);
    lifecycles.push(lifecycle);
  }
  const problems = lists.flatMap((list) => list.problems);
  if (problems.length > 0 || settings === null || statistics === null || own === null)
    return { isValid: false, problems };
  const identities = [
    ...own,
    ...defaultIdentityPolicies.filter((policy) => own.every((one) => one.type !== policy.type)),
  ];
  return { isValid: true, program: { documents, settings, statistics, identities, lifecycles, catalogue } };
}

function lifecyclePaths(documents: ProgramDocuments): readonly string[] {
  return Object.keys(documents)
    .filter((path) => path.startsWith(lifecyclesFolder))
    .sort();
}

function checkPaths(documents: ProgramDocuments, listFor: (path: string) => ProblemList): void {
  const paths = Object.keys(documents);
  if (paths.length > documentsMax)
    listFor('').add('program.too_many_documents', '', `A program holds at most ${documentsMax} documents.`);
  const known = new Set([settingsPath, statisticsPath, identitiesPath]);
  for (const path of paths.slice(0, documentsMax)) {
    if (!known.has(path) && !path.startsWith(lifecyclesFolder))
      listFor(path).add('program.unknown_document', '', `There is no kind of document at ${path}.`);
  }
  const count = lifecyclePaths(documents).length;
  if (count === 0) listFor(lifecyclesFolder).add('program.no_lifecycle', '', 'A program needs at least one lifecycle.');
  if (count > lifecyclesMax)
    listFor(lifecyclesFolder).add(
      'program.too_many_lifecycles',
      '',
      `A program holds at most ${lifecyclesMax} lifecycles.`,
    );
}

function titleOf(documents: ProgramDocuments, path: string): { id: string; name: { en: string; zh: string } } {
  const id = path.slice(lifecyclesFolder.length).replace(/\.json$/u, '');
  const document = documents[path];
  const name = isObject(document) && isObject(document['name']) ? document['name'] : {};
  const { en, zh } = name;
  return { id, name: { en: typeof en === 'string' ? en : id, zh: typeof zh === 'string' ? zh : id } };
}

/**
 * Compiles a version. Published versions were checked before they were published, so a problem here is a bug.
 *
 * @throws an invariant error naming the first problem.
 */
export function compileProgram(
  documents: ProgramDocuments,
  version: { readonly version: number; readonly effectiveAt: number },
  days: DayTable,
): CompiledProgram {
  const parsed = parseProgram(documents);
  invariant(
    parsed.isValid,
    `program version ${version.version}: ${parsed.isValid ? '' : JSON.stringify(parsed.problems[0])}`,
  );
  const { settings, statistics, identities, catalogue } = parsed.program;
  const cycleDays = new Map(statistics.categoryCycles.map((cycle) => [categoryHash(cycle.category), cycle.days]));
  const world = { days, brandGapDays: statistics.brandGapDays, cycleDays };
  const lifecycles = parsed.program.lifecycles.map(({ document, nodes }) => compileLifecycle(document, nodes, world));
  const mask = lifecycles.reduce((all, lifecycle) => all | lifecycle.mask, 0);
  const foldKey = JSON.stringify([
    settings.purchaseCountsWhen,
    settings.metrics.map(({ id, days: length }) => [id, length]),
    statistics,
    lifecycles.map(({ document }) => [
      document.id,
      document.recencyOf,
      document.stages.map(({ id, role, condition }) => [id, role, condition]),
    ]),
  ]);
  return { ...version, settings, statistics, identities, lifecycles, catalogue, world, mask, foldKey };
}
