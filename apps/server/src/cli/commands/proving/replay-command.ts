import { verifyReplay } from '@perennial/engine';
import { defineCommand, UsageError } from '../../command/command.ts';
import { count } from '../../command/amounts.ts';
import { withPlatform } from '../../platform/open-platform-for.ts';

export const replayCommand = defineCommand({
  name: 'replay',
  summary: 'Fold every member anew and compare with the live state',
  details: [
    'Exit code 1 when there are differences. It may run beside a server: each member is compared as of what she has been folded to.',
  ],
  args: [],
  options: { verify: { type: 'boolean', help: 'compare, and change nothing' } },
  async run(call) {
    if (!call.options.verify) throw new UsageError('replay takes --verify: comparing is all that it does.');
    return withPlatform(
      call,
      { name: 'replay', needsWork: false, mustExist: true },
      async ({ foldStore, programs, installation }) => {
        const report = await verifyReplay(foldStore, programs, {
          shardCount: installation.shard_count,
          signal: call.signal,
          onProgress: ({ members, shard }) =>
            call.out.progress({
              what: 'replaying',
              share: (shard + 1) / installation.shard_count,
              more: [`${count(members)} members`],
            }),
        });
        call.out.progress(null);
        const head = `${count(report.members)} members, ${count(report.steps)} steps folded anew: `;
        const lines = report.examples.flatMap((one) => [
          `  ${one.memberId} (shard ${one.shard})`,
          ...one.differences.map((difference) => `    ${JSON.stringify(difference)}`),
        ]);
        const text =
          report.differing === 0
            ? `${head}no difference.`
            : [`${head}${count(report.differing)} differ.`, ...lines].join('\n');
        await call.out.result(report, text);
        return report.differing === 0 ? 0 : 1;
      },
    );
  },
});
