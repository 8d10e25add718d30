import type { FactPayload } from '@perennial/domain';
import { listDerived } from '@perennial/postgres/scratch';
import type { DerivedRow } from '@perennial/postgres/scratch';
import type { CallContext } from '../../use-cases/kernel/call-context.ts';
import { readJson } from '../../use-cases/kernel/stored-json.ts';
import type { Stage } from '../stage/stage.ts';
import { showTime } from '../story/time.ts';

export interface News {
  /** What the fold has told since the last time, each with when it holds from and what it came from. */
  sinceThen(): Promise<readonly string[]>;
}

interface Told {
  readonly stage: Stage;
  readonly context: CallContext;
  readonly zone: string;
}

/** What follows from a story's steps, in words for whoever looks for the cause of a difference. */
export function explainNews({ stage, context, zone }: Told): News {
  const told = new Set<string>();
  return {
    async sinceThen() {
      const rows = await listDerived(stage.platform.database);
      const fresh = rows.filter(({ shard, position }) => !told.has(`${shard}:${position}`));
      for (const { shard, position } of fresh) told.add(`${shard}:${position}`);
      return Promise.all(fresh.map((row) => describe({ stage, context, zone }, row)));
    },
  };
}

const causes: Readonly<Record<string, string>> = {
  fact: 'by a fact',
  decision: 'by a decision',
  wake: 'by time',
  program: 'by a published version',
  merge: 'by a merge',
  split: 'by an undone merge',
  refold: 'by an order that came late',
};

async function describe({ stage, context, zone }: Told, row: DerivedRow): Promise<string> {
  const { label } = await stage.useCases.members.get(context, { memberId: row.member_id });
  const payload = readJson(row.payload) as FactPayload;
  const late = row.recorded_at === row.occurred_at ? '' : `, known ${showTime(row.recorded_at, zone)}`;
  const said = Object.entries(payload)
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  const cause = causes[row.cause_kind] ?? row.cause_kind;
  return `  ${showTime(row.occurred_at, zone)}  ${label}: ${row.type} (${said}) ${cause}${late}`;
}
