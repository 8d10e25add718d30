import type { RouteAnswer, Routes } from '@perennial/contracts';
import type { Facets, MemberId, ProgramDocuments } from '@perennial/domain';
import type {
  Cuts,
  EntryPair,
  ExplainedMember,
  OpenedMember,
  Rehearsal,
  RehearsalAsked,
  RehearsalResult,
} from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import type { Job, JobControl, Jobs } from '../kernel/jobs.ts';
import { decodeCursor, encodeCursor } from '../kernel/paging.ts';
import type { Page, PageRequest } from '../kernel/paging.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { labelOf } from '../personal-data/label.ts';
import { endOfDay, startOfDay } from '../reading/days.ts';
import { checkSizes, requireValid } from './check-documents.ts';

/** A rehearsal that is under way or over, with what was asked. */
export interface Rehearsed {
  readonly said: Said;
  readonly asked: RehearsalAsked;
  readonly result: RehearsalResult;
}

type Answer = RouteAnswer<Routes['program']['rehearsal']>;
type Said = Pick<Answer, 'against' | 'from' | 'to' | 'backfill'>;
type ExplainedEntry = RouteAnswer<Routes['program']['rehearsalMember']>['items'][number];
type ListedMember = RouteAnswer<Routes['program']['rehearsalMembers']>['items'][number];

export interface RehearsalDependencies {
  readonly audit: Audit;
  readonly facets: Facets;
  readonly rehearsals: Jobs<Rehearsed>;
  /** Folds the log under both programs, without writing anything. */
  readonly rehearse: (asked: RehearsalAsked, control: JobControl) => Promise<RehearsalResult>;
  /** One member again; null: nobody of that id has a log. */
  readonly explainRehearsed: (asked: RehearsalAsked, id: MemberId, cuts: Cuts) => Promise<ExplainedMember | null>;
  /** Throws `draft.not_found`. */
  readonly documentsOfDraft: (draftId: string) => Promise<ProgramDocuments>;
  readonly now: () => number;
  /** IANA zone of calendar days. */
  readonly zone: string;
}

export interface RehearsalRequest {
  readonly documents?: ProgramDocuments | undefined;
  readonly draftId?: string | undefined;
  readonly against: 'live' | 'recorded';
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly backfill: 'recorded' | 'live';
  readonly isVerified: boolean;
}

/** What would have been different, had a draft been in force. Found out in the background, of everybody, without writing anything. */
export interface Rehearsals {
  /**
   * Throws `request.invalid` for what cannot be asked together, `draft.not_found`, `request.too_large`, `program.invalid`, and
   * `request.rate_limited` while as many run as may.
   */
  start(context: CallContext, request: RehearsalRequest): Promise<Answer>;
  /** Throws `job.not_found`. */
  get(jobId: string): Answer;
  /** Throws `job.not_found`. */
  cancel(jobId: string): void;
  /** The members of a line. Throws `job.not_found` before it has succeeded, `request.invalid` for a list that no line names. */
  members(jobId: string, request: PageRequest & { readonly list: string }): ListedPage;
  /** Why one of them has another figure. Throws `job.not_found`, `member.not_found`. */
  member(jobId: string, request: PageRequest & { readonly memberId: string }): Promise<Page<ExplainedEntry>>;
}

interface ListedPage extends Page<ListedMember> {
  readonly members: number;
}

export function createRehearsals(dependencies: RehearsalDependencies): Rehearsals {
  const { audit, facets, rehearsals, rehearse, explainRehearsed } = dependencies;
  /** What jobs that have no result yet were asked: their progress says it too. */
  const said = new Map<string, Said>();
  const say = (job: Job<Rehearsed>) => toAnswer(job, job.result?.said ?? said.get(job.progress.id));
  const ended = (jobId: string): Rehearsed => {
    const { result } = rehearsals.get(jobId);
    if (result === undefined) throw new ProblemError('job.not_found');
    return result;
  };
  return {
    start: (context, request) =>
      audit.act(context, { action: 'program.rehearsed' }, async (note) => {
        checkTogether(request);
        const documents = await documentsOf(dependencies, request);
        checkSizes(documents);
        requireValid(documents, facets);
        const asked = toAsked(dependencies, request, documents);
        const { against, from = null, to = null, backfill } = request;
        const saidOfIt = { against, from, to, backfill };
        const job = rehearsals.start(async (control) => {
          const result = await rehearse(asked, control);
          return { said: saidOfIt, asked, result };
        });
        note({ subject: job.progress.id });
        said.set(job.progress.id, saidOfIt);
        const [oldest] = said.keys();
        if (said.size > saidMax && oldest !== undefined) said.delete(oldest);
        return say(job);
      }),
    get: (jobId) => say(rehearsals.get(jobId)),
    cancel: (jobId) => rehearsals.cancel(jobId),
    members(jobId, { list, ...request }) {
      const opened = ended(jobId).result.open(list);
      if (opened === null) throw invalid('No line of this rehearsal names such a list.', '本次试算没有这个列表。');
      return { members: opened.members, ...pageOf(opened.items, request, toListed) };
    },
    async member(jobId, { memberId, ...request }) {
      const { asked, result } = ended(jobId);
      const explained = await explainRehearsed(
        { ...asked, version: result.rehearsal.asked.version },
        memberId as MemberId,
        result.cuts,
      );
      if (explained === null) throw new ProblemError('member.not_found');
      return pageOf(explained.entries, request, toEntry);
    },
  };
}

