import { routes } from '@perennial/contracts/staff';
import { shardOf } from '@perennial/domain';
import type { FactPayload, FactValue, Member, MemberId } from '@perennial/domain';
import { readMember } from '@perennial/engine';
import { countLiving, listDerived } from '@perennial/postgres/scratch';
import { z } from 'zod';
import type { CallContext } from '../../use-cases/kernel/call-context.ts';
import { readJson } from '../../use-cases/kernel/stored-json.ts';
import type { Stage } from '../stage/stage.ts';
import type { OfAll, OfEither, OfMember } from '../story/expectations.ts';
import { tiersOf } from './observe-tiers.ts';
import { walletsOf } from './observe-wallets.ts';
import { takeEffects } from './take-effects.ts';
import type { SeenEffects } from './take-effects.ts';

/** What is asked of a member: how she is named in the story, and what is expected, whose shape says in how much detail. */
interface Asked {
  readonly stage: Stage;
  readonly context: CallContext;
  readonly memberId: MemberId;
  readonly expected: FactValue;
}

type Observer = (asked: Asked) => Promise<FactValue>;

/** As the API has it, which a story sees too. Instants are ISO texts. */
type Profile = z.input<typeof routes.members.get.response>;

const pageSize = 200;

async function profileOf({ stage, context, memberId }: Asked): Promise<Profile> {
  return z.encode(routes.members.get.response, await stage.useCases.members.get(context, { memberId }));
}

/** Of what is expected as a word alone, that word; else all that is known of it. */
const stages: Observer = async (asked) => {
  const { stages: all } = await profileOf(asked);
  const expected = fieldsOf(asked.expected);
  return Object.fromEntries(
    all.map(({ lifecycle, ...standing }) => {
      const isDetailed = typeof expected[lifecycle] === 'object' && expected[lifecycle] !== null;
      return [lifecycle, isDetailed ? toValue(standing) : standing.stage || null];
    }),
  );
};

const metrics: Observer = async (asked) =>
  Object.fromEntries((await profileOf(asked)).metrics.map(({ field, value }) => [field, value]));

const consents: Observer = async (asked) =>
  Object.fromEntries((await profileOf(asked)).consents.map(({ topic, isGranted }) => [topic, isGranted]));

/** In clear, because a story is told of nobody. */
async function clearOf({ stage, context, memberId }: Asked) {
  return stage.useCases.members.reveal(context, { memberId, reason: 'told by a story' });
}

const attributes: Observer = async (asked) =>
  Object.fromEntries((await clearOf(asked)).attributes.map(({ name, value }) => [name, value]));

const identities: Observer = async (asked) => {
  const byType = Map.groupBy((await clearOf(asked)).identities, ({ type }) => type);
  return Object.fromEntries([...byType].map(([type, held]) => [type, held.map(({ value }) => value).toSorted()]));
};

/** Every page of a list, however many there are. */
async function allOf<Item>(
  read: (page: { readonly limit: number; readonly cursor?: string }) => Promise<{
    readonly items: readonly Item[];
    readonly nextCursor: string | null;
  }>,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let page = await read({ limit: pageSize });
  items.push(...page.items);
  while (page.nextCursor !== null) {
    page = await read({ limit: pageSize, cursor: page.nextCursor });
    items.push(...page.items);
  }
  return items;
}

/** Oldest first. */
const moves: Observer = async ({ stage, context, memberId }) => {
  const items = await allOf(async (page) =>
    z.encode(routes.members.stages.response, await stage.useCases.members.stages(context, { memberId, ...page })),
  );
  return items
    .toReversed()
    .map(({ lifecycle, fromStage, stage: to, from, causeKind, causeType, isReactivation, programVersion }) => ({
      lifecycle,
      from: fromStage || null,
      to,
      at: from,
      cause: causeType ?? causeKind,
      isReactivation,
      programVersion,
    }));
};

/** Oldest first. */
const orders: Observer = async ({ stage, context, memberId }) => {
  const items = await allOf(async (page) =>
    z.encode(routes.members.orders.response, await stage.useCases.members.orders(context, { memberId, ...page })),
  );
  return toValue(items.toReversed());
};

/** Everything that the fold has told of her so far, in its order. */
const derived: Observer = async ({ stage, memberId }) => {
  const rows = await listDerived(stage.platform.database);
  return rows
    .filter((row) => row.member_id === memberId)
    .map((row) => ({
      type: row.type,
      occurredAt: new Date(row.occurred_at).toISOString(),
      recordedAt: new Date(row.recorded_at).toISOString(),
      cause: row.cause_kind,
      programVersion: row.program_version,
      ...fieldsOf(readJson(row.payload)),
    }));
};

