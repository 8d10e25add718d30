import type { RouteAnswer, RouteCall, Routes } from '@perennial/contracts';
import type { Commands, MemberPlace } from '@perennial/engine';
import type { Audit } from '../audit/audit.ts';
import type { CallContext } from '../kernel/call-context.ts';
import { nameOfCaller } from '../kernel/caller.ts';
import type { Job, JobControl, Jobs } from '../kernel/jobs.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { isMaskedText, maskText } from '../personal-data/mask-text.ts';
import { collectMembers, countedMembers } from '../member-list/members-meant.ts';
import type { Meant, MembersMeantDependencies } from '../member-list/members-meant.ts';
import type { ListTags } from './list-tags.ts';

/** One writing of a tag. */
interface Writing {
  readonly tag: string;
  readonly action: 'add' | 'remove';
}

/** What came of a change, kept so that it can be taken back. */
export interface TagChangeResult {
  /** Each with what was another by it: who had a tag before, or had it not, has nothing to be taken back of it. */
  readonly members: readonly Written[];
  readonly refused: number;
}

/** A member, and what is to be written of her or was. */
interface Written {
  readonly member: MemberPlace;
  readonly writings: readonly Writing[];
}

/** A change while it runs, as its job has it. */
export interface TagChange {
  readonly kind: Request['kind'];
  readonly tag: string;
  readonly to: string;
  readonly result: TagChangeResult;
}

export interface ChangeTagsDependencies extends MembersMeantDependencies {
  readonly audit: Audit;
  readonly commands: Pick<Commands, 'act'>;
  readonly jobs: Jobs<TagChange>;
  readonly tagMeant: ListTags['meant'];
}

type Request = RouteCall<Routes['tags']['change']>['body'];
type Answer = RouteAnswer<Routes['tags']['change']>;

export interface ChangeTags {
  /** Throws `members.count_changed`, `job.not_found`, and `request.rate_limited` while as many run as may. */
  start(context: CallContext, request: Request): Promise<Answer>;
  progress(jobId: string): Answer;
  cancel(jobId: string): void;
}

/** Of whom tags change in one go: they wait in one queue, and so go together in few transactions. */
const atOnce = 200;

/**
 * Changes tags of many members in the background: one entry of the audit log says what was done to how many; in the timeline of each it
 * stands as a decision of whoever asked for it. Doing it again changes nothing, so what was cut off may be asked for again.
 */
export function createChangeTags(dependencies: ChangeTagsDependencies): ChangeTags {
  const { jobs } = dependencies;
  const running = new Map<string, { readonly latest: TagChange }>();
  return {
    async start(context, request) {
      const change = await changeOf(dependencies, context, request);
      const first: TagChange = { ...change.said, result: { members: [], refused: 0 } };
      const state = { latest: first };
      const note = (next: TagChange) => {
        state.latest = next;
      };
      const job = jobs.start((control) => run(dependencies, { context, change, note, first }, control));
      running.set(job.progress.id, state);
      return toAnswer(job, state.latest);
    },
    progress: (jobId) => toAnswer(jobs.get(jobId), running.get(jobId)?.latest),
    cancel: (jobId) => jobs.cancel(jobId),
  };
}

interface Change {
  readonly said: Pick<TagChange, 'kind' | 'tag' | 'to'>;
  readonly meant: () => Promise<readonly Written[]>;
}

async function changeOf(dependencies: ChangeTagsDependencies, context: CallContext, request: Request): Promise<Change> {
  if (request.kind === 'undo') return undoOf(dependencies, request.changeId);
  const tag = isMaskedText(request.tag) ? await dependencies.tagMeant(request.tag) : request.tag;
  const to = request.kind === 'rename' ? request.to : '';
  if (to === tag) throw new ProblemError('request.invalid');
  const meant: Meant = {
    caller: context.caller,
    filter: 'filter' in request ? request.filter : { condition: { field: `tag.${tag}`, operator: '=', value: true } },
  };
  const found = await countedMembers(dependencies, meant);
  if (found !== request.membersMeant) throw new ProblemError('members.count_changed', { context: { members: found } });
  const writings = writingsOf(request.kind, tag, to);
  return {
    said: { kind: request.kind, tag, to },
    meant: async () => (await collectMembers(dependencies, meant)).map((member) => ({ member, writings })),
  };
}

