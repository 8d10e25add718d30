import type { FactPayload } from '@perennial/domain';
import type { FactProblem, FactVerdict } from '@perennial/engine';
import { readFacts } from '../../http/ingest/intake/read-facts.ts';
import type { Stage } from '../stage/stage.ts';
import { readTime } from '../story/time.ts';

interface ToldFact {
  readonly fact: FactPayload;
  readonly isBackfill: boolean;
  readonly zone: string;
  /** Which step it is, counted from 1. */
  readonly step: number;
}

/**
 * Sends a fact as a shop would, and says what became of it. What it does not say of itself it has from its step. It goes through the reader
 * of `/v1/facts`, by which one that is too large or too deep is refused as it is there.
 */
export async function takeFact(stage: Stage, { fact, isBackfill, zone, step }: ToldFact): Promise<FactPayload> {
  const value = { messageId: `step-${step}`, ...fact, occurredAt: occurredAtOf(fact, stage.now(), zone) };
  const { parts } = await readFacts(Buffer.from(JSON.stringify(value)), false);
  const [posted] = parts.flatMap(({ facts }) => facts);
  if (posted === undefined) throw new Error('a fact was lost on its way');
  if ('problem' in posted) return describeProblem('rejected', posted.problem);
  const [verdict] = await stage.platform.ingestion.ingest.takeValues([posted.value], { source: 'story', isBackfill });
  if (verdict === undefined) throw new Error('a fact has no verdict');
  return describe(verdict);
}

/** A time of the story becomes an instant; what is none goes as it is, for ingestion to judge. */
function occurredAtOf(fact: FactPayload, now: number, zone: string): FactPayload[string] {
  const { occurredAt } = fact;
  if (occurredAt === undefined) return new Date(now).toISOString();
  if (typeof occurredAt !== 'string') return occurredAt;
  const time = readTime(occurredAt, zone);
  return 'at' in time ? new Date(time.at).toISOString() : occurredAt;
}

function describe(verdict: FactVerdict): FactPayload {
  if ('problem' in verdict) return describeProblem(verdict.kind, verdict.problem);
  return { outcome: verdict.kind, leftOut: (verdict.leftOut ?? []).map((one) => ({ ...one })) };
}

function describeProblem(outcome: string, { code, detail, errors }: FactProblem): FactPayload {
  return { outcome, code, detail, errors: errors.map(({ path, message }) => ({ path, message })) };
}