/** The name by which she was asked for, where both are names of one member. */
const sameAs: Observer = async ({ stage, memberId, expected }) => {
  if (typeof expected !== 'string') return 'not asked: name a reference';
  const other = await stage.useCases.members.findTyped(expected);
  return other.kind === 'found' && other.memberId === memberId ? expected : null;
};

/** Of the member as she is now, however late any worker: what time alone has done by now is done. */
function ofState(describe: (member: Member, expected: FactPayload) => FactValue): Observer {
  return async ({ stage, memberId, expected }) => {
    const { foldStore, programs, installation } = stage.platform;
    const key = { shard: shardOf(memberId, installation.shard_count), id: memberId };
    const member = await readMember(foldStore, programs, { key, asOf: stage.now(), of: 'then' });
    return member === null ? null : describe(member, fieldsOf(expected));
  };
}

/** As the profile has it. */
function ofProfile(field: keyof Profile): Observer {
  return async (asked) => toValue((await profileOf(asked))[field]);
}

const ofMember: Readonly<Record<OfMember, Observer>> = {
  status: ofProfile('status'),
  mergedInto: ofProfile('mergedInto'),
  isSharedCard: ofProfile('isSharedCard'),
  joinedAt: ofProfile('joinedAt'),
  storeIds: ofProfile('storeIds'),
  tags: ofProfile('tags'),
  stages,
  metrics,
  consents,
  attributes,
  identities,
  moves,
  wallets: ofState(walletsOf),
  tiers: ofState(tiersOf),
  orders,
  derived,
  sameAs,
};

const ofAll: Readonly<Record<OfAll, (stage: Stage) => Promise<FactValue>>> = {
  members: (stage) => countLiving(stage.platform.database),
};

export interface Watching {
  readonly stage: Stage;
  readonly context: CallContext;
  readonly seenEffects: SeenEffects;
}

const ofEither: Readonly<Record<OfEither, (watching: Watching, memberId?: string) => Promise<FactValue>>> = {
  effects: ({ stage, seenEffects: seen }, memberId) => takeEffects({ stage, seen, memberId }),
};

/**
 * What is so of all that is expected. Everything of somebody who is not there is null: a story may be told before there is anything to tell.
 */
export async function observe(watching: Watching, expected: FactPayload): Promise<FactPayload> {
  const { stage, context } = watching;
  const { member, ...rest } = expected;
  const found = typeof member === 'string' ? await stage.useCases.members.findTyped(member) : undefined;
  const observed: Record<string, FactValue> = { member: describeFound(member, found, rest) };
  for (const [key, value] of Object.entries(rest)) {
    const [one, either, all] = [own(ofMember, key), own(ofEither, key), own(ofAll, key)];
    if (all !== undefined) observed[key] = await all(stage);
    else if (either !== undefined && found === undefined) observed[key] = await either(watching);
    else if (either !== undefined && found?.kind === 'found') observed[key] = await either(watching, found.memberId);
    else if (one !== undefined && found === undefined) observed[key] = 'not asked: no member is named';
    else if (one !== undefined && found?.kind === 'found')
      observed[key] = await one({ stage, context, memberId: found.memberId, expected: value });
  }
  return observed;
}

/** A table's own entry: names that every object has are none. */
function own<Entry>(table: Readonly<Record<string, Entry>>, key: string): Entry | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Whom a reference means. Who is not there may be named only to say that nothing is known of her. */
function describeFound(
  member: FactValue | undefined,
  found: Awaited<ReturnType<Stage['useCases']['members']['findTyped']>> | undefined,
  rest: FactPayload,
): FactValue {
  if (found?.kind === 'several') return `${found.memberIds.length} members`;
  const ofHer = Object.entries(rest).filter(([key]) => !Object.hasOwn(ofAll, key));
  const isAbsenceAsked = ofHer.length > 0 && ofHer.every(([, value]) => value === null);
  return found?.kind === 'none' && !isAbsenceAsked ? null : (member ?? null);
}

function fieldsOf(value: FactValue): FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FactPayload) : {};
}

/** What was encoded for the wire is JSON. */
function toValue(value: unknown): FactValue {
  return JSON.parse(JSON.stringify(value ?? null)) as FactValue;
}
