import { retryParkedMembers, ShardBusyError } from '../../use-cases/operation/retry-parked.ts';
import type { Retried } from '../../use-cases/operation/retry-parked.ts';
import { CommandError, defineCommand } from '../command/command.ts';
import { withPlatform } from '../platform/open-platform-for.ts';
import type { CommandPlatform } from '../platform/open-platform-for.ts';

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
      const retried = await retry(platform, wanted);
      if (retried.kind === 'not_parked') throw new CommandError(`${wanted?.toLowerCase()} is not parked.`);
      const { folded, parked } = retried;
      await call.out.result({ folded, parked }, `${folded} folded, ${parked} parked still.`);
      return parked === 0 ? 0 : 1;
    });
  },
});

async function retry(platform: CommandPlatform, wanted: string | undefined): Promise<Retried> {
  try {
    return await retryParkedMembers(platform, wanted);
  } catch (error) {
    if (error instanceof ShardBusyError) throw new CommandError(error.message, { cause: error });
    throw error;
  }
}
