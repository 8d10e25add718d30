import type { Sql } from '@perennial/postgres';
import { readLastProof } from '../wallets/proof/last-proof.ts';
import type { Finding } from './finding.ts';

export interface WalletCheckPorts {
  readonly database: Sql;
  readonly clock: { readonly now: () => number };
  readonly installation: { readonly shard_count: number };
}

/** Each shard is looked at every hour where a server runs. */
const ageMsMax = 86_400_000;
const shownMax = 5;

/** What the look at wallets in the background found last. By ids and figures: what the doctor says may be sent along. */
export async function checkWallets({ database, clock, installation }: WalletCheckPorts): Promise<Finding> {
  const check = 'wallets';
  const { shards, shardsProven, oldestAt, entries, problems, examples } = await readLastProof(
    database,
    installation.shard_count,
  );
  if (problems > 0) {
    const shown = examples.slice(0, shownMax).map((one) => `\n           ${one.memberId} ${one.wallet}: ${one.detail}`);
    const detail = `${problems} do not hold; perennial prove says all of it${shown.join('')}`;
    return { check, verdict: 'wrong', detail };
  }
  if (oldestAt === null)
    return { check, verdict: 'ok', detail: 'not looked at yet; perennial prove looks at all of them' };
  const proven = `${entries} entries of ${shardsProven} of ${shards} shards hold, looked at since ${new Date(oldestAt).toISOString()}`;
  const isOld = entries > 0 && clock.now() - oldestAt > ageMsMax;
  return { check, verdict: isOld ? 'warning' : 'ok', detail: proven };
}
