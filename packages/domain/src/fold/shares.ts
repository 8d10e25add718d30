import type { StepInput } from '../kernel/steps/cause.ts';
import type { Member } from '../kernel/facet.ts';
import type { Missing } from '../kernel/rows/needs.ts';
import type { MemberId } from '../kernel/steps/steps.ts';

/** What the steps of a member's log asked of resources outside her, and were given. */
export type RecordedInputs = (memberId: MemberId) => readonly StepInput[];

/**
 * Those of recorded inputs that a replay is granted again: what decisions were granted stands in their parts, and no step asks for it,
 * and what was given back was given back for good.
 */
export function grantsOf(inputs: readonly StepInput[]): readonly StepInput[] {
  return inputs.filter(({ cause, asked }) => cause.facet !== '' && asked >= 0);
}

/** What steps gave back, as units that others may take. */
export function returnsOf(
  inputs: readonly StepInput[],
): readonly { readonly resource: string; readonly units: number }[] {
  return inputs.flatMap(({ resource, asked }) => (asked < 0 ? [{ resource, units: -asked }] : []));
}

/** Gives a member in memory what her step waits for; `step` is the one that asks, as it stands in its log, null for wakes. */
export type ShareSupply = (
  member: Member,
  missing: Missing,
  step: { readonly memberId: MemberId; readonly position: number } | null,
) => void;

/**
 * Shares for one fold that takes nothing itself: as they were recorded, each once, and nothing of what was not asked for then.
 * Without a record all that is asked for is granted, as if there were enough of everything.
 */
export function createShareSupply(inputs: RecordedInputs | undefined): ShareSupply {
  const left = new Map<MemberId, Map<string, StepInput[]>>();
  const leftOf = (memberId: MemberId): Map<string, StepInput[]> => {
    const known = left.get(memberId);
    if (known !== undefined) return known;
    const own = Map.groupBy(grantsOf(inputs?.(memberId) ?? []), ({ cause, resource }) => nameOf(cause, resource));
    left.set(memberId, own);
    return own;
  };
  return (member, missing, step) => {
    const at = member.run?.recordedAt ?? 0;
    for (const { resource, asked } of missing.takes) {
      const name = nameOf({ position: step?.position ?? 0, at }, resource);
      const recorded = leftOf(step?.memberId ?? member.id)
        .get(name)
        ?.shift();
      const granted = inputs === undefined ? asked : (recorded?.granted ?? 0);
      (member.granted ??= new Map()).set(resource, granted);
    }
  };
}

function nameOf({ position, at }: { readonly position: number; readonly at: number }, resource: string): string {
  return `${position} ${at} ${resource}`;
}
