import { createUseCasesBeside } from '../cli/platform/with-use-cases.ts';
import type { Platform } from '../platform/platform.ts';
import { createCommandLineContext } from '../use-cases/kernel/command-line-context.ts';

/** Who spends points today, and how many. */
export interface DemoRedemption {
  readonly phone: string;
  readonly units: number;
}

const atOnceMax = 32;

/**
 * Redeems through the commands that tills use, once everything is folded. Who has not enough is refused, as at a till; under its key a
 * redemption that was made before is not made again. Returns how many were made.
 */
export async function redeemPoints(
  platform: Platform,
  redemptions: readonly DemoRedemption[],
  signal: AbortSignal,
): Promise<number> {
  const { members, memberCommands } = createUseCasesBeside(platform);
  const context = createCommandLineContext(signal);
  const redeem = async ({ phone, units }: DemoRedemption): Promise<boolean> => {
    const found = await members.findTyped(`phone:${phone}`);
    if (found.kind !== 'found') return false;
    const input = { wallet: 'points', units, reason: 'redeemed' };
    const command = { key: `demo:${found.memberId}`, said: input };
    const asked = { memberId: found.memberId, command: 'redeemUnits', input };
    return (await memberCommands.actOnOne({ ...context, command }, asked)).kind === 'done';
  };
  let made = 0;
  for (let first = 0; first < redemptions.length; first += atOnceMax) {
    signal.throwIfAborted();
    const done = await Promise.all(redemptions.slice(first, first + atOnceMax).map(redeem));
    made += done.filter(Boolean).length;
  }
  return made;
}
