import type { JobProgress } from '@perennial/contracts';
import type { Facets, MemberId, ProgramDocuments } from '@perennial/domain';
import type { Job, JobControl, Jobs } from '../kernel/jobs.ts';
import { labelOf } from '../personal-data/label.ts';
import { checkSizes, requireValid } from './check-documents.ts';

export interface PreviewMove {
  readonly lifecycle: string;
  /** '' for members who stand in no stage of it now. */
  readonly from: string;
  readonly to: string;
  readonly members: number;
  readonly sample: readonly MemberId[];
}

export interface PreviewResult {
  /** Epoch milliseconds: stages now against stages under the draft, both at this instant. */
  readonly asOfAt: number;
  readonly moves: readonly PreviewMove[];
}

/** Judges every member under documents that are not published, without writing anything. */
export type PreviewMembers = (documents: ProgramDocuments, asOf: number, control: JobControl) => Promise<PreviewResult>;

export interface PreviewDependencies {
  readonly facets: Facets;
  readonly previews: Jobs<PreviewResult>;
  readonly previewMembers: PreviewMembers;
  readonly now: () => number;
}

interface LabelledMove extends Omit<PreviewMove, 'sample'> {
  readonly sample: { readonly id: MemberId; readonly label: string }[];
}

/** A preview so far: its moves come with its end. */
export interface Preview extends JobProgress {
  readonly asOfAt: number;
  readonly moves: LabelledMove[];
  readonly membersChanged: number;
}

/** Who would stand where if documents were published, found out in the background. */
export interface Previews {
  /** Throws `request.too_large`, `program.invalid`, and `request.rate_limited` while as many run as may. */
  start(documents: ProgramDocuments): Preview;
  /** Throws `job.not_found`. */
  get(jobId: string): Preview;
  /** Throws `job.not_found`. */
  cancel(jobId: string): void;
}

export function createPreviews({ facets, previews, previewMembers, now }: PreviewDependencies): Previews {
  return {
    start(documents) {
      checkSizes(documents);
      requireValid(documents, facets);
      const asOf = now();
      return toPreview(
        previews.start((control) => previewMembers(documents, asOf, control)),
        now(),
      );
    },
    get: (jobId) => toPreview(previews.get(jobId), now()),
    cancel: (jobId) => previews.cancel(jobId),
  };
}

function toPreview({ progress, result }: Job<PreviewResult>, now: number): Preview {
  const moves = result?.moves ?? [];
  return {
    ...progress,
    asOfAt: result?.asOfAt ?? now,
    moves: moves.map((move) => ({ ...move, sample: move.sample.map((id) => ({ id, label: labelOf(id) })) })),
    membersChanged: moves.reduce((sum, move) => sum + (move.from === move.to ? 0 : move.members), 0),
  };
}
