import { setTimeout as delay } from 'node:timers/promises';
import { sendOnce } from '../../serving/testing/till.ts';
import type { Act, ActAnswer, Till } from '../../serving/testing/till.ts';
import { createChance } from '../fact-senders.ts';

/** What was asked for and how it was answered. */
export interface Answered {
  readonly act: Act;
  readonly answer: ActAnswer;
}

/** Clients that do one thing after the other to the wallets of a few members, each again under its key until it is answered. */
export interface WalletClients {
  /** By key. */
  readonly answered: ReadonlyMap<string, Answered>;
  /** Attempts of which nobody heard what became of them. */
  readonly unanswered: () => number;
  /** Nothing new; resolves when the last ones are answered. */
  finish(): Promise<void>;
}

export interface WalletClientsOptions {
  readonly till: Till;
  /** References of members, as they stand in a path. */
  readonly members: readonly string[];
  readonly clients: number;
  readonly seed: number;
}

const retryPauseMs = 25;

/** Starts them at once. */
export function startWalletClients({ till, members, clients, seed }: WalletClientsOptions): WalletClients {
  const answered = new Map<string, Answered>();
  const finishing = new AbortController();
  let unanswered = 0;
  const run = async (client: number): Promise<void> => {
    const nextAct = createActs(members, seed * 100 + client);
    while (!finishing.signal.aborted) {
      const act = nextAct();
      let answer = await attempt(till, act);
      for (; answer === undefined; answer = await attempt(till, act)) {
        unanswered += 1;
        await delay(retryPauseMs);
      }
      answered.set(act.key, { act, answer });
    }
  };
  const running = Promise.all(Array.from({ length: clients }, (_, client) => run(client)));
  return {
    answered,
    unanswered: () => unanswered,
    async finish() {
      finishing.abort();
      await running;
    },
  };
}

/** Undefined where the answer did not come, or asks to come again. */
export async function attempt(till: Till, act: Act): Promise<ActAnswer | undefined> {
  try {
    return await sendOnce(till, act);
  } catch {
    // Whoever was to answer is gone.
    return undefined;
  }
}

/** What one client does: spends, sets aside, captures or frees what it set aside, gives to another, and has units given and taken by hand. */
function createActs(members: readonly string[], seed: number): () => Act {
  const chance = createChance(seed);
  const holds: { readonly member: string; readonly hold: string }[] = [];
  let serial = 0;
  return () => {
    serial += 1;
    const key = `c${seed}-${serial}`;
    const member = members[chance(members.length)] ?? '';
    const other = members[chance(members.length)] ?? '';
    const wallet = `${member}/wallets/points`;
    const units = 1 + chance(30);
    const ofHold = holds[holds.length - 1 - chance(3)];
    const what = chance(12);
    if (what < 3) return { path: `${wallet}/redemptions`, body: { units, reason: 'gift' }, key };
    if (what < 6 || (what < 8 && ofHold === undefined)) {
      holds.push({ member, hold: key });
      return { path: `${wallet}/holds`, body: { units, hold: key, minutes: 30 }, key };
    }
    if (what < 8 && ofHold !== undefined) {
      const path = `${ofHold.member}/wallets/points/holds/${ofHold.hold}`;
      return what === 6
        ? { path: `${path}/release`, key }
        : { path: `${path}/capture`, body: { units: chance(9) }, key };
    }
    if (what < 10 && other !== member)
      return { path: `${wallet}/transfers`, body: { to: decodeURIComponent(other), units }, key };
    const by = chance(4) === 0 ? -units : 2 * units;
    return { path: `${wallet}/adjustments`, body: { units: by, reason: 'goodwill' }, key };
  };
}
