import { createUsers } from '../../use-cases/access/users.ts';
import { toSignInUrl } from '../../http/handlers/users.ts';
import { audited } from '../../use-cases/audit/audited.ts';
import { readServerAddress } from '../../stores/index.ts';
import { commandLineCaller } from '../platform/command-line-caller.ts';
import { CommandError, defineCommand } from '../command/command.ts';
import { withPlatform } from '../platform/open-platform-for.ts';

const pageSize = 500;

/** The way back in for whoever lost a password: who can read the data folder may already do everything. */
export const usersSignInLinkCommand = defineCommand({
  name: 'users sign-in-link',
  summary: 'Make a one-time link to sign in with',
  details: ['Prints the link alone. It works once and within a day. Without --email it is the first administrator’s.'],
  args: [],
  options: { email: { type: 'string', value: 'EMAIL', help: 'whose link; the first administrator unless given' } },
  async run(call) {
    const url = await withPlatform(
      call,
      { name: 'users sign-in-link', needsWork: false, mustExist: true },
      async ({ config, database }) => {
        const users = createUsers(database, Date.now);
        const email = call.options.email?.toLowerCase();
        const user =
          email === undefined ? undefined : (await users.list('', pageSize)).find((one) => one.email === email);
        if (email !== undefined && user === undefined) throw new CommandError(`There is no user ${email}.`);
        const subject = user?.id ?? 'first administrator';
        const act = { action: 'user.link_created', caller: commandLineCaller, requestId: '', subject };
        const link = await audited(database, act, () =>
          user === undefined ? users.createFirstLink() : users.createLink(user.id),
        );
        const running = readServerAddress(config.dataFolder);
        const at = running ?? { host: config.host, port: config.port };
        return toSignInUrl(config.publicUrl ?? `http://${at.host}:${at.port}`, link);
      },
    );
    await call.out.result({ url }, url);
    return 0;
  },
});
