import { retryParked } from '@perennial/engine';
import type { RetryOutcome } from '@perennial/engine';
import { listParked } from '@perennial/postgres/reading';
import type { ParkedRow } from '@perennial/postgres/reading';
import { setTimeout as delay } from 'node:timers/promises';
import type { MemberId } from '@perennial/domain';
import { CommandError, defineCommand } from '../command/command.ts';
import { withPlatform } from '../platform/open-platform-for.ts';
import type { CommandPlatform } from '../platform/open-platform-for.ts';

/** A shard that is being folded is free again within a batch. */
const busyAttemptsMax = 200;
const busyPauseMs = 50;
const parkedMax = 10_000;

export const membersRetryCommand = defineCommand({
  name: 'members retry',
  summary: 'Fold parked members again, after what they failed at was mended',
  details: [
    'A member whose step cannot be applied is parked: she stays as she was, her facts wait in the log, and everybody else goes',
    'on. `perennial doctor` lists who is parked. Exit code 1 when somebody is parked still.',
  ],
  args: [{ name: 'MEMBER', help: 'member id; all parked members unless given', isOptional: true }],
  options: {},
  async run(call) {
    const [wanted] = call.args;
    return withPlatform(call, { name: 'members retry', needsWork: false, mustExist: true }, async (platform) => {
      const id = wanted?.toLowerCase();
      const total = { folded: 0, parked: 0 };
      for (;;) {
        const parked = (await listParked(platform.database, parkedMax)).filter(
          (row) => (id ?? row.member_id) === row.member_id,
        );
        if (id !== undefined && parked.length + total.folded === 0) throw new CommandError(`${id} is not parked.`);
        const folded = await retryAll(platform, parked);
        total.folded += folded;
        total.parked = parked.length - folded;
        // A full list may have left others out.
        if (folded === 0 || parked.length < parkedMax) break;
      }
      await call.out.result(total, `${total.folded} folded, ${total.parked} parked still.`);
      return total.parked === 0 ? 0 : 1;
    });
  },
});

/** Who waits for somebody else to be merged into her is folded in a later round; it ends when a round helps nobody. */
async function retryAll(platform: CommandPlatform, parked: readonly ParkedRow[]): Promise<number> {
  let waiting = parked.toReversed();
  for (;;) {
    const left: ParkedRow[] = [];
    for (const row of waiting) if ((await retryOne(platform, row)) === 'parked') left.push(row);
    if (left.length === 0 || left.length === waiting.length) return parked.length - left.length;
    waiting = left;
  }
}

async function retryOne({ foldStore, programs }: CommandPlatform, row: ParkedRow): Promise<RetryOutcome> {
  // Rows of our own table hold ids that we made.
  const key = { shard: row.shard, id: row.member_id as MemberId };
  for (let attempt = 0; attempt < busyAttemptsMax; attempt += 1) {
    const outcome = await retryParked(foldStore, programs, key);
    if (outcome !== 'busy') return outcome;
    await delay(busyPauseMs);
  }
  throw new CommandError(`Shard ${row.shard} is being folded without a pause. Try again later.`);
}
