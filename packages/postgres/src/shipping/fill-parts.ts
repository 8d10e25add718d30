import type { LensLayout, LensTable } from '@perennial/domain';
import type { TouchedContent } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { nextBlockId } from '../sql/lens/blocks.ts';
import {
  beginLensFills,
  deleteLensParts,
  moveMemberCursors,
  moveStepCursor,
  readLensFills,
  readLensParts,
  writeLensParts,
  type LensFillRow,
} from '../sql/lens/parts.ts';
import { readMembersAfter, readStepsAfter } from '../sql/lens/read-fill.ts';
import { readMembersOf, readRowsOf } from './read-members.ts';
import type { LensUse } from './read-members.ts';
import { addRowsOfSteps, toShippedRows } from './step-rows.ts';
import type { RowsByTable } from './step-rows.ts';

/**
 * Notes which parts the facets bring now. A new lens is sent everything anyway; in a known one the cursors of a part that is new or
 * another one are set to the beginning, so that it is filled alone, beside what comes.
 */
export async function noteParts(
  sql: Sql,
  lens: { readonly id: string; readonly isNew: boolean },
  { fingerprints, tables }: LensLayout,
): Promise<void> {
  const known = new Map((await readLensParts(sql, lens.id)).map(({ part, fingerprint }) => [part, fingerprint]));
  const changed = [...fingerprints].filter(([part, fingerprint]) => known.get(part) !== fingerprint);
  const gone = [...known.keys()].filter((part) => !fingerprints.has(part));
  if (gone.length > 0) await deleteLensParts(sql, lens.id, gone);
  if (changed.length === 0) return;
  await writeLensParts(
    sql,
    lens.id,
    changed.map(([part, fingerprint]) => ({ part, fingerprint })),
  );
  if (lens.isNew) return;
  const names = changed.map(([part]) => part);
  const tableOf = new Map(tables.map((table) => [table.part.name, table.part]));
  await beginLensFills(sql, lens.id, {
    ofMembers: names.filter((name) => tableOf.get(name) === undefined || tableOf.get(name)?.whole !== undefined),
    ofSteps: names.filter((name) => tableOf.get(name)?.steps !== undefined),
  });
}

interface FillUse extends LensUse {
  readonly lens: string;
  /** Greatest number of members, or of steps. */
  readonly limit: number;
}

/** The next page of a part that is being filled; undefined when all are. */
export async function readFill(sql: Sql, use: FillUse): Promise<TouchedContent | undefined> {
  const fills = await readLensFills(sql, use.lens);
  const [first] = fills;
  if (first === undefined) return undefined;
  // Taken before the rows are read: a snapshot must not be older than its version.
  const version = await nextBlockId(sql);
  const table = use.layout.tables.find(({ part }) => part.name === first.part);
  if (table === undefined) return fillMembers(sql, { version, alike: alikeOf(fills, first, use.layout) }, use);
  return first.member_shard === null
    ? fillSteps(sql, { version, fill: first, table }, use)
    : fillTable(sql, { version, fill: first, table }, use);
}

/** The columns of members stand in one row, which is sent once for all parts that have come as far. */
function alikeOf(fills: readonly LensFillRow[], first: LensFillRow, { tables }: LensLayout): readonly LensFillRow[] {
  const names = new Set(tables.map(({ part }) => part.name));
  const isAlike = (fill: LensFillRow) => fill.member_shard === first.member_shard && fill.member_id === first.member_id;
  return fills.filter((fill) => !names.has(fill.part) && isAlike(fill));
}

async function fillMembers(
  sql: Sql,
  { version, alike }: { readonly version: number; readonly alike: readonly LensFillRow[] },
  use: FillUse,
): Promise<TouchedContent> {
  const { places, done } = await pageOfMembers(sql, alike, use);
  const wanted = places.map((place) => ({ ...place, tables: [] }));
  const members = await readMembersOf(sql, wanted, { ...use, rows: new Map() });
  return { version, members, rows: [], looked: places.length, done };
}

interface TableFill {
  readonly version: number;
  readonly fill: LensFillRow;
  readonly table: LensTable;
}

async function fillTable(sql: Sql, { version, fill, table }: TableFill, use: FillUse): Promise<TouchedContent> {
  const { places, done } = await pageOfMembers(sql, [fill], use);
  const rows: RowsByTable = new Map();
  await readRowsOf(sql, places, { ...use, table, rows });
  return { version, members: [], rows: toShippedRows(rows), looked: places.length, done };
}

async function pageOfMembers(sql: Sql, fills: readonly LensFillRow[], { lens, limit }: FillUse) {
  const [fill] = fills;
  const from = { shard: fill?.member_shard ?? -1, id: fill?.member_id ?? '' };
  const places = await readMembersAfter(sql, from, limit);
  const to = places.length < limit ? null : (places.at(-1) ?? null);
  const parts = fills.map(({ part }) => part);
  return { places, done: () => moveMemberCursors(sql, { lens, parts }, { from, to }) };
}

/** Steps that come while it is filled are sent with their blocks: one that is sent twice is the same row. */
async function fillSteps(sql: Sql, { version, fill, table }: TableFill, use: FillUse): Promise<TouchedContent> {
  const { lens, limit, layout } = use;
  const from = { shard: fill.step_shard ?? -1, position: fill.step_position ?? 0 };
  const { facts: types = [], hasDecisions = false } = table.part.steps ?? {};
  const steps = await readStepsAfter(sql, from, { types, hasDecisions, limit });
  const rows: RowsByTable = new Map();
  addRowsOfSteps(rows, { ...layout, tables: [table] }, steps);
  const last = steps.at(-1);
  const to = last === undefined || steps.length < limit ? null : { shard: last.shard, position: last.position };
  const done = () => moveStepCursor(sql, { lens, part: fill.part }, { from, to });
  return { version, members: [], rows: toShippedRows(rows), looked: steps.length, done };
}
