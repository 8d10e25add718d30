import { sha256 } from '../kernel/base/sha256.ts';
import { createFieldCatalogue } from '../conditions/field-catalogue.ts';
import { defaultIdentityPolicies } from '../identity/identity-policy.ts';
import type { IdentityPolicy } from '../identity/identity-policy.ts';
import type { DayTable } from '../kernel/base/day-table.ts';
import { createProblemList } from '../kernel/documents/document-problem.ts';
import type { DocumentProblem, ProblemList } from '../kernel/documents/document-problem.ts';
import { isOfKind } from '../kernel/documents/document.ts';
import type { ProgramDocuments } from '../kernel/documents/document.ts';
import type { CompiledProgram, Facets } from '../kernel/facet.ts';
import { invariant } from '../kernel/base/invariant.ts';
import type { FieldFamily } from '../kernel/fields/field.ts';
import type { ConditionWorld, FieldCatalogue } from '../kernel/fields/world.ts';
import { compileDispatch } from './compile-dispatch.ts';
import { documentKindsOf } from './own-documents.ts';
import { identitiesPath, parseIdentities } from './parse-identities.ts';
import { parseProperties, propertiesPath } from './parse-properties.ts';
import type { PropertyDocuments } from './parse-properties.ts';
import { parseSources, sourcesPath } from './parse-sources.ts';
import type { SourceDocument } from './parse-sources.ts';

export const documentsMax = 200;
export const documentBytesMax = 256 * 1024;

/** A program whose documents have been found sound. */
export interface ParsedProgram {
  readonly facets: Facets;
  readonly documents: ProgramDocuments;
  /** All policies: the default ones with the program's own in place of those of the same type. */
  readonly identities: readonly IdentityPolicy[];
  readonly sources: readonly SourceDocument[];
  readonly properties: PropertyDocuments;
  readonly catalogue: FieldCatalogue;
  /** What each facet read, by its number. */
  readonly parts: readonly unknown[];
}

export type ProgramParse =
  | { readonly isValid: true; readonly program: ParsedProgram }
  | { readonly isValid: false; readonly problems: readonly DocumentProblem[] };

/** Reads all documents and tells all problems at once; documents of kinds that no facet brings are refused. */
export function parseProgram(documents: ProgramDocuments, facets: Facets): ProgramParse {
  const lists = new Map<string, ProblemList>();
  const problemsOf = (path: string): ProblemList => {
    const known = lists.get(path);
    if (known !== undefined) return known;
    const list = createProblemList(path);
    lists.set(path, list);
    return list;
  };
  checkPaths(documents, facets, problemsOf);
  const own =
    documents[identitiesPath] === undefined
      ? []
      : parseIdentities(documents[identitiesPath], { path: '', problems: problemsOf(identitiesPath) });
  const sources = parseSources(documents[sourcesPath], { path: '', problems: problemsOf(sourcesPath) });
  const properties = parseProperties(documents[propertiesPath], { path: '', problems: problemsOf(propertiesPath) });
  const catalogue = catalogueOf(documents, facets);
  const parts: unknown[] = [];
  let isSound = own !== null;
  for (const facet of facets.list) {
    const part = facet.parse({ documents, catalogue, problemsOf });
    isSound &&= part !== null;
    parts[facet.index] = part;
  }
  const problems = [...lists.values()].flatMap((list) => list.problems);
  if (problems.length > 0 || !isSound || own === null || sources === null || properties === null)
    return { isValid: false, problems };
  const identities = [
    ...own,
    ...defaultIdentityPolicies.filter((policy) => own.every((one) => one.type !== policy.type)),
  ];
  return { isValid: true, program: { facets, documents, identities, sources, properties, catalogue, parts } };
}

/** What is probably not meant in a program that may be published all the same. */
export function warnOfProgram({ facets, parts, documents }: ParsedProgram): readonly DocumentProblem[] {
  const lists = new Map<string, ProblemList>();
  const problemsOf = (path: string) => {
    const list = lists.get(path) ?? createProblemList(path);
    lists.set(path, list);
    return list;
  };
  for (const facet of facets.list) facet.warn?.(parts[facet.index], { problemsOf, documents });
  return [...lists.values()].flatMap((list) => list.problems);
}

