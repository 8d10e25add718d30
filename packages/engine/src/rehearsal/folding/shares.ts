import { grantsOf, returnsOf, type Member, type MemberId } from '@perennial/domain';
import type { Budget, RecordedInputs, ShareSupply, StepInput } from '@perennial/domain';
import type { CutsById } from '../answer/rehearsal.ts';

/** How a rehearsal answers what is asked of resources outside members: it takes nothing. */
export interface Shares {
  readonly supply: ShareSupply;
  /** Takes in what a member's steps have given back, when she has been folded. */
  readonly settle: (member: Member) => void;
  /** What was granted less of than was asked for. */
  readonly cuts: CutsById;
}

/** As it was recorded, each once: what was not asked for then is not granted. */
export function recordedShares(inputs: RecordedInputs): Shares {
  return {
    cuts: new Map(),
    settle: () => undefined,
    supply(member, { takes }) {
      const recorded = grantsOf(inputs(member.id));
      for (const { resource } of takes) {
        const isOfIt = (input: StepInput) => input.resource === resource && input.asked >= 0;
        const used = member.inputs.filter(isOfIt).length;
        (member.granted ??= new Map()).set(resource, recorded.filter(isOfIt)[used]?.granted ?? 0);
      }
    },
  };
}

/**
 * Virtual counters: as much as the program's budgets say that there is, and without end of what it says nothing of; whoever asks first has it. Members are folded one after the other and not in
 * the order of time, so that what a rehearsal grants in all is right and who is granted it need not be.
 */
export function virtualShares(budgets: readonly Budget[]): Shares {
  const left = new Map(budgets.map(({ resource, units }) => [resource, units]));
  const cuts = new Map<MemberId, Map<string, number[]>>();
  const grant = (resource: string, asked: number): number => {
    const there = left.get(resource) ?? Number.POSITIVE_INFINITY;
    const granted = Math.min(asked, there);
    if (there !== Number.POSITIVE_INFINITY) left.set(resource, there - granted);
    return granted;
  };
  return {
    cuts,
    settle({ inputs }) {
      for (const { resource, units } of returnsOf(inputs)) {
        const there = left.get(resource);
        if (there !== undefined) left.set(resource, there + units);
      }
    },
    supply(member, { takes }, step) {
      for (const { resource, asked } of takes) {
        const granted = grant(resource, asked);
        (member.granted ??= new Map()).set(resource, granted);
        if (granted < asked) noteCut(cuts, { id: member.id, name: nameOf(member, step, resource), granted });
      }
    },
  };
}

/** The same for one member who is looked at again: what was cut short then is cut short again. */
export function sharesCutAgain(cuts: CutsById): Shares {
  const used = new Map<string, number>();
  return {
    cuts,
    settle: () => undefined,
    supply(member, { takes }, step) {
      for (const { resource, asked } of takes) {
        const name = nameOf(member, step, resource);
        const of = `${member.id} ${name}`;
        const n = used.get(of) ?? 0;
        const granted = cuts.get(member.id)?.get(name)?.[n];
        if (granted !== undefined) used.set(of, n + 1);
        (member.granted ??= new Map()).set(resource, granted ?? asked);
      }
    },
  };
}

type Asking = Parameters<ShareSupply>[0];
type Step = Parameters<ShareSupply>[2];

function nameOf(member: Asking, step: Step, resource: string): string {
  return `${step?.position ?? 0} ${member.run?.recordedAt ?? 0} ${resource}`;
}

function noteCut(
  cuts: Map<MemberId, Map<string, number[]>>,
  { id, name, granted }: { readonly id: MemberId; readonly name: string; readonly granted: number },
): void {
  const own = cuts.get(id) ?? new Map<string, number[]>();
  cuts.set(id, own);
  const known = own.get(name);
  if (known === undefined) own.set(name, [granted]);
  else known.push(granted);
}
