import { routes } from '@perennial/contracts/staff';
import type { FactPayload, FactValue } from '@perennial/domain';
import { countLiving, listDerived } from '@perennial/postgres/scratch';
import { z } from 'zod';
import type { CallContext } from '../../use-cases/kernel/call-context.ts';
import { readJson } from '../../use-cases/kernel/stored-json.ts';
import type { Stage } from '../stage/stage.ts';

/** What is asked of a member: how she is named in the story, and what is expected, whose shape says in how much detail. */
interface Asked {
  readonly stage: Stage;
  readonly context: CallContext;
  readonly memberId: string;
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

/** Oldest first. */
const moves: Observer = async ({ stage, context, memberId }) => {
  const page = await stage.useCases.members.stages(context, { memberId, limit: pageSize });
  const { items } = z.encode(routes.members.stages.response, page);
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
  const page = await stage.useCases.members.orders(context, { memberId, limit: pageSize });
  return toValue(z.encode(routes.members.orders.response, page).items.toReversed());
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
  if (typeof expected !== 'string') return null;
  const other = await stage.useCases.members.findTyped(expected);
  return other.kind === 'found' && other.memberId === memberId ? expected : null;
};

const profileFields = [
  'status',
  'mergedInto',
  'isSharedCard',
  'joinedAt',
  'storeIds',
  'tags',
] as const satisfies readonly (keyof Profile)[];

const ofMember: Readonly<Record<string, Observer>> = {
  ...Object.fromEntries(
    profileFields.map((field): [string, Observer] => [
      field,
      async (asked) => toValue((await profileOf(asked))[field]),
    ]),
  ),
  stages,
  metrics,
  consents,
  attributes,
  identities,
  moves,
  orders,
  derived,
  sameAs,
};

const ofAll: Readonly<Record<string, (stage: Stage) => Promise<FactValue>>> = {
  members: (stage) => countLiving(stage.platform.database),
};

/** What a story can expect, for those who are told that something is not among it. */
export const observable: readonly string[] = ['member', ...Object.keys(ofMember), ...Object.keys(ofAll)];

/**
 * What is so of all that is expected. What nobody knows here is null, as is everything of somebody who is not there: a story may be told before
 * there is anything to tell.
 */
export async function observe(stage: Stage, context: CallContext, expected: FactPayload): Promise<FactPayload> {
  const { member } = expected;
  const found = typeof member === 'string' ? await stage.useCases.members.findTyped(member) : undefined;
  const observed: Record<string, FactValue> = typeof member === 'string' ? { member } : {};
  for (const [key, value] of Object.entries(expected)) {
    const one = ofMember[key];
    const all = ofAll[key];
    if (all !== undefined) observed[key] = await all(stage);
    else if (one !== undefined && found?.kind === 'found')
      observed[key] = await one({ stage, context, memberId: found.memberId, expected: value });
  }
  if (found?.kind === 'several') observed['member'] = `${found.memberIds.length} members`;
  return observed;
}

function fieldsOf(value: FactValue): FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FactPayload) : {};
}

/** What was encoded for the wire is JSON. */
function toValue(value: unknown): FactValue {
  return JSON.parse(JSON.stringify(value ?? null)) as FactValue;
}
