import { parseProgram } from '@perennial/domain';
import type { MemberId, ProgramDocuments } from '@perennial/domain';
import type { Job, JobControl, Jobs } from '../kernel/jobs.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import type { GroupHandlers } from '../../http/routing/handlers.ts';
import { checkSizes } from './drafts.ts';

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
  readonly previews: Jobs<PreviewResult>;
  readonly previewMembers: PreviewMembers;
  readonly now: () => number;
}

type PreviewHandlers = Pick<GroupHandlers<'program'>, 'startPreview' | 'preview' | 'cancelPreview'>;

export function createPreviewHandlers({ previews, previewMembers, now }: PreviewDependencies): PreviewHandlers {
  return {
    startPreview: async ({ body }) => {
      checkSizes(body.documents);
      requireValid(body.documents);
      const asOf = now();
      return toAnswer(
        previews.start((control) => previewMembers(body.documents, asOf, control)),
        now(),
      );
    },
    preview: async ({ params }) => toAnswer(previews.get(params.jobId), now()),
    cancelPreview: async ({ params }) => {
      previews.cancel(params.jobId);
      return {};
    },
  };
}

/** Throws `program.invalid`, naming each place. */
export function requireValid(documents: ProgramDocuments): void {
  const parsed = parseProgram(documents);
  if (parsed.isValid) return;
  throw new ProblemError('program.invalid', {
    errors: parsed.problems
      .slice(0, 50)
      .map(({ document, path, message }) => ({ path: `/${document}#${path}`, message })),
  });
}

function toAnswer({ progress, result }: Job<PreviewResult>, now: number) {
  const moves = result?.moves ?? [];
  return {
    ...progress,
    asOfAt: result?.asOfAt ?? now,
    moves: moves.map((move) => ({ ...move, sample: move.sample.map((id) => ({ id, label: labelOf(id) })) })),
    membersChanged: moves.reduce((sum, move) => sum + (move.from === move.to ? 0 : move.members), 0),
  };
}

/** How a member is shown where her name may not be: the end of her id. */
export function labelOf(id: string): string {
  return `#${id.slice(-6)}`;
}
