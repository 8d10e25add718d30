import { routes } from '@perennial/contracts/staff';
import type { FactPayload, FactValue, MemberId } from '@perennial/domain';
import { belongsToSegment, commandSource, logSegmentsOf, memberFamily, readDecision } from '@perennial/engine';
import type { LogSegment, PrivacyStore } from '@perennial/engine';
import { z } from 'zod';
import type { UseCases } from '../../composition/use-cases.ts';
import type { CallContext } from '../../use-cases/kernel/call-context.ts';
import { maskPayload } from '../../use-cases/personal-data/mask-text.ts';
import { showTime } from '../story/time.ts';
import { createStandIns } from './stand-ins.ts';
import type { StandIns } from './stand-ins.ts';

/** From where a member is recorded. */
export interface RecordingParts {
  readonly store: PrivacyStore;
  readonly useCases: UseCases;
  readonly context: CallContext;
  readonly installation: { readonly zone: string; readonly currency: string; readonly phone_country: string };
  /** The program in force: its history is the one that is known now. */
  readonly documents: { readonly [path: string]: FactValue };
  readonly now: number;
}

export type RecordedStory = FactPayload & { readonly name: string };

interface Recorded {
  readonly at: number;
  readonly step: FactPayload;
}

interface Recording extends RecordingParts {
  readonly standIns: StandIns;
  /** Types of the identities that are known, by their blind index. */
  readonly types: ReadonlyMap<string, string>;
}

const pageSize = 500;

/**
 * A member's history as a story, under the program in force, that ends with where she stands. Identities and personal values are replaced; of
 * texts what looks personal is hidden. Foreign amounts are told as they were converted.
 */
export async function recordStory(
  parts: RecordingParts,
  member: { readonly shard: number; readonly id: MemberId },
): Promise<RecordedStory> {
  const { store, installation } = parts;
  const family = await memberFamily(store, member);
  const held = await store.readIdentitiesOf(family);
  const types = new Map(held.map(({ hash, type }) => [hash, type]));
  const recording: Recording = { ...parts, types, standIns: createStandIns() };
  const facts: Recorded[] = [];
  const decisions: Recorded[] = [];
  for (const segment of await logSegmentsOf(store, member)) {
    facts.push(...(await factsOf(recording, segment)));
    decisions.push(...(await decisionsOf(recording, { segment, held })));
  }
  decisions.push(...(await mergesOf(recording, { family, held })));
  const told = [...facts, ...decisions].toSorted((one, other) => one.at - other.at);
  return {
    name: `Recorded ${showTime(parts.now, installation.zone).slice(0, 10)}`,
    zone: installation.zone,
    currency: installation.currency,
    ...(installation.phone_country === '' ? {} : { phoneCountry: installation.phone_country }),
    program: parts.documents,
    steps: [...told.map(({ step }) => step), await endOf(recording, { member, held })],
  };
}

type Held = readonly { readonly hash: string; readonly type: string; readonly memberId: MemberId }[];

