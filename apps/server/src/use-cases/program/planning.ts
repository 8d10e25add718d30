import type { RouteAnswer, Routes } from '@perennial/contracts';
import { compareDocuments } from '@perennial/domain';
import type { DocumentChange, Facets, ProgramDocuments } from '@perennial/domain';
import type { CallContext } from '../kernel/call-context.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { checkDocuments, checkSizes } from './check-documents.ts';
import type { Preview, Previews } from './previews.ts';
import { isSameProgram } from './publishing.ts';
import type { ApplyDocuments, Applied, Publishing } from './publishing.ts';
import { createValueWriters } from './value-writers.ts';
import type { FindVersion } from './versions.ts';

export interface PlanningDependencies {
  readonly facets: Facets;
  /** ISO 4217 code of the program's currency. */
  readonly currency: string;
  readonly findVersion: FindVersion;
  readonly previews: Previews;
  readonly publishing: Publishing;
}

export type ProgramChanges = RouteAnswer<Routes['program']['changes']>;
export type Plan = RouteAnswer<Routes['program']['plan']>;

/** A program as documents that are kept elsewhere: what lies between versions, and what applying documents would do. */
export interface Planning {
  /**
   * Between two versions: the one in force unless `to` is given, and the one before it unless `from` is. Throws
   * `program.version_not_found`.
   */
  changes(between: { readonly from?: number | undefined; readonly to?: number | undefined }): Promise<ProgramChanges>;
  /** Between the version in force and documents, which need not be sound. Throws `request.too_large`. */
  compare(documents: ProgramDocuments): Promise<ProgramChanges>;
  /**
   * Starts a preview unless nothing would change, it would be refused, or as many previews run as may. Throws `request.too_large`.
   */
  plan(documents: ProgramDocuments): Promise<Plan>;
  /** Throws `request.too_large`, `program.invalid`, and `program.conflict` when another version came first. */
  apply(context: CallContext, request: ApplyDocuments): Promise<Applied>;
}

export function createPlanning(dependencies: PlanningDependencies): Planning {
  const { facets, currency, findVersion, previews, publishing } = dependencies;
  const writers = createValueWriters(currency);
  const existing = async (version: number | undefined) => {
    const found = await findVersion(version);
    if (found === null) throw new ProblemError('program.version_not_found');
    return found;
  };
  const between = (before: ProgramDocuments, after: ProgramDocuments) =>
    compareDocuments(before, after, { facets, writers }).map((change) => toWire(change));
  return {
    async changes({ from, to }) {
      const after = await existing(to);
      const isFirst = from === undefined && after.version === firstVersion;
      const before = isFirst ? null : await existing(from ?? after.version - 1);
      const items = between(before?.documents ?? {}, after.documents);
      return { fromVersion: before?.version ?? null, toVersion: after.version, items };
    },
    async compare(documents) {
      checkSizes(documents);
      const inForce = await existing(undefined);
      return { fromVersion: inForce.version, toVersion: null, items: between(inForce.documents, documents) };
    },
    async plan(documents) {
      checkSizes(documents);
      const inForce = await existing(undefined);
      const { isValid, issues, warnings } = checkDocuments(documents, facets);
      const isUnchanged = isSameProgram(inForce.documents, documents);
      const preview = isValid && !isUnchanged ? startUnlessBusy(previews, documents) : null;
      return {
        currentVersion: inForce.version,
        isUnchanged,
        changes: between(inForce.documents, documents),
        issues,
        warnings,
        previewId: preview?.id ?? null,
      };
    },
    apply: (context, request) => publishing.apply(context, request),
  };
}

const firstVersion = 1;

/** What differs and what is refused can be said while as many members are counted as may: then who would move is not. */
function startUnlessBusy(previews: Previews, documents: ProgramDocuments): Preview | null {
  try {
    return previews.start({ documents, historyMonths: 0 });
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'request.rate_limited') return null;
    throw error;
  }
}

function toWire({ document, kind, title, changes }: DocumentChange): ProgramChanges['items'][number] {
  return {
    document,
    kind,
    title: { ...title },
    changes: changes.map((change) => ({ ...change, words: { ...change.words } })),
  };
}
