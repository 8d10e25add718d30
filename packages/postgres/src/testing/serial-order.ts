import {
  facets,
  foldLog,
  type DecisionStep,
  type FactPayload,
  type LoggedStep,
  type MemberId,
} from '@perennial/domain';
import { callCommand, runPairCommand, storeWhole, walletRowsOf, type WalletRows } from '@perennial/domain/testing';
import { stepOfRow } from '../fold-store/steps-of-rows.ts';
import { factColumns, type FactRow } from '../sql/fact-row.ts';
import type { WalletInstallation } from './wallet-fixtures.ts';

export interface Decision {
  readonly decisionId: string;
  /** To whom it was done. */
  readonly memberId: string;
}

export interface DecidedCall {
  readonly command: string;
  readonly input: FactPayload;
  /** When it was decided, where that is known to the millisecond: a moment before it was recorded, in which nothing happened to her. */
  readonly at?: number;
}

/** What is done one thing after the other, in the order of the log, in memory: what all that happens at once is to be equal to. */
export interface SerialOrder {
  /** Has the command decide anew at the place of the log at which its decision stands. */
  decideAgain(
    decision: Decision,
    call: DecidedCall,
  ): { readonly answer?: FactPayload; readonly parts: readonly unknown[] };
  /** What the log has of a decision: of the member whom it is about, and of the other one. */
  partsOf(decision: Decision): readonly unknown[];
  /** The wallets of a member, or of who absorbed her, at each of her steps and at these instants. */
  momentsOf(memberId: string, instants: readonly number[]): readonly WalletRows[];
  endOf(until: number): ReadonlyMap<string, WalletRows>;
  isLiving(memberId: string): boolean;
}

/** Reads the whole log. Merges that were taken back are not told: what was whose then is recorded elsewhere. */
export async function readSerialOrder({ database, programs, store }: WalletInstallation): Promise<SerialOrder> {
  const rows = await database.rows<FactRow>(
    { name: 'test_log', text: `select ${factColumns} from fact f order by f.shard, f.position` },
    [],
  );
  await programs.ensure(await store.latestProgramVersion());
  return new MemoryOrder(
    rows.map(stepOfRow).filter((step) => step !== null),
    programs.context,
  );
}

class MemoryOrder implements SerialOrder {
  readonly #log: readonly LoggedStep[];
  readonly #context: WalletInstallation['programs']['context'];
  readonly #decisions: ReadonlyMap<string, readonly DecisionStep[]>;

  constructor(log: readonly LoggedStep[], context: WalletInstallation['programs']['context']) {
    this.#log = log;
    this.#context = context;
    const decisions = log.filter((step): step is DecisionStep => step.kind === 'decision');
    this.#decisions = Map.groupBy(decisions, ({ decisionId }) => decisionId);
  }

  decideAgain(decision: Decision, { command, input, at }: DecidedCall) {
    const steps = this.#stepsOf(decision);
    const [step] = steps;
    if (step === undefined) throw new Error(`${command} stands in no log`);
    const recordedAt = at ?? step.recordedAt;
    const [first, second] = steps.map(({ memberId, position }) =>
      this.#fold({ memberId, upTo: position - 1, until: recordedAt }),
    );
    const call = { name: command, input, position: step.position, recordedAt };
    const use = { context: this.#context };
    if (first !== undefined && second !== undefined) {
      const called = runPairCommand([first, second], call, use);
      return 'kind' in called ? { parts: [called] } : { parts: called.map((one) => one.parts()) };
    }
    if (first === undefined) throw new Error(`${command} is about nobody`);
    const called = callCommand(first, call, use);
    return called.kind === 'rejection' ? { parts: [called] } : { answer: called.answer, parts: [called.step.parts()] };
  }

  partsOf(decision: Decision) {
    return this.#stepsOf(decision).map((step) => step.parts());
  }

  momentsOf(memberId: string, instants: readonly number[]): readonly WalletRows[] {
    return [memberId, ...this.#survivorsOf(memberId)].flatMap((id) => {
      const own = this.#log.filter((step) => step.memberId === id);
      const steps = own.flatMap(({ position, recordedAt }) => [
        { upTo: position, until: 0 },
        { upTo: position - 1, until: recordedAt },
      ]);
      const ends = instants.map((until) => ({ upTo: lastBy(own, until), until }));
      const moments = [...steps, ...ends].filter(({ upTo }) => upTo >= (own[0]?.position ?? 0));
      return moments.map(({ upTo, until }) => walletRowsOf(this.#fold({ memberId: id, upTo, until })));
    });
  }

  endOf(until: number): ReadonlyMap<string, WalletRows> {
    const members = foldLog(this.#log, { facets, context: this.#context, until });
    return new Map([...members].map(([id, member]) => [id, walletRowsOf(storeWhole(member))]));
  }

  isLiving(memberId: string): boolean {
    return this.#survivorsOf(memberId).length === 0;
  }

  #survivorsOf(memberId: string): readonly string[] {
    const absorb = this.#log.find((step) => step.kind === 'absorb' && step.memberId === memberId);
    return absorb?.kind === 'absorb' ? [absorb.survivorId, ...this.#survivorsOf(absorb.survivorId)] : [];
  }

  #stepsOf({ decisionId, memberId }: Decision): readonly DecisionStep[] {
    const steps = this.#decisions.get(decisionId) ?? [];
    return steps.toSorted((a, b) => Number(b.memberId === memberId) - Number(a.memberId === memberId));
  }

  /** A member by her log up to a position, with what time alone has done by an instant. */
  #fold({ memberId, upTo, until }: { readonly memberId: string; readonly upTo: number; readonly until: number }) {
    const isBefore = (step: LoggedStep) => step.memberId !== memberId || step.position <= upTo;
    const merged = new Set<MemberId>();
    const steps = this.#log.filter(isBefore);
    for (const step of steps) if (step.kind === 'merge') merged.add(step.absorbedId);
    const needed = steps.filter((step) => step.memberId === memberId || merged.has(step.memberId));
    const member = foldLog(needed, { facets, context: this.#context, until }).get(memberId);
    if (member === undefined) throw new Error(`${memberId} has no step up to ${upTo}`);
    return storeWhole(member);
  }
}

function lastBy(steps: readonly LoggedStep[], instant: number): number {
  return steps.findLast(({ recordedAt }) => recordedAt <= instant)?.position ?? steps[0]?.position ?? 0;
}
