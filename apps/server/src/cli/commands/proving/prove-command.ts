import { proveWallets } from '../../../use-cases/wallets/proof/prove-wallets.ts';
import type { WalletsProof } from '../../../use-cases/wallets/proof/prove-wallets.ts';
import { count } from '../../command/amounts.ts';
import { defineCommand } from '../../command/command.ts';
import { withPlatform } from '../../platform/open-platform-for.ts';

export const proveCommand = defineCommand({
  name: 'prove',
  summary: 'Prove that wallets are what their entries, lots and holds say',
  details: [
    'Looks at every entry of the store: one side of each is the member, balances are sums of entries and of lots less what is owed, no number is missing, and no entry is another than when it was made; and at budgets, of which what is left and what was granted must be all of them.',
    'Exit code 1 when something does not hold, with the rows. It changes nothing and may run beside a server: each shard is looked at as of one moment.',
  ],
  args: [],
  options: {},
  async run(call) {
    return withPlatform(
      call,
      { name: 'prove', needsWork: false, mustExist: true },
      async ({ database, installation: { shard_count: shardCount } }) => {
        const proof = await proveWallets(database, {
          shardCount,
          signal: call.signal,
          onProgress: ({ shards, entries }) =>
            call.out.progress({ what: 'proving', share: shards / shardCount, more: [`${count(entries)} entries`] }),
        });
        call.out.progress(null);
        await call.out.result(proof, textOf(proof));
        return proof.problems.length + proof.resourceProblems.length === 0 ? 0 : 1;
      },
    );
  },
});

function textOf(proof: WalletsProof): string {
  const { entries, accounts, resources, problems, resourceProblems, milliseconds } = proof;
  const head = `${count(entries)} entries of ${count(accounts)} balances and ${count(resources)} budgets in ${(milliseconds / 1000).toFixed(1)} s: `;
  const found = problems.length + resourceProblems.length;
  if (found === 0) return `${head}all of it holds.`;
  return [
    `${head}${count(found)} do not hold.`,
    ...problems.map((one) => `  ${one.memberId} ${one.wallet} (shard ${one.shard}): ${one.detail}`),
    ...resourceProblems.map((one) => `  ${one.resource}: ${one.detail}`),
  ].join('\n');
}
