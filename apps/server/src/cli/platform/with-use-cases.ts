import { randomUUID } from 'node:crypto';
import { createKeys } from '../../use-cases/access/keys.ts';
import { createSessions } from '../../use-cases/access/sessions.ts';
import { createUsers } from '../../use-cases/access/users.ts';
import { createJobs } from '../../use-cases/kernel/jobs.ts';
import type { HandlerContext, Handlers } from '../../http/routing/handlers.ts';
import { createImportService } from '../../use-cases/imports/import-service.ts';
import { createPlatformImportJobs } from '../../composition/import-jobs.ts';
import { createHandlers } from '../../composition/use-cases.ts';
import { watchLag } from '../../serving/lag-watch.ts';
import { readVersion } from '../../version.ts';
import { commandLineCaller } from './command-line-caller.ts';
import type { Call, OptionSpecs } from '../command/command.ts';
import { withPlatform } from './open-platform-for.ts';
import type { CommandPlatform } from './open-platform-for.ts';

export interface Answering {
  readonly platform: CommandPlatform;
  /** The use cases behind the API's routes, so that a command answers what the API answers. */
  readonly handlers: Handlers;
  /** What a handler is told of its request: here, that the command line asks. */
  readonly context: HandlerContext;
}

/** Opens a platform with the API's handlers on it, without a server. */
export function withHandlers<T>(
  call: Pick<Call<OptionSpecs>, 'config' | 'out' | 'signal'>,
  options: { readonly name: string; readonly needsWork: boolean },
  run: (answering: Answering) => Promise<T>,
): Promise<T> {
  return withPlatform(call, { ...options, mustExist: true }, async (platform) => {
    const { database } = platform;
    const lag = watchLag(platform, () => undefined);
    const shared = { database, dataFolder: call.config.dataFolder, now: Date.now };
    const jobs = createPlatformImportJobs(platform);
    const handlers = createHandlers({
      platform,
      auth: {
        sessions: createSessions(database, Date.now),
        users: createUsers(database, Date.now),
        keys: createKeys(database, Date.now),
      },
      lag,
      imports: createImportService({ ...shared, jobs }),
      previews: createJobs({ runningMax: 1, keptMax: 1, keptMs: 1 }, Date.now),
      publicUrl: () => '',
      version: readVersion(),
    });
    try {
      return await run({ platform, handlers, context: contextOf(call.signal) });
    } finally {
      lag.stop();
    }
  });
}

function contextOf(signal: AbortSignal): HandlerContext {
  return {
    caller: commandLineCaller,
    requestId: randomUUID(),
    address: '',
    signal,
    cookie: { set: () => undefined, clear: () => undefined },
    note: () => undefined,
  };
}
