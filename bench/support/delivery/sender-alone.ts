import { createWebhookSender } from '@perennial/server/webhook';

const busyMax = 64;

/** Webhooks a second that the sender hands over with nothing around it: no facts, no store, as many under way as a webhook may have. */
export async function sendAlone(url: string, { calls }: { readonly calls: number }): Promise<number> {
  const sender = createWebhookSender({ policy: { allowsPrivate: true }, connectionsPerHostMax: 128 });
  const { signal } = new AbortController();
  const secrets = [new Uint8Array(32).fill(7)];
  let next = 0;
  async function sendInTurn(): Promise<void> {
    for (let n = next++; n < calls; n = next++) {
      const timestamp = new Date().toISOString();
      const data = { memberId: '01890000-0000-7000-8000-000000000000', lifecycle: 'main', from: '', stage: 'new' };
      const body = JSON.stringify({ type: 'stage.changed', timestamp, data: { ...data, sequence: n } });
      const message = { url, id: `evt_alone_${n}`, body, secrets, timeoutMs: 10_000, nowMs: Date.now() };
      const { kind } = await sender.send(message, signal);
      if (kind !== 'delivered') throw new Error('the receiver of the benchmark did not take a webhook');
    }
  }
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: busyMax }, sendInTurn));
  const perSecond = (calls * 1_000) / (performance.now() - startedAt);
  sender.close();
  return perSecond;
}