async function factsOf(recording: Recording, segment: LogSegment): Promise<readonly Recorded[]> {
  const { store, installation, standIns, types } = recording;
  const recorded: Recorded[] = [];
  for (let after = segment.after; ;) {
    const page = await store.readFacts(segment.place, { after, upTo: segment.upTo, limit: pageSize });
    for (const fact of page) {
      if (!belongsToSegment(segment, fact.position, fact.identities)) continue;
      const { type, source, recordedAt, occurredAt, channel, storeId } = fact;
      const payload = maskPayload(standIns.payload(JSON.parse(fact.payload) as FactValue), type);
      const identities = fact.identities.flatMap((hash) => {
        const known = types.get(hash);
        return known === undefined ? [] : [[known, standIns.identity(hash, known)] as const];
      });
      const told: FactPayload = {
        type,
        source,
        ...(occurredAt === recordedAt ? {} : { occurredAt: showTime(occurredAt, installation.zone) }),
        ...(identities.length === 0 ? {} : { identities: Object.fromEntries(identities) }),
        ...(channel === '' ? {} : { channel }),
        ...(storeId === '' ? {} : { storeId }),
        payload,
      };
      recorded.push({ at: recordedAt, step: { at: showTime(recordedAt, installation.zone), fact: told } });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return recorded;
    after = last.position;
  }
}

async function decisionsOf(
  recording: Recording,
  { segment, held }: { readonly segment: LogSegment; readonly held: Held },
): Promise<readonly Recorded[]> {
  const { store, standIns } = recording;
  const member = referenceTo(recording, held);
  if (member === undefined) return [];
  const { place, after, upTo } = segment;
  const decisions = await store.readDecisions(place, { after, upTo, limit: pageSize });
  return decisions
    .filter(({ position }) => belongsToSegment(segment, position, []))
    .flatMap(({ recordedAt, payload }) => {
      const parts = maskPayload(standIns.payload(readDecision(payload).parts), '');
      return commandsOf(parts).map((command) => commandAt(recording, recordedAt, { ...command, member }));
    });
}

function commandAt({ installation }: Recording, at: number, command: FactPayload): Recorded {
  return { at, step: { at: showTime(at, installation.zone), command } };
}

interface ToldCommand {
  readonly name: string;
  readonly input: FactPayload;
}

/** What a decision had written, as the commands that write it. */
function commandsOf(parts: FactValue): readonly ToldCommand[] {
  const writes = fieldsOf(fieldsOf(parts)['registers'] ?? null)['writes'];
  if (!Array.isArray(writes)) return [];
  return (writes as readonly FactPayload[]).flatMap(({ kind, name, value = null }): readonly ToldCommand[] => {
    if (typeof name !== 'string') return [];
    if (kind === 'tag') return [{ name: 'tag', input: { tag: name, action: value === true ? 'add' : 'remove' } }];
    return kind === 'attribute' ? [{ name: 'attribute', input: { attributes: { [name]: value } } }] : [];
  });
}

/** Those that somebody decided: what facts join is joined by them again. */
async function mergesOf(
  recording: Recording,
  {
    family,
    held,
  }: { readonly family: readonly { readonly shard: number; readonly id: MemberId }[]; readonly held: Held },
): Promise<readonly Recorded[]> {
  const { store } = recording;
  const [log, merges] = await Promise.all([store.readMergeLog(family), store.readMergesOf(family)]);
  const moved = new Map(merges.map(({ mergeId, identities }) => [mergeId, new Set(identities)]));
  return log
    .filter(({ status, causeSource }) => status === 'merged' && causeSource === commandSource)
    .flatMap(({ mergeId, recordedAt }) => {
      const theirs = moved.get(mergeId) ?? new Set<string>();
      const member = referenceTo(
        recording,
        held.filter(({ hash }) => !theirs.has(hash)),
      );
      const absorb = referenceTo(
        recording,
        held.filter(({ hash }) => theirs.has(hash)),
      );
      if (member === undefined || absorb === undefined) return [];
      return [commandAt(recording, recordedAt, { name: 'merge', member, input: { absorb } })];
    });
}

function referenceTo({ standIns }: Recording, held: Held): string | undefined {
  const [first] = held;
  return first === undefined ? undefined : `${first.type}:${standIns.identity(first.hash, first.type)}`;
}

/** Where she stands now. */
async function endOf(
  recording: Recording,
  { member, held }: { readonly member: { readonly id: MemberId }; readonly held: Held },
): Promise<FactPayload> {
  const { useCases, context, installation, now } = recording;
  const found = await useCases.members.get(context, { memberId: member.id });
  const { stages, metrics, tags } = z.encode(routes.members.get.response, found);
  return {
    at: showTime(now, installation.zone),
    expect: {
      member: referenceTo(recording, held) ?? member.id,
      stages: Object.fromEntries(
        stages.map(({ lifecycle, stage, since }) => [
          lifecycle,
          { stage, since: since === null ? null : showTime(Date.parse(since), installation.zone) },
        ]),
      ),
      metrics: Object.fromEntries(metrics.map(({ field, value }) => [field, value])),
      tags,
    },
  };
}

function fieldsOf(value: FactValue): FactPayload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FactPayload) : {};
}
