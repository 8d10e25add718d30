import type { StepInput } from '../kernel/cause.ts';
import type { Member } from '../kernel/facet.ts';
import type { Missing, Take } from '../kernel/needs.ts';

/** Who asks for a share of something outside the member. */
export interface ShareAsk {
  readonly member: Member;
  /** Position of the step that asks, in the log that it is of; 0 for wakes. */
  readonly position: number;
  /** Instant of the step or of the wake. */
  readonly at: number;
  readonly take: Take;
}

/** How much is granted where nothing is taken: what was recorded, for a replay; all that is asked for, in a dry run. */
export type Shares = (ask: ShareAsk) => number;

export const allShares: Shares = ({ take }) => take.asked;

export function supplyShares(member: Member, missing: Missing, use: { shares: Shares; position: number }): void {
  for (const take of missing.takes) {
    const granted = use.shares({ member, position: use.position, at: member.run?.recordedAt ?? 0, take });
    (member.granted ??= new Map()).set(take.resource, granted);
  }
}

/** What was granted to a member when her steps were first folded; nothing for what was never asked for. */
export function recordedShares(inputs: readonly StepInput[]): Shares {
  const left = Map.groupBy(inputs, ({ cause, resource }) => placeOf(cause.position, cause.at, resource));
  return ({ position, at, take }) => left.get(placeOf(position, at, take.resource))?.shift()?.granted ?? 0;
}

function placeOf(position: number, at: number, resource: string): string {
  return `${position} ${at} ${resource}`;
}