function writingsOf(kind: Exclude<Request['kind'], 'undo'>, tag: string, to: string): readonly Writing[] {
  if (kind === 'add') return [{ tag, action: 'add' }];
  const away: Writing = { tag, action: 'remove' };
  return kind === 'rename' ? [{ tag: to, action: 'add' }, away] : [away];
}

/** Of those alone whom it changed, and of each what it changed: who had the tag before keeps it. */
function undoOf({ jobs }: ChangeTagsDependencies, jobId: string): Change {
  const { progress, result } = jobs.get(jobId);
  if (result === undefined || progress.finishedAt === null) throw new ProblemError('job.not_found');
  const { tag, to } = result;
  const back = result.result.members.map(({ member, writings }) => ({ member, writings: reversed(writings) }));
  return { said: { kind: 'undo', tag, to }, meant: async () => back };
}

function reversed(writings: readonly Writing[]): readonly Writing[] {
  return writings.toReversed().map(({ tag, action }) => ({ tag, action: action === 'add' ? 'remove' : 'add' }));
}

interface Running {
  readonly context: CallContext;
  readonly change: Change;
  readonly note: (change: TagChange) => void;
  readonly first: TagChange;
}

async function run(
  { audit, commands }: ChangeTagsDependencies,
  { context, change, note, first }: Running,
  { signal, report }: JobControl,
): Promise<TagChange> {
  const { kind, tag, to } = change.said;
  const act = { action: 'members.tags_changed', subject: to === '' ? tag : `${tag}/${to}` } as const;
  return audit.act(context, act, async (noteAct) => {
    const members = await change.meant();
    let state = first;
    for (let n = 0; n < members.length && !signal.aborted; n += atOnce) {
      report(n, members.length);
      const page = members.slice(n, n + atOnce);
      const done = await Promise.all(page.map((wanted) => writeAll(commands, context, wanted)));
      const changed = page.flatMap(({ member }, index) => {
        const writings = done[index]?.changed ?? [];
        return writings.length === 0 ? [] : [{ member, writings }];
      });
      state = {
        ...state,
        result: {
          ...state.result,
          members: [...state.result.members, ...changed],
          refused: state.result.refused + done.filter(({ isRefused }) => isRefused).length,
        },
      };
      note(state);
      noteAct({ reason: `${kind}: ${state.result.members.length} of ${members.length} members changed` });
    }
    report(members.length, members.length);
    return state;
  });
}

/** What was another by it; what came before a refusal was. */
async function writeAll(
  commands: Pick<Commands, 'act'>,
  context: CallContext,
  { member, writings }: Written,
): Promise<{ readonly changed: readonly Writing[]; readonly isRefused: boolean }> {
  const changed: Writing[] = [];
  const by = nameOfCaller(context.caller);
  const caller = `${context.caller.kind}:${context.caller.id}`;
  for (const { tag, action } of writings) {
    const input = { tag, action };
    const outcome = await commands
      .act({ caller, key: null, said: input, hidesErased: true, command: 'tag', member, input, by })
      .catch(() => undefined);
    if (outcome?.kind !== 'done') return { changed, isRefused: true };
    if (outcome.answer['changed'] !== 0) changed.push(input);
  }
  return { changed, isRefused: false };
}

function toAnswer({ progress, result }: Job<TagChange>, running: TagChange | undefined): Answer {
  const change = result ?? running;
  if (change === undefined) throw new ProblemError('job.not_found');
  const { kind, tag, to, result: sofar } = change;
  const { members, refused } = sofar;
  return { ...progress, kind, tag: maskText(tag), to: maskText(to), changed: members.length, refused };
}
