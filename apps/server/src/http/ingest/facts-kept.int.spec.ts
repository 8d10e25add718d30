import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFactPoster } from './testing/fact-poster.ts';
import { startIngestServer, type IngestServer } from './testing/ingest-server.ts';

let server: IngestServer;
beforeAll(async () => {
  server = await startIngestServer();
});
afterAll(async () => {
  await server?.close();
});

const { fact, post, postFacts, stored } = createFactPoster(() => server);

describe('a fact that the log contradicts', () => {
  const waiting = async (messageId: unknown) => {
    const { quarantine } = server.ingestion;
    const rows = await quarantine.store.list({ status: 'waiting', code: 'fact.message_conflict', limit: 200 });
    return Promise.all(
      rows.filter((row) => row.messageId === messageId).map(async ({ id }) => (await quarantine.get(id))?.raw),
    );
  };

  it('is kept in quarantine as it was sent, and the first one stands', async () => {
    const first = fact({ payload: { page: 'a' } });
    const other = { ...first, payload: { page: 'b' } };
    await postFacts([first]);
    const lines = ['not json', JSON.stringify(fact()), JSON.stringify(other)].join('\n');
    const answer = await post({ body: lines, headers: { 'content-type': 'application/x-ndjson' } });
    expect(answer.json.verdicts?.map(({ verdict }) => verdict)).toEqual(['rejected', 'accepted', 'quarantined']);
    expect(await waiting(first.messageId)).toEqual([other]);
    expect(JSON.parse((await stored(first.messageId))[0]?.payload ?? '')).toEqual({ page: 'a' });
  });

  it('is kept once, also when it is sent again', async () => {
    const first = fact();
    const other = { ...first, payload: { changed: 1 } };
    await postFacts([first]);
    for (const _ of [1, 2]) expect((await postFacts(other)).status).toBe(409);
    expect(await waiting(first.messageId)).toEqual([other]);
  });

  it('is taken when somebody gives it a message id of its own', async () => {
    const first = fact();
    await postFacts([first]);
    await postFacts([{ ...first, payload: { changed: 2 } }]);
    const { quarantine } = server.ingestion;
    const rows = await quarantine.store.list({ status: 'waiting', code: 'fact.message_conflict', limit: 200 });
    const id = rows.find((row) => row.messageId === first.messageId)?.id ?? '';
    expect(await quarantine.replay([id], 'li')).toMatchObject([{ verdict: 'quarantined' }]);
    const repaired = { ...first, messageId: `${String(first.messageId)}-2`, payload: { changed: 2 } };
    expect(await quarantine.repair(id, repaired, 'li')).toMatchObject({ verdict: 'accepted' });
  });
});

describe('a write key', () => {
  it('speaks for its source alone: what names another one waits under the key’s own, and is not taken by trying again', async () => {
    const one = fact({ source: 'pos.london' });
    expect(await postFacts(one)).toMatchObject({ status: 422, json: { code: 'fact.source_refused' } });
    const { quarantine } = server.ingestion;
    const rows = await quarantine.store.list({ status: 'waiting', code: 'fact.source_refused', limit: 200 });
    const row = rows.find(({ messageId }) => messageId === one.messageId);
    expect(row?.source).toBe('shop');
    expect(await quarantine.replay([row?.id ?? ''], 'li')).toMatchObject([{ verdict: 'quarantined' }]);
    expect(await stored(one.messageId)).toEqual([]);
    expect((await postFacts(fact({ source: 'shop' }))).json.accepted).toBe(1);
  });
});

describe('quarantine', () => {
  it('keeps what failed, sealed, once; repairs and replays it into the log', async () => {
    const bad = fact({
      type: 'order.paid',
      payload: { orderId: 'q1', amountMinor: 'much' },
      identities: { phone: '13812340000' },
    });
    await postFacts([bad]);
    await postFacts([bad]);
    const { quarantine } = server.ingestion;
    const rows = (await quarantine.store.list({ status: 'waiting', limit: 200 })).filter(
      (row) => row.messageId === bad.messageId,
    );
    expect(rows).toHaveLength(1);
    const id = rows[0]?.id ?? '';
    expect((await quarantine.store.read([id]))[0]?.body.toString()).not.toContain('13812340000');
    expect(await quarantine.get(id)).toMatchObject({ raw: bad, issues: [{ path: '/payload/amountMinor' }] });
    expect(await quarantine.replay([id], 'li')).toMatchObject([{ verdict: 'quarantined' }]);
    const repaired = { ...bad, payload: { orderId: 'q1', amountMinor: 100 } };
    expect(await quarantine.repair(id, repaired, 'li')).toMatchObject({ verdict: 'accepted' });
    expect(await quarantine.repair(id, repaired, 'li')).toBeUndefined();
    expect(await stored(bad.messageId)).toHaveLength(1);
    expect(await quarantine.get(id)).toMatchObject({ status: 'replayed', resolvedBy: 'li' });
  });
});
