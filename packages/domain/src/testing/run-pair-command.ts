import { createProblemList } from '../kernel/documents/document-problem.ts';
import type { Rejection } from '../kernel/command.ts';
import type { PairCommandUse } from '../kernel/facet.ts';
import { invariant } from '../kernel/base/invariant.ts';
import { Missing } from '../kernel/rows/needs.ts';
import type { DecisionParts, DecisionStep } from '../kernel/steps/steps.ts';
import { seenBy, takeFor } from './run-command.ts';
import type { CommandCall } from './run-command.ts';
import { openStored, supply, wakeStored } from './stored-member.ts';
import type { StoredMember, StoreUse } from './stored-member.ts';

/**
 * The same as `runCommand` for a command over two members: the decisions are to be logged and folded, the one at the position named and
 * the other's behind it.
 */
export function runPairCommand(
  [own, other]: readonly [StoredMember, StoredMember],
  call: CommandCall,
  use: StoreUse,
): readonly [DecisionStep, DecisionStep] | Rejection {
  const owned = own.facets.pairCommands.get(call.name);
  invariant(owned !== undefined, `there is no command ${call.name} over two members`);
  const { facet, command } = owned;
  for (const stored of [own, other]) wakeStored(stored, call.recordedAt, use);
  const [first, second] = [openStored(own), openStored(other)];
  const both: PairCommandUse = {
    ...seenBy(facet, first, { call, use }),
    other: seenBy(facet, second, { call, use }),
  };
  const input = command.read(call.input, { path: '', problems: createProblemList() });
  let asks = command.decide(both, input);
  for (let round = 0; asks instanceof Missing; round += 1) {
    invariant(round < 16, `${command.name} asks again and again`);
    supply(first, own, asks.needs);
    supply(second, other, asks.ofOther);
    asks = command.decide(both, input);
  }
  if (asks.kind === 'rejection') return asks;
  const { granted, keep } = takeFor(asks, use);
  const decided = command.conclude(both, input, granted);
  if (decided.kind === 'rejection') return decided;
  keep();
  const step = (stored: StoredMember, position: number, parts: DecisionParts): DecisionStep => ({
    kind: 'decision',
    shard: 0,
    position,
    recordedAt: call.recordedAt,
    memberId: stored.id,
    command: call.name,
    decisionId: `d${call.position}`,
    parts: () => parts,
  });
  return [step(own, call.position, decided.parts), step(other, call.position + 1, decided.otherParts)];
}
