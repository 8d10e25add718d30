import { routes } from '@perennial/contracts/staff';
import type { MemberProfile } from '@perennial/contracts/staff';
import { z } from 'zod';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { findOne } from '../platform/find-one.ts';
import { withUseCases } from '../platform/with-use-cases.ts';

const identity = { name: 'IDENTITY', help: 'phone:+8613800138000, email:…, external_id:<source>:…, or a member id' };
const reasonOption = { type: 'string', value: 'TEXT', help: 'why; it goes into the audit log' } as const;

export const membersGetCommand = defineCommand({
  name: 'members get',
  summary: 'Show one member as the API does',
  args: [identity],
  options: { 'as-of': { type: 'string', value: 'WHEN', help: 'day or instant; now unless given' } },
  run: (call) =>
    withUseCases<ExitCode>(call, { name: 'members get', needsWork: false, mustExist: true }, async (asking) => {
      const memberId = await findOne(asking.useCases, call.args[0] ?? '');
      const { response, query } = routes.members.get;
      const asked = query.safeParse({ asOf: call.options['as-of'] });
      if (!asked.success) throw new UsageError('--as-of takes a day (2026-01-31) or an instant (ISO 8601).');
      const profile = await asking.useCases.members.get(asking.context, { memberId, ...asked.data });
      await call.out.result(z.encode(response, profile), describe(profile));
      return 0;
    }),
});

export const membersExportCommand = defineCommand({
  name: 'members export',
  summary: 'Hand over all that is stored about one member',
  details: [
    'NDJSON on standard output, personal data in clear: identities, facts, decisions, merges, and what followed',
    'from them. The act is written into the audit log.',
  ],
  args: [identity],
  options: { reason: reasonOption },
  run: (call) =>
    withUseCases<ExitCode>(call, { name: 'members export', needsWork: false, mustExist: true }, async (asking) => {
      const memberId = await findOne(asking.useCases, call.args[0] ?? '');
      const request = { memberId, reason: reasonOf(call.options.reason) };
      const { parts } = await problemsToErrors(() => asking.useCases.members.export(asking.context, request));
      for await (const part of parts) await call.out.write(part);
      return 0;
    }),
});

export const membersEraseCommand = defineCommand({
  name: 'members erase',
  summary: 'Destroy the personal data of one member',
  details: ['It cannot be undone. Without --yes it says what it would do and does nothing.'],
  args: [identity],
  options: { reason: reasonOption, yes: { type: 'boolean', help: 'do it' } },
  run: (call) =>
    withUseCases<ExitCode>(call, { name: 'members erase', needsWork: true, mustExist: true }, async (asking) => {
      const memberId = await findOne(asking.useCases, call.args[0] ?? '');
      if (!call.options.yes) {
        const text = `Would destroy every identity and all personal data of the member ${memberId}, for good; her facts stay, without a name. Add --yes to do it.`;
        await call.out.result({ memberId, isErased: false }, text);
        return 1;
      }
      const request = { memberId, reason: reasonOf(call.options.reason), confirm: memberId };
      const erased = await problemsToErrors(() => asking.useCases.members.erase(asking.context, request));
      const text = `Erased ${memberId}: ${erased.identitiesErased} identities, ${erased.secretsErased} personal values. ${erased.factsKept} facts stay, without a name.`;
      await call.out.result({ memberId, isErased: true, ...erased }, text);
      return 0;
    }),
});

function reasonOf(text: string | undefined): string {
  if (text === undefined || text.length < 3) throw new UsageError('--reason is missing: it goes into the audit log.');
  return text;
}

async function problemsToErrors<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProblemError) throw new CommandError(`${error.code}: ${error.message}`, { cause: error });
    throw error;
  }
}

function describe(profile: MemberProfile): string {
  const lines = [
    `${profile.label}  ${profile.id}  ${profile.status}`,
    `  since ${new Date(profile.joinedAt).toISOString()}`,
    ...profile.stages.map(
      (one) =>
        `  ${one.lifecycle}: ${one.stage}${one.next === null ? '' : `, ${one.next.stage} from ${new Date(one.next.at).toISOString()} if nothing happens`}`,
    ),
    ...profile.identities.map((one) => `  ${one.type}: ${one.value}`),
    // What never happened says nothing; --json has it all.
    ...profile.metrics
      .filter((one) => one.value !== null && one.value !== 0)
      .map((one) => `  ${one.field}: ${JSON.stringify(one.value)}`),
  ];
  return lines.join('\n');
}
