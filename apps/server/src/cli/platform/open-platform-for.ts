import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/config.ts';
import { openPlatform, startWork } from '../../platform/platform.ts';
import type { Platform, PlatformOptions, Work } from '../../platform/platform.ts';
import { readRestoreMarker } from '../../stores/index.ts';
import { CommandError } from '../command/command.ts';
import type { Call, OptionSpecs } from '../command/command.ts';

export interface CommandPlatform extends Platform {
  /** Undefined beside a running server, which folds and ships itself. */
  readonly work: Work | undefined;
}

export interface CommandPlatformOptions {
  readonly name: string;
  /** Whether this command adds to the log, so that somebody must fold. */
  readonly needsWork: boolean;
  /** Set by what only reads: a slip in --data must not make an installation and find nothing in it. */
  readonly mustExist?: true;
  readonly adopt?: NonNullable<PlatformOptions['adopt']>;
  /** Set by a restore alone, which comes to its end on what it has put there. */
  readonly isRestoring?: true;
}

/** Opens what a command works on, runs it, and closes everything however it ends. */
export async function withPlatform<T>(
  call: Pick<Call<OptionSpecs>, 'config' | 'out'>,
  options: CommandPlatformOptions,
  run: (platform: CommandPlatform) => Promise<T>,
): Promise<T> {
  if (options.mustExist === true) requireInstallation(call.config);
  const report = (message: string, error?: unknown) =>
    call.out.note(error instanceof Error ? `${message}: ${error.message}` : message);
  const platform = await openPlatform({
    config: call.config,
    name: options.name,
    mustOwn: false,
    report,
    onPhase: call.out.waiting,
    ...(options.adopt === undefined ? {} : { adopt: options.adopt }),
    ...(options.isRestoring === undefined ? {} : { isRestoring: options.isRestoring }),
  });
  try {
    const isNeeded = options.needsWork && platform.stores.mode !== 'guest';
    call.out.waiting(isNeeded ? 'opening the lens' : 'working');
    const work = isNeeded ? await startWork(platform, report) : undefined;
    call.out.waiting('working');
    try {
      return await run({ ...platform, work });
    } finally {
      call.out.waiting('closing the database');
      await work?.stop();
    }
  } finally {
    await platform.close();
  }
}

/** Whether there is anything to open: a database of one's own, or a folder that a start has filled, or a restore has begun to. */
export function hasInstallation({ databaseUrl, dataFolder }: Config): boolean {
  const isBegun = existsSync(join(dataFolder, 'postgres.json')) || readRestoreMarker(dataFolder) !== undefined;
  return databaseUrl !== undefined || isBegun;
}

export function requireInstallation(config: Config): void {
  if (hasInstallation(config)) return;
  throw new CommandError(
    `There is no installation in ${config.dataFolder}: name its folder with --data, or make one with \`npx perennial start\`.`,
  );
}
