import { openView, type LoggedStep, type OutcomeEntry } from '@perennial/domain';
import type { FoldStore, MemberKey } from '../fold/fold-store.ts';
import type { Programs } from '../fold/programs.ts';
import { foldMember } from './folding/fold-member.ts';
import type { FoldedMember } from './folding/fold-member.ts';
import { createFolding, createLogs } from './folding/foldings.ts';
import { readLogsOf } from './folding/read-page.ts';
import { recordedShares, sharesCutAgain } from './folding/shares.ts';
import type { Cuts, EntryPair, EntryStep, ExplainedMember, RehearsalAsked } from './answer/rehearsal.ts';
import { createSides } from './sides.ts';

export interface ExplainOptions {
  readonly asked: RehearsalAsked;
  readonly key: MemberKey;
  /** Of the rehearsal whose member she is. */
  readonly cuts: Cuts;
}

/**
 * Why a member has another figure under the draft: what both programs did to her, side by side, each with the rule that said so and the step of
 * the log that it came of. Whom she took in is not among it: what came from there are entries of her own. Null: nobody of that id has a log.
 */
export async function explainRehearsed(
  store: FoldStore,
  programs: Programs,
  { asked, key, cuts }: ExplainOptions,
): Promise<ExplainedMember | null> {
  await programs.ensure(await store.latestProgramVersion());
  const sides = createSides(programs, asked);
  const position = Number.MAX_SAFE_INTEGER;
  const { logs, inputs } = await store.snapshot('explain-rehearsed', async (snapshot) => {
    const read = await readLogsOf(snapshot, [{ ...key, position }]);
    const keys = [...read].map(([id, [first]]) => ({ id, shard: first?.shard ?? key.shard }));
    return { logs: read, inputs: await snapshot.readInputs(keys) };
  });
  if ((logs.get(key.id) ?? []).length === 0) return null;
  const use = { store, programs, asked, page: { logs } };
  const logOf = createLogs(use);
  const isRecorded = asked.against === 'recorded';
  const ofBase = isRecorded ? recordedShares((id) => inputs.get(id) ?? []) : sharesCutAgain(cuts.base);
  const base = createFolding(use, { context: sides.base, shares: ofBase, isRecorded, isTrial: true }, logOf);
  const ofDraft = { context: sides.draft, shares: sharesCutAgain(cuts.draft), isRecorded: false, isTrial: true };
  const draft = createFolding(use, ofDraft, logOf);
  const to = { ...key, position, untilAt: asked.untilAt };
  const [before, after] = [await foldMember(base, to), await foldMember(draft, to)];
  return { id: key.id, entries: pairsOf({ before, after, log: logOf(to) }) };
}

interface Paired {
  readonly before: FoldedMember;
  readonly after: FoldedMember;
  readonly log: { readonly steps: readonly LoggedStep[]; readonly storedPosition: (position: number) => number };
}

function entriesOf({ member }: FoldedMember): readonly OutcomeEntry[] {
  return member.facets.list.flatMap((facet) => facet.outcomes?.entries(openView(member, facet)) ?? []);
}

/** Entries that match stand side by side, the first with the first; all of them in the order of their instants. */
function pairsOf({ before, after, log }: Paired): readonly EntryPair[] {
  const steps = new Map(log.steps.map((step) => [step.position, step]));
  const left = Map.groupBy(entriesOf(after), ({ document, matches }) => `${document} ${matches}`);
  const pairs: { base: OutcomeEntry | null; draft: OutcomeEntry | null; said: OutcomeEntry }[] = [];
  for (const base of entriesOf(before)) {
    const draft = left.get(`${base.document} ${base.matches}`)?.shift() ?? null;
    pairs.push({ base, draft, said: base });
  }
  for (const entries of left.values()) for (const draft of entries) pairs.push({ base: null, draft, said: draft });
  pairs.sort((a, b) => a.said.at - b.said.at || a.said.position - b.said.position);
  return pairs.map(({ base, draft, said: { document, at, position } }) => {
    const step = steps.get(position);
    return { document, at, base, draft, step: step === undefined ? null : stepOf(step, log.storedPosition(position)) };
  });
}

function stepOf(step: LoggedStep, position: number): EntryStep {
  const { kind, recordedAt } = step;
  const place = { position, kind, recordedAt, occurredAt: recordedAt, source: '', messageId: '', type: '' };
  if (step.kind === 'decision') return { ...place, type: step.command, messageId: step.decisionId };
  if (step.kind !== 'fact') return place;
  const { type, source, messageId, occurredAt } = step;
  return { ...place, type, source, messageId, occurredAt };
}
