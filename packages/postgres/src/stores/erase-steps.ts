import { logKinds, type GuestStay, type MemberPlace, type Rewriting } from '@perennial/engine';
import { columnOf, type Facets } from '@perennial/domain';
import type { Sql } from '../database/database.ts';
import {
  deleteOutboxOf,
  readAttachedSteps,
  readGuestSteps,
  readStepsToErase,
  replaceMergeCauses,
  replaceMessageIds,
  replaceMessageNames,
  replacePayloads,
  type ErasedStep,
  type LogPart,
  type StepsAfter,
} from '../sql/privacy/erased-steps.ts';
import { replaceFactIndexes, replaceGuestIndexes, replaceMergeIndexes } from '../sql/privacy/erased-indexes.ts';
import { forgetAnswers } from '../sql/privacy/erased-answers.ts';
import { forgetReasons } from '../sql/privacy/erased-reasons.ts';
import { nobodyId, noteErasureAt, noteErasures } from '../sql/lens/erasures.ts';
import { deleteDeliveriesOfEvents } from '../sql/webhooks/removal.ts';

const pageSize = 1_000;

type Forgetting = Rewriting & { readonly facets: Facets };

/**
 * Takes what is theirs out of a part of these members' logs. The log keeps positions, instants, types, amounts and decisions, so that
 * it folds to the same.
 */
export async function eraseSteps(sql: Sql, members: readonly MemberPlace[], forgetting: Forgetting): Promise<void> {
  const parts = partsOf(members, forgetting);
  let after: StepsAfter = { shard: -1, position: 0 };
  for (;;) {
    const page = await readStepsToErase(sql, parts, { after, limit: pageSize });
    await rewrite(sql, page, forgetting);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    after = last;
  }
  // Last: they say whose a fact is.
  await replaceFactIndexes(sql, parts, forgetting.salt);
}

function partsOf(members: readonly MemberPlace[], { after, upTo }: Forgetting): readonly LogPart[] {
  return members.map((place) => ({
    ...place,
    after: after?.get(place.shard) ?? 0,
    upTo: upTo === undefined ? Number.MAX_SAFE_INTEGER : (upTo.get(place.shard) ?? 0),
  }));
}

/** Takes out of their rows, of kept answers and of the audit log what names them or their messages. */
export async function eraseNames(
  sql: Sql,
  members: readonly MemberPlace[],
  { facets, salt }: Pick<Forgetting, 'facets' | 'salt'>,
): Promise<void> {
  for (const { kind } of facets.rowKinds)
    for (const [field, { namesMessage }] of Object.entries(kind.columns))
      if (namesMessage === true)
        await replaceMessageNames(sql, { table: kind.table, column: columnOf(field) }, { members, salt });
  await forgetAnswers(sql, members);
  await forgetReasons(sql, members);
}

/** Ends what is left of them beside their logs; the heads of their shards are locked. */
export async function endSteps(sql: Sql, members: readonly MemberPlace[], salt: Uint8Array): Promise<void> {
  await replaceMergeCauses(sql, members, salt);
  await replaceMergeIndexes(sql, members, salt);
  // Events first: who is just writing down whom they are told to has done so by then, or finds none.
  await deleteDeliveriesOfEvents(sql, await deleteOutboxOf(sql, members));
  await noteErasures(sql, members);
}

/** The same as of a log of her own, of what was told of a member in the log of another one. */
export async function eraseGuestSteps(sql: Sql, stay: GuestStay, forgetting: Forgetting): Promise<void> {
  let { after } = stay;
  for (;;) {
    const page = await readGuestSteps(sql, { ...stay, after }, pageSize);
    const last = page.at(-1);
    if (last === undefined) break;
    await rewrite(sql, page, forgetting);
    await noteErasureAt(
      sql,
      stay.host,
      page.map(({ position }) => position),
    );
    if (page.length < pageSize) break;
    after = last.position;
  }
  await replaceGuestIndexes(sql, stay, forgetting.salt);
}

async function rewrite(sql: Sql, steps: readonly ErasedStep[], forgetting: Forgetting): Promise<void> {
  const attached = await readAttachedSteps(sql, steps);
  const marks = attached.map(({ shard, mark }) => ({ shard, position: mark }));
  await rewriteRows(sql, attached, forgetting);
  await replaceMessageIds(sql, marks, forgetting.salt);
  for (const shard of new Set(attached.map((one) => one.shard))) {
    const positions = [...attached, ...marks].filter((one) => one.shard === shard).map(({ position }) => position);
    await noteErasureAt(sql, { shard, id: nobodyId }, positions);
  }
  await rewriteRows(sql, steps, forgetting);
}

async function rewriteRows(
  sql: Sql,
  steps: readonly ErasedStep[],
  { facets, salt, forget }: Forgetting,
): Promise<void> {
  const rewritten = steps.map((step) => ({
    ...step,
    payload:
      step.kind === logKinds.fact ? forget.ofFact(step.type, step.payload) : forget.ofDecision(step.payload, facets),
  }));
  await replacePayloads(
    sql,
    rewritten.filter(({ payload }, n) => payload !== steps[n]?.payload),
  );
  await replaceMessageIds(sql, steps, salt);
}
