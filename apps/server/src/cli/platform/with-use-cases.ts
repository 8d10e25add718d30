import { createAccounts } from '../../composition/accounts.ts';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { createUseCases } from '../../composition/use-cases.ts';
import type { UseCases } from '../../composition/use-cases.ts';
import { noLag } from '../../platform/lag-watch.ts';
import type { Platform } from '../../platform/platform.ts';
import type { CallContext } from '../../use-cases/kernel/call-context.ts';
import { createJobs } from '../../use-cases/kernel/jobs.ts';
import { readVersion } from '../../version.ts';
import type { Call, OptionSpecs } from '../command/command.ts';
import { createCommandLineContext } from '../../use-cases/kernel/command-line-context.ts';
import { withPlatform } from './open-platform-for.ts';
import type { CommandPlatform, CommandPlatformOptions } from './open-platform-for.ts';

export interface Asking {
  readonly platform: CommandPlatform;
  /** What the API's routes call, so that a command answers what the API answers. */
  readonly useCases: UseCases;
  readonly context: CallContext;
}

/** Opens a platform with the use cases on it, without a server. */
export function withUseCases<T>(
  call: Pick<Call<OptionSpecs>, 'config' | 'out' | 'signal'>,
  options: CommandPlatformOptions,
  run: (asking: Asking) => Promise<T>,
): Promise<T> {
  return withPlatform(call, options, (platform) =>
    run({ platform, useCases: createUseCasesBeside(platform), context: createCommandLineContext(call.signal) }),
  );
}

/** The use cases of a platform that serves nobody, or not yet. */
export function createUseCasesBeside(platform: Platform): UseCases {
  return createUseCases({
    platform,
    accounts: createAccounts({
      database: platform.database,
      keyring: platform.keyring,
      lifetime: platform.config.sessions,
      now: platform.clock.now,
      publicUrl: () => platform.config.publicUrl ?? '',
      provider: platform.config.provider,
    }),
    // No command shows how far the lens is behind: the doctor reads it himself.
    lag: { current: () => noLag },
    importJobs: createPlatformImportJobs(platform),
    previews: createJobs({ runningMax: 1, keptMax: 1, keptMs: 1 }, Date.now),
    rehearsals: createJobs({ runningMax: 1, keptMax: 1, keptMs: 1 }, Date.now),
    version: readVersion(),
  });
}
