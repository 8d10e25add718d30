import type { AnyRowKind, LoggedStep, Member, MemberId, Need, RowShape, StepInput } from '@perennial/domain';
import type { FoldSnapshot, FoldStore, LogAsked } from '../../fold/fold-store.ts';
import type { Programs } from '../../fold/programs.ts';

/** Members of a page with all that folding them takes, of one moment of the store. */
export interface Page {
  /** Not those who were erased: what they were made of is gone. */
  readonly members: readonly Member[];
  /** Their own logs, and those of whom they took in. */
  readonly logs: ReadonlyMap<MemberId, readonly LoggedStep[]>;
  /** What was granted to their steps; empty where nobody asks. */
  readonly inputs: ReadonlyMap<MemberId, readonly StepInput[]>;
  /** What is stored of them, by kind of row; empty where nobody asks. */
  readonly rows: ReadonlyMap<AnyRowKind, ReadonlyMap<MemberId, readonly RowShape[]>>;
  /** After whom the next page begins; null: this was the last. */
  readonly next: string | null;
}

export interface PageAsked {
  readonly shard: number;
  readonly afterId: string;
  readonly hasInputs: boolean;
  /** What is stored is to be compared: then logs end where it does. */
  readonly hasRows: boolean;
}

/** Of three thousand facts each a page is still no more than memory has. */
const pageSize = 100;

export async function readPage(store: FoldStore, programs: Programs, asked: PageAsked): Promise<Page> {
  return store.snapshot('rehearse', async (snapshot) => {
    const page = await snapshot.pageMembers(asked.shard, asked.afterId, pageSize);
    const members = page.filter(({ status }) => status !== 'erased');
    const logs = await readLogsOf(
      snapshot,
      members.map(({ id, shard, position }) => ({ id, shard, position: asked.hasRows ? position : endOfLog })),
    );
    return {
      members,
      logs,
      inputs: asked.hasInputs ? await readInputsOf(snapshot, members, logs) : new Map(),
      rows: asked.hasRows ? await readRowsOf(snapshot, programs, members) : new Map(),
      next: page.length < pageSize ? null : (page.at(-1)?.id ?? null),
    };
  });
}

const endOfLog = Number.MAX_SAFE_INTEGER;

/** The logs that are asked for, and those of all whom these members took in. */
export async function readLogsOf(
  snapshot: FoldSnapshot,
  asked: readonly LogAsked[],
): Promise<ReadonlyMap<MemberId, readonly LoggedStep[]>> {
  const logs = new Map<MemberId, readonly LoggedStep[]>();
  const upTo = new Map<MemberId, number>();
  let left = asked;
  while (left.length > 0) {
    for (const { id, position } of left) upTo.set(id, position);
    const read = await snapshot.readLogs(left);
    for (const { id } of left) logs.set(id, read.get(id) ?? []);
    const steps = [...read.values()].flat();
    left = absorbedIn(steps).filter(({ id, position }) => position > (upTo.get(id) ?? 0));
  }
  return logs;
}

/** Whom these steps took in, each once, up to her last tombstone. */
function absorbedIn(steps: readonly LoggedStep[]): readonly LogAsked[] {
  const asked = new Map<MemberId, LogAsked>();
  for (const step of steps) {
    if (step.kind !== 'merge') continue;
    const { absorbedId: id, absorbedShard: shard, absorbedPosition } = step;
    asked.set(id, { id, shard, position: Math.max(absorbedPosition, asked.get(id)?.position ?? 0) });
  }
  return [...asked.values()];
}

async function readInputsOf(
  snapshot: FoldSnapshot,
  members: readonly Member[],
  logs: Page['logs'],
): Promise<Page['inputs']> {
  const keys = new Map<MemberId, { readonly id: MemberId; readonly shard: number }>();
  for (const { id, shard } of members) keys.set(id, { id, shard });
  for (const [id, [first]] of logs) if (first !== undefined) keys.set(id, { id, shard: first.shard });
  return snapshot.readInputs([...keys.values()]);
}

async function readRowsOf(
  snapshot: FoldSnapshot,
  { facets }: Programs,
  members: readonly Member[],
): Promise<Page['rows']> {
  const apart = facets.list.filter(({ keeps }) => keeps === 'apart');
  const needs = apart.map(({ name }): Need => ({ by: 'state', facet: name }));
  await snapshot.loadRows(members.map((member) => ({ member, needs })));
  const rows = new Map<AnyRowKind, ReadonlyMap<MemberId, readonly RowShape[]>>();
  for (const { kind } of facets.rowKinds) rows.set(kind, await snapshot.readAllRows(kind, members));
  return rows;
}
