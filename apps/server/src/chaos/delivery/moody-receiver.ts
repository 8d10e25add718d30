import { randomInt } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { startReceiver } from '../../delivery/testing/receiver.ts';
import type { Received, Receiver } from '../../delivery/testing/receiver.ts';
import { createChance } from '../fact-senders.ts';

/** `mixed`: each call in another way. `closed`: nobody listens. */
export const moods = ['well', 'fails', 'resets', 'hangs', 'mixed', 'closed'] as const;
export type Mood = (typeof moods)[number];

/** A call that came in, and what it was answered; null when it was not. */
export interface Call {
  readonly received: Received;
  readonly status: number | null;
}

/** A system of the brand that takes webhooks, always at the same address, and does so as its mood is. */
export interface MoodyReceiver {
  readonly url: string;
  /** In the order in which they came. */
  readonly calls: readonly Call[];
  setMood(mood: Mood): Promise<void>;
  close(): Promise<void>;
}

export async function startMoodyReceiver(seed: number): Promise<MoodyReceiver> {
  const chance = createChance(seed);
  const calls: Call[] = [];
  let mood: Mood = 'well';
  let receiver: Receiver | null = await startAtOwnPort();
  const { url } = receiver;

  function answer(received: Received, response: ServerResponse): number | 'hang' {
    const now = mood === 'mixed' ? (['well', 'well', 'well', 'fails', 'resets', 'hangs'] as const)[chance(6)] : mood;
    const status = now === 'well' ? 200 : now === 'fails' ? 500 : null;
    calls.push({ received, status });
    if (now === 'resets') response.destroy();
    return status ?? 'hang';
  }
  receiver.answer = answer;

  return {
    url,
    calls,
    async setMood(next) {
      mood = next;
      if (next === 'closed') {
        await receiver?.close();
        receiver = null;
      } else if (receiver === null) {
        receiver = await startReceiver({ port: Number(new URL(url).port) });
        receiver.answer = answer;
      }
    },
    async close() {
      await receiver?.close();
      receiver = null;
    },
  };
}

/** Below those that systems give to whoever asks for any: while nobody listens there, nobody else is given it. */
const ports = { from: 20_000, below: 30_000, tries: 50 } as const;

async function startAtOwnPort(): Promise<Receiver> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await startReceiver({ port: randomInt(ports.from, ports.below) });
    } catch (error) {
      if (tries === ports.tries) throw error;
    }
  }
}
