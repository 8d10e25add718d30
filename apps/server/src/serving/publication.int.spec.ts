import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;

beforeAll(async () => {
  served = await startServedPlatform();
});
afterAll(() => served.close());

/** Publishes the program in force with these documents changed; answers the version. */
async function publish(changes: Readonly<Record<string, object>>): Promise<number> {
  const { program } = served.administrator;
  const current = await program.current();
  const documents = { ...current.documents, ...JSON.parse(JSON.stringify(changes)) };
  const draft = await program.createDraft({ body: { name: 'Change', documents } });
  const body = { draftId: draft.id, revision: draft.revision, currentVersion: current.version };
  return (await program.publish({ body })).version;
}

async function statusOf(version: number): Promise<string> {
  return (await served.administrator.program.publication({ params: { version } })).status;
}

const policy = { type: 'phone', strength: 'strong', priority: 10, perMemberMax: 1, normaliser: 'phone' };

it('is through at once with a version that re-evaluates nobody', async () => {
  const version = await publish({ 'identities.json': { types: [policy] } });
  await expect.poll(() => statusOf(version), { timeout: 10_000 }).toBe('succeeded');
});

it('is through with a version that moves timelines when everybody has passed it', async () => {
  const { documents } = await served.administrator.program.current();
  const statistics = { brandGapDays: 90, categoryCycles: [] };
  expect(documents['statistics.json']).not.toEqual(statistics);
  const version = await publish({ 'statistics.json': statistics });
  await expect.poll(() => statusOf(version), { timeout: 60_000 }).toBe('succeeded');
  const { items } = await served.administrator.members.list({});
  expect(items.length).toBeGreaterThan(0);
});
