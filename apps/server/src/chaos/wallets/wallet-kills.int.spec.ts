import { createDatabase } from '@perennial/postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSharedInstallation } from '../shared-installation.ts';
import type { SharedInstallation } from '../shared-installation.ts';
import { surviveWalletKills } from './survive-wallet-kills.ts';

let shared: SharedInstallation;
beforeAll(async () => {
  shared = await createSharedInstallation();
});
afterAll(async () => {
  await shared?.endProcesses();
  await shared?.close();
});

it('keeps what it answered of wallets and answers a retry as it would have, when the server is killed under commands (E7, W5)', async () => {
  const report = await surviveWalletKills(
    {
      writeKey: shared.writeKey,
      start: () => shared.start('all'),
      run: (...words) => shared.run(...words),
      database: () => Promise.resolve(createDatabase({ url: shared.url, poolSize: 1 })),
      async kill(server) {
        await server.kill();
        return true;
      },
    },
    { kills: 2, seed: 1 },
  );
  expect(report.unanswered).toBeGreaterThan(0);
  expect(report.done).toBeGreaterThan(40);
}, 180_000);
