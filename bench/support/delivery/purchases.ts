import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PurchasesPhase, PurchasesReport } from './purchases-child.ts';

export const purchasesPerRequest = 10;

/** A process whose members buy for the first time: each moves from nowhere to the first stage. */
export interface Purchases {
  /** Sends at this pace; resolves when all is answered. */
  send(pace: { readonly perSecond: number; readonly seconds: number }): Promise<PurchasesReport>;
  close(): void;
}

const script = join(import.meta.dirname, 'purchases-child.ts');

export function startPurchases(to: { readonly address: string; readonly key: string }): Purchases {
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  let firstMember = 0;
  return {
    async send(pace) {
      const phase: PurchasesPhase = { ...to, ...pace, firstMember, perRequest: purchasesPerRequest };
      firstMember += Math.ceil((pace.perSecond * pace.seconds) / purchasesPerRequest) * purchasesPerRequest;
      child.stdin.write(`${JSON.stringify(phase)}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error('the purchases ended without a report');
      const report: PurchasesReport = JSON.parse(line.value);
      return report;
    },
    close: () => child.stdin.end(),
  };
}
