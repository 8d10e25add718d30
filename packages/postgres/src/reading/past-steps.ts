import type { MemberId, OwnStep } from '@perennial/domain';
import { belongsToSegment, logSegmentsOfAll } from '@perennial/engine';
import type { LogSegment, MemberStepsWanted, ReadStepsWanted } from '@perennial/engine';
import type { Sql } from '../database/database.ts';
import { stepOfRow } from '../fold-store/steps-of-rows.ts';
import { readMergesOf } from '../sql/ingest/merges.ts';
import { readPastSteps, type LogPart } from '../sql/reading/past-step-rows.ts';

/** Reads the steps behind a past instant for `membersAsOf`: two statements for members who were never merged, however many. */
export function createPastStepsReader(sql: Sql): ReadStepsWanted {
  return async (members, until) => {
    const segments = await segmentsOf(sql, members);
    const parts = segments.map(({ member, segment }) => toPart(member, segment));
    const steps = new Map<MemberId, OwnStep[]>();
    for (const row of await readPastSteps(sql, parts, until)) {
      const owner = segments[row.part - 1];
      const step = stepOfRow(row);
      if (owner === undefined || (step?.kind !== 'fact' && step?.kind !== 'decision')) continue;
      const identities = row.identities === '' ? [] : row.identities.split(',');
      if (!belongsToSegment(owner.segment, row.position, identities)) continue;
      const known = steps.get(owner.member.id);
      if (known === undefined) steps.set(owner.member.id, [step]);
      else known.push(step);
    }
    return steps;
  };
}

interface OwnedSegment {
  readonly member: MemberStepsWanted;
  readonly segment: LogSegment;
}

async function segmentsOf(sql: Sql, members: readonly MemberStepsWanted[]): Promise<readonly OwnedSegment[]> {
  const segments = await logSegmentsOfAll({ readMergesOf: (places) => readMergesOf(sql, places) }, members);
  return members.flatMap((member) => (segments.get(member.id) ?? []).map((segment) => ({ member, segment })));
}

/** What the member has not folded yet is not in her rows, so it is not looked at in her log either. */
function toPart(member: MemberStepsWanted, { place, after, upTo }: LogSegment): LogPart {
  const end = upTo ?? Number.MAX_SAFE_INTEGER;
  const { fromAt, types, hasDecisions } = member.wanted;
  return {
    shard: place.shard,
    id: place.id,
    after,
    upTo: place.id === member.id ? Math.min(end, member.position) : end,
    fromAt: Math.min(fromAt, Number.MAX_SAFE_INTEGER),
    types: types.join(','),
    hasDecisions,
  };
}
