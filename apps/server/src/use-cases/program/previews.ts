import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { Facets, ProgramDocuments } from '@perennial/domain';
import type { ProgramPreview } from '@perennial/engine';
import type { Job, JobControl, Jobs } from '../kernel/jobs.ts';
import { labelOf } from '../personal-data/label.ts';
import { dayOf, monthEndsBefore } from '../reading/days.ts';
import { checkSizes, requireValid } from './check-documents.ts';

export type PreviewResult = ProgramPreview;

/** What is judged: documents, at an instant and at those of the past. */
export interface PreviewAsked {
  readonly documents: ProgramDocuments;
  /** Epoch milliseconds. */
  readonly asOf: number;
  readonly instants: readonly number[];
}

/** Judges every member under documents that are not published, without writing anything. */
export type PreviewMembers = (asked: PreviewAsked, control: JobControl) => Promise<PreviewResult>;

export interface PreviewRequest {
  readonly documents: ProgramDocuments;
  /** How many ends of months of history are judged as well. */
  readonly historyMonths: number;
}

export interface PreviewDependencies {
  readonly facets: Facets;
  readonly previews: Jobs<PreviewResult>;
  readonly previewMembers: PreviewMembers;
  readonly now: () => number;
  /** IANA zone in which months end. */
  readonly zone: string;
}

/** A preview so far: its moves come with its end. */
export type Preview = RouteAnswer<Routes['program']['preview']>;

/** Who would stand where if documents were published, found out in the background. */
export interface Previews {
  /** Throws `request.too_large`, `program.invalid`, and `request.rate_limited` while as many run as may. */
  start(request: PreviewRequest): Preview;
  /** Throws `job.not_found`. */
  get(jobId: string): Preview;
  /** Throws `job.not_found`. */
  cancel(jobId: string): void;
}

export function createPreviews({ facets, previews, previewMembers, now, zone }: PreviewDependencies): Previews {
  const say = (job: Job<PreviewResult>) => toPreview(job, { now: now(), zone });
  return {
    start({ documents, historyMonths }) {
      checkSizes(documents);
      requireValid(documents, facets);
      const asOf = now();
      const instants = monthEndsBefore(asOf, zone, historyMonths);
      return say(previews.start((control) => previewMembers({ documents, asOf, instants }, control)));
    },
    get: (jobId) => say(previews.get(jobId)),
    cancel: (jobId) => previews.cancel(jobId),
  };
}

function toPreview(
  { progress, result }: Job<PreviewResult>,
  { now, zone }: { readonly now: number; readonly zone: string },
): Preview {
  const moves = result?.moves ?? [];
  return {
    ...progress,
    asOfAt: result?.asOfAt ?? now,
    moves: moves.map((move) => ({ ...move, sample: move.sample.map((id) => ({ id, label: labelOf(id) })) })),
    membersChanged: result?.membersChanged ?? 0,
    history: result === undefined ? null : historyOf(result, zone),
  };
}

function historyOf({ past, pastMembersChanged }: PreviewResult, zone: string): Preview['history'] {
  if (past.length === 0) return null;
  const months = past.map(({ at, members, membersChanged, moves }) => {
    return { on: dayOf(at, zone), at, members, membersChanged, moves: [...moves] };
  });
  return { membersChanged: pastMembersChanged, months };
}
