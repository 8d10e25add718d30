import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectAccessible } from './accessible.ts';
import { makeDataFolder, runPerennial } from './server-process.ts';
import { desktop, openSignedInConsole, phone, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

/** The console of an installation that was restored from a backup. */
let home: string;
let opened: SignedInConsole;

beforeAll(async () => {
  home = makeDataFolder();
  const [first, second, file] = ['first', 'second', 'one.backup'].map((name) => join(home, name));
  if (first === undefined || second === undefined || file === undefined) throw new Error('no places');
  mkdirSync(first, { mode: 0o711 });
  await runPerennial('keys', 'create', '--kind', 'write', '--data', first);
  await runPerennial('backup', file, '--with-keys', '--data', first);
  await runPerennial('restore', file, '--data', second);
  opened = await openSignedInConsole({ data: second });
});
afterAll(async () => {
  await opened?.close();
  rmSync(home, { recursive: true, force: true });
});

it('says on every page that nothing is sent, and lets an administrator end it, who is asked first', async () => {
  const { page, open } = opened;
  const notice = page.getByRole('alert').filter({ hasText: 'Nothing is sent to members since' });
  for (const path of ['/overview', '/members', '/settings/account']) {
    await open(path);
    await notice.waitFor();
  }
  await expectAccessible(page, [desktop, phone]);

  const viewer = await signInAs(opened, 'viewer');
  await viewer.getByRole('alert').filter({ hasText: 'Nothing is sent' }).waitFor();
  expect(await viewer.getByRole('button', { name: 'Send again' }).isDisabled()).toBe(true);

  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('Let messages go out again?').waitFor();
  await page.getByRole('tooltip').getByRole('button', { name: 'Cancel' }).click();
  expect(await notice.isVisible()).toBe(true);
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('tooltip').getByRole('button', { name: 'Send again' }).click();
  await notice.waitFor({ state: 'detached' });

  await open('/settings/audit');
  await page.getByText('Delivery resumed').waitFor();
  await page.getByText('Restored from a backup').waitFor();
  expect(opened.broken).toEqual([]);
});
