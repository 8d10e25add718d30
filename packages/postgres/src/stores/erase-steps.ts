import { logKinds, type Forget, type GuestStay, type MemberPlace } from '@perennial/engine';
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
  type StepsAfter,
} from '../sql/privacy/erased-steps.ts';
import { forgetAnswers } from '../sql/privacy/erased-answers.ts';
import { forgetReasons } from '../sql/privacy/erased-reasons.ts';
import { nobodyId, noteErasureAt, noteErasures } from '../sql/lens/erasures.ts';

const pageSize = 1_000;

export interface Forgetting {
  readonly facets: Facets;
  readonly salt: Uint8Array;
  readonly forget: Forget;
}

/**
 * Takes what is theirs out of these members' logs, out of the rows that name messages of theirs, and out of what is said about them.
 * The log keeps positions, instants, types, amounts and decisions, so that it folds to the same.
 */
export async function eraseSteps(sql: Sql, members: readonly MemberPlace[], forgetting: Forgetting): Promise<void> {
  const { facets, salt } = forgetting;
  let after: StepsAfter = { shard: -1, position: 0 };
  for (;;) {
    const page = await readStepsToErase(sql, members, { after, limit: pageSize });
    await rewrite(sql, page, forgetting);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) break;
    after = last;
  }
  for (const { kind } of facets.rowKinds)
    for (const [field, { namesMessage }] of Object.entries(kind.columns))
      if (namesMessage === true)
        await replaceMessageNames(sql, { table: kind.table, column: columnOf(field) }, { members, salt });
  await replaceMergeCauses(sql, members, salt);
  await deleteOutboxOf(sql, members);
  await forgetAnswers(sql, members);
  await forgetReasons(sql, members);
  await noteErasures(sql, members);
}

/** The same of what was told of a member in the log of another one. */
export async function eraseGuestSteps(sql: Sql, stay: GuestStay, forgetting: Forgetting): Promise<void> {
  const steps = await readGuestSteps(sql, stay);
  if (steps.length === 0) return;
  await rewrite(sql, steps, forgetting);
  await noteErasureAt(
    sql,
    stay.host,
    steps.map(({ position }) => position),
  );
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