/** The fields of all facets, as far as documents declare them that need not be sound. */
export function catalogueOf(documents: ProgramDocuments, facets: Facets): FieldCatalogue {
  const fields = facets.list.flatMap((facet) => facet.fields({ documents }));
  const families = familiesOf(facets);
  return createFieldCatalogue(fields, (name) => {
    for (const { pattern, define } of families) if (define !== undefined && pattern.test(name)) return define(name);
    return undefined;
  });
}

export function familiesOf(facets: Facets): readonly FieldFamily[] {
  return facets.list.flatMap((facet) => facet.families ?? []);
}

function checkPaths(documents: ProgramDocuments, facets: Facets, problemsOf: (path: string) => ProblemList): void {
  const paths = Object.keys(documents);
  if (paths.length > documentsMax)
    problemsOf('').add('program.too_many_documents', '', `A program holds at most ${documentsMax} documents.`);
  const kinds = documentKindsOf(facets);
  for (const path of paths.slice(0, documentsMax)) {
    if (!kinds.some((kind) => isOfKind(kind, path)))
      problemsOf(path).add('program.unknown_document', '', `There is no kind of document at ${path}.`);
  }
}

/** A version with what ingestion and erasure read of it. */
export interface ProgramVersion extends CompiledProgram {
  readonly identities: readonly IdentityPolicy[];
  readonly sources: readonly SourceDocument[];
  readonly properties: PropertyDocuments;
}

/** Which version it is, since when, and which revision of each facet it was published under. */
export interface VersionStamp {
  readonly version: number;
  readonly effectiveAt: number;
  /** By the facet's name; a facet that is not named stands at its first revision. */
  readonly revisions?: { readonly [facet: string]: number };
}

export interface Compiling {
  readonly days: DayTable;
  /** The platform's own, which takes a third of the time; the domain's where there is none. Both say the same. */
  readonly sha256?: (text: string) => string;
}

/**
 * Compiles a version. Published versions were checked before they were published, so a problem here is a bug.
 *
 * @throws an invariant error naming the first problem.
 */
export function compileProgram(
  documents: ProgramDocuments,
  stamp: VersionStamp,
  use: Compiling & { readonly facets: Facets },
): ProgramVersion {
  const parsed = parseProgram(documents, use.facets);
  invariant(
    parsed.isValid,
    `program version ${stamp.version}: ${parsed.isValid ? '' : JSON.stringify(parsed.problems[0])}`,
  );
  return compileParsed(parsed.program, stamp, use);
}

function compileParsed(program: ParsedProgram, stamp: VersionStamp, use: Compiling): ProgramVersion {
  const { facets, parts, catalogue, identities, sources, properties } = program;
  const world = worldOf(program, use.days);
  const rules: unknown[] = [];
  const foldKeys: string[] = [];
  const evidenceKeys: string[] = [];
  for (const facet of facets.list) {
    const own = facet.compile(parts[facet.index], { world });
    rules[facet.index] = own;
    foldKeys[facet.index] = facet.foldKey(own);
    evidenceKeys[facet.index] = `${stamp.revisions?.[facet.name] ?? 1} ${facet.evidenceKey?.(own) ?? ''}`;
  }
  const { version, effectiveAt } = stamp;
  const foldKey = JSON.stringify([foldKeys, evidenceKeys]);
  const dispatch = compileDispatch(facets, rules);
  return {
    version,
    effectiveAt,
    identities,
    sources,
    properties,
    catalogue,
    world,
    rules,
    foldKeys,
    evidenceKeys,
    foldKey,
    dispatch,
    sha256: use.sha256 ?? sha256,
  };
}

function worldOf({ facets, parts }: ParsedProgram, days: DayTable): ConditionWorld {
  const world = { days, ownGapMs: () => Number.NaN, cycleDays: () => null, rhythmMask: 0 };
  const brought = facets.list.map((facet) => facet.world?.(parts[facet.index], days) ?? {});
  return Object.assign({}, world, ...brought) as ConditionWorld;
}
