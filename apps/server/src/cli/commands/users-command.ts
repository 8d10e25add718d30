import { readServerAddress } from '../../stores/index.ts';
import { toSignInUrl } from '../../use-cases/access/sign-in-url.ts';
import type { SignInLink } from '../../use-cases/access/users.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import type { Asking } from '../platform/with-use-cases.ts';

/** The way back in for whoever lost a password: who can read the data folder may already do everything. */
export const usersSignInLinkCommand = defineCommand({
  name: 'users sign-in-link',
  summary: 'Make a one-time link to sign in with',
  details: [
    'Prints the link alone. It works once and within a day. Without --email it is the first administrator’s; while there is none, whoever opens it names herself.',
  ],
  args: [],
  options: { email: { type: 'string', value: 'EMAIL', help: 'whose link; the first administrator unless given' } },
  async run(call) {
    const options = { name: 'users sign-in-link', needsWork: false, mustExist: true } as const;
    const url = await withUseCases(call, options, async (asking) => {
      const link = await createLink(asking, call.options.email);
      const { config } = asking.platform;
      const running = readServerAddress(config.dataFolder);
      const at = running ?? { host: config.host, port: config.port };
      return toSignInUrl(config.publicUrl ?? `http://${at.host}:${at.port}`, link);
    });
    await call.out.result({ url }, url);
    return 0;
  },
});

/** For the last administrator who lost her authenticator and recovery codes; another one does it in the console. */
export const usersResetFactorsCommand = defineCommand({
  name: 'users reset-factors',
  summary: 'Take the second factors off a user who lost them',
  details: ['Authenticators and recovery codes stop working, and every session of the user ends. The password stays.'],
  args: [],
  options: { email: { type: 'string', value: 'EMAIL', help: 'whose factors' } },
  async run(call) {
    const { email } = call.options;
    if (email === undefined) throw new UsageError('--email is missing.');
    const options = { name: 'users reset-factors', needsWork: false, mustExist: true } as const;
    await withUseCases(call, options, ({ useCases, context }) =>
      orNoUser(email, () => useCases.users.resetFactorsByEmail(context, email)),
    );
    await call.out.result({ email }, `${email} signs in without a second factor now.`);
    return 0;
  },
});

function createLink({ useCases, context }: Asking, email: string | undefined): Promise<SignInLink> {
  return orNoUser(email, () => useCases.users.createLinkByEmail(context, email));
}

async function orNoUser<T>(email: string | undefined, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProblemError && error.code === 'user.not_found')
      throw new CommandError(`There is no user ${email?.toLowerCase()}.`, { cause: error });
    throw error;
  }
}