/** Far more than jobs are kept. */
const saidMax = 100;

function invalid(en: string, zh: string): ProblemError {
  return new ProblemError('request.invalid', { detail: { en, zh } });
}

/** Throws `request.invalid`. */
function checkTogether({ documents, draftId, against, backfill, isVerified, to, from }: RehearsalRequest): void {
  if ((documents === undefined) === (draftId === undefined))
    throw invalid('Either documents or the id of a draft is expected.', '需要提供文档或草稿编号，二者选一。');
  if (against === 'recorded' && backfill === 'live')
    throw invalid(
      'What was recorded is held against as it was recorded.',
      '与实际记录对比时，历史事件按记录时间计算。',
    );
  if (isVerified && (against !== 'recorded' || to !== undefined))
    throw invalid(
      'What is stored is compared with what was recorded, until now.',
      '核对存储数据时，须与实际记录对比，且截至当前。',
    );
  if (from !== undefined && to !== undefined && from > to)
    throw invalid('The last day is before its first day.', '结束日期早于开始日期。');
}

async function documentsOf(
  { documentsOfDraft }: RehearsalDependencies,
  { documents, draftId }: RehearsalRequest,
): Promise<ProgramDocuments> {
  return documents ?? (await documentsOfDraft(draftId ?? ''));
}

function toAsked(
  { now, zone }: RehearsalDependencies,
  { against, from, to, backfill, isVerified }: RehearsalRequest,
  documents: ProgramDocuments,
): RehearsalAsked {
  const at = now();
  const fromAt = from === undefined ? null : startOfDay(from, zone);
  const untilAt = to === undefined ? at : Math.min(at, endOfDay(to, zone) - 1);
  return { documents, version: null, against, fromAt, untilAt, isBackfillLive: backfill === 'live', isVerified };
}

/** Items are kept in memory: the cursor is how many came before. */
function pageOf<Item, Shown>(
  items: readonly Item[],
  { cursor, limit }: PageRequest,
  show: (item: Item) => Shown,
): Page<Shown> {
  const [from] = decodeCursor(cursor, [0]);
  const next = from + limit;
  return {
    items: items.slice(from, next).map((item) => show(item)),
    nextCursor: next < items.length ? encodeCursor([next]) : null,
  };
}

function toListed({ id, base, draft }: OpenedMember): ListedMember {
  return { id, label: labelOf(id), base, draft, difference: draft - base };
}

function toEntry({ document, at, step, base, draft }: EntryPair): ExplainedEntry {
  const said = (entry: EntryPair['base']) => {
    if (entry === null) return null;
    const { kind, units, after, rule, source, sourceId } = entry;
    return { kind, units, after, rule, source, sourceId };
  };
  if (step === null) return { document, at, step, base: said(base), draft: said(draft) };
  const { position: _, ...of } = step;
  return { document, at, step: of, base: said(base), draft: said(draft) };
}

const unknownSaid: Said = { against: 'live', from: null, to: null, backfill: 'recorded' };

function toAnswer({ progress, result }: Job<Rehearsed>, said: Said = unknownSaid): Answer {
  return { ...progress, ...said, result: result === undefined ? null : toResult(result.result.rehearsal) };
}

function toResult({ asked, steps, ...rehearsal }: Rehearsal): NonNullable<Answer['result']> {
  const { gains, lines, moves, standings, failed, verified } = rehearsal;
  return {
    ...rehearsal,
    asOfAt: asked.untilAt,
    facts: steps,
    gains: gains.map(({ line, ...sides }) => ({ line: line === null ? null : wordsOf(line), ...sides })),
    lines: lines.map((line) => ({ ...line, ...wordsOf(line), months: [...line.months] })),
    moves: [...moves],
    standings: [...standings],
    failed: { members: failed.members, examples: [...failed.examples] },
    verified:
      verified === null
        ? null
        : {
            ...verified,
            examples: verified.examples.map(({ memberId, differences }) => ({
              memberId,
              differences: [...differences],
            })),
          },
  };
}

type Words = NonNullable<Rehearsal['gains'][number]['line']>;

function wordsOf({ document, title, figure, label }: Words) {
  return { document, title: { ...title }, figure, label: { ...label } };
}
