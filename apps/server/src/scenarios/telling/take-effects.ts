import type { FactPayload } from '@perennial/domain';
import { listEffects } from '@perennial/postgres/scratch';
import { readJson } from '../../use-cases/kernel/stored-json.ts';
import type { Stage } from '../stage/stage.ts';

/** Places of effects that a story has looked at. */
export type SeenEffects = Set<string>;

interface Taking {
  readonly stage: Stage;
  readonly seen: SeenEffects;
  /** Whose; everybody's where nobody is named, such as those of somebody who was erased. */
  readonly memberId?: string | undefined;
}

/** What was asked to be done outside and was not looked at before, oldest first: each is looked at once. */
export async function takeEffects({ stage, seen, memberId }: Taking): Promise<readonly FactPayload[]> {
  const rows = await listEffects(stage.platform.database);
  const fresh = rows.filter(
    (row) => (memberId === undefined || row.member_id === memberId) && !seen.has(`${row.shard}:${row.position}`),
  );
  for (const { shard, position } of fresh) seen.add(`${shard}:${position}`);
  return fresh.map((row) => ({
    type: row.type,
    occurredAt: new Date(row.occurred_at).toISOString(),
    recordedAt: new Date(row.recorded_at).toISOString(),
    cause: row.cause_kind,
    // A facet's request is an object.
    ...(readJson(row.payload) as FactPayload),
  }));
}
