import { gzipSync } from 'node:zlib';
import { factLimits } from '@perennial/contracts/ingest';
import { upsertProducts } from '@perennial/postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFactPoster, type Posted } from './testing/fact-poster.ts';
import { startIngestServer, type IngestServer } from './testing/ingest-server.ts';

let server: IngestServer;
beforeAll(async () => {
  server = await startIngestServer();
});
afterAll(async () => {
  await server?.close();
});

const { fact, post, postFacts, stored } = createFactPoster(() => server);

describe('POST /v1/facts', () => {
  it('answers after the facts are durable, with a verdict each in order', async () => {
    const [one, other] = [fact({ identities: { phone: '13800001111' }, channel: 'web', storeId: 's1' }), fact()];
    const answer = await postFacts([one, other, one, { ...other, payload: { changed: true } }]);
    expect(answer.status).toBe(200);
    expect(answer.json.verdicts?.map(({ verdict, code }) => [verdict, code])).toEqual([
      ['accepted', undefined],
      ['accepted', undefined],
      ['duplicate', undefined],
      ['quarantined', 'fact.message_conflict'],
    ]);
    expect(await stored(one.messageId)).toMatchObject([
      { channel: 'web', store_id: 's1', occurred_at: Date.parse('2026-01-05T02:00:00Z') },
    ]);
  });

  it('takes a fact by itself, NDJSON, and gzip', async () => {
    expect((await postFacts(fact())).json.accepted).toBe(1);
    const lines = [JSON.stringify(fact()), '{broken', JSON.stringify(fact()), ''].join('\n');
    const answer = await post({ body: lines, headers: { 'content-type': 'application/x-ndjson' } });
    expect(answer.json.verdicts?.map(({ verdict, code }) => code ?? verdict)).toEqual([
      'accepted',
      'fact.malformed_json',
      'accepted',
    ]);
    const zipped = await post({
      body: new Uint8Array(gzipSync(JSON.stringify([fact()]))),
      headers: { 'content-encoding': 'gzip' },
    });
    expect(zipped.json.accepted).toBe(1);
  });

  it('corrects the clock of a sender that says when it sent', async () => {
    const wrongBy = 3_600_000 * 5;
    const one = fact({ occurredAt: Date.now() - wrongBy - 1000, sentAt: Date.now() - wrongBy });
    await postFacts(one);
    const [row] = await stored(one.messageId);
    expect(Math.abs((row?.occurred_at ?? 0) - (Date.now() - 1000))).toBeLessThan(5000);
  });

  it('reads telephone numbers without the dress of sheets and address books', async () => {
    const dressed = [
      '\u202a+86 137 2345 6789\u202c',
      "'13723456789",
      '="13723456789"',
      '１３７２３４５６７８９',
      '13723456789.0',
      'tel:+8613723456789',
    ];
    const facts = dressed.map((phone) => fact({ identities: { phone } }));
    expect((await postFacts(facts)).json.accepted).toBe(dressed.length);
    const owners = await Promise.all(facts.map(async (one) => (await stored(one.messageId))[0]?.member_id));
    expect(new Set(owners).size).toBe(1);
    expect(owners[0]).not.toBeNull();
  });

  it('takes a fact without an identity that is none where another one places it, and notes that', async () => {
    const bad = { phone: 'call me', email: { work: 'x' }, card_no: true, wechat_unionid: '', user_id: 'placed-1' };
    const one = fact({ identities: bad });
    const answer = await postFacts([
      one,
      fact({ identities: { phone: 'call me' } }),
      fact({ identities: { phone: [7.5] } }),
    ]);
    expect(answer.json.verdicts).toMatchObject([
      {
        verdict: 'accepted',
        notes: [
          { path: '/identities/email', message: 'left out: not a text' },
          { path: '/identities/card_no', message: 'left out: not a text' },
          { path: '/identities/phone', message: 'left out: not a telephone number' },
        ],
      },
      { verdict: 'quarantined', code: 'fact.identity_invalid' },
      { verdict: 'quarantined', code: 'fact.invalid' },
    ]);
    const [row] = await stored(one.messageId);
    expect(row?.member_id).not.toBeNull();
    expect(JSON.parse(row?.payload ?? '').identitiesLeftOut).toContainEqual({
      type: 'phone',
      reason: 'not a telephone number',
    });
  });

  it('takes a fact with a dummy number as nobody’s or as whose else it is, and says that the number was left out', async () => {
    const alone = fact({ identities: { phone: '13800000000' } });
    const placed = fact({ identities: { phone: '12345678901', user_id: 'placed-2' } });
    const { json } = await postFacts([alone, placed]);
    const notes = [{ path: '/identities/phone', message: 'left out: a dummy telephone number' }];
    expect(json.verdicts).toMatchObject([
      { verdict: 'accepted', notes },
      { verdict: 'accepted', notes },
    ]);
    const rows = [(await stored(alone.messageId))[0], (await stored(placed.messageId))[0]];
    expect([rows[0]?.member_id, rows[1]?.member_id]).toEqual([null, expect.any(String)]);
    for (const row of rows)
      expect(JSON.parse(row?.payload ?? '').identitiesLeftOut).toEqual([
        { type: 'phone', reason: 'a dummy telephone number' },
      ]);
  });

  it('leaves numbers of orders and products what they are, however much they look like somebody’s', async () => {
    const orderId = '31010119900307123X';
    const one = fact({
      type: 'order.placed',
      identities: { user_id: 'looks-1' },
      payload: {
        orderId,
        amountMinor: 5,
        lines: [{ productId: '13812345678', amountMinor: 5 }],
        invoiceNo: '13812345678',
      },
    });
    await postFacts(one);
    expect(JSON.parse((await stored(one.messageId))[0]?.payload ?? '')).toEqual(one.payload);
  });

  it('keeps unknown types as they are', async () => {
    const one = fact({ type: '直播.进入', payload: { room: 'r1', nested: { a: [1, 2] } } });
    expect((await postFacts(one)).status).toBe(200);
    expect(JSON.parse((await stored(one.messageId))[0]?.payload ?? '')).toEqual(one.payload);
  });

  it('writes the category of the catalogue into lines that have none', async () => {
    const cream = {
      productId: 'p1',
      name: '面霜',
      category: '护肤/面霜',
      brand: '',
      priceMinor: null,
      marginMinor: null,
    };
    await upsertProducts(server.database, [cream], 'test');
    const one = fact({
      type: 'order.paid',
      payload: {
        orderId: 'o1',
        amountMinor: 100,
        lines: [
          { productId: 'p1', priceMinor: 50, quantity: 2 },
          { productId: 'p2', category: '其他' },
        ],
      },
    });
    await postFacts(one);
    expect(JSON.parse((await stored(one.messageId))[0]?.payload ?? '').lines).toEqual([
      { productId: 'p1', priceMinor: 50, quantity: 2, amountMinor: 100, category: '护肤/面霜' },
      { productId: 'p2', category: '其他' },
    ]);
  });
});

describe('what is refused', () => {
  it.each<[string, unknown, string]>([
    ['an order without an id', fact({ type: 'order.paid', payload: { amountMinor: 1 } }), 'fact.invalid'],
    ['an order without an amount', fact({ type: 'order.placed', payload: { orderId: 'x' } }), 'fact.invalid'],
    [
      'an amount in decimals',
      fact({ type: 'order.placed', payload: { orderId: 'x', amountMinor: 1.5 } }),
      'fact.invalid',
    ],
    ['no message id', fact({ messageId: undefined }), 'fact.invalid'],
    ['a source of the product itself', fact({ source: 'perennial' }), 'fact.source_refused'],
    ['a source of another key', fact({ source: 'pos.london' }), 'fact.source_refused'],
    ['a type that the product tells itself', fact({ type: 'stage.changed' }), 'fact.type_reserved'],
    ['nesting that is not even parsed', fact({ payload: nested(factLimits.requestDepthMax) }), 'fact.too_deep'],
    ['an instant without an offset', fact({ occurredAt: '2026-01-05T10:00:00' }), 'fact.invalid'],
    ['seconds for milliseconds', fact({ occurredAt: 1_767_000_000 }), 'fact.too_old'],
    ['the far future', fact({ occurredAt: '2999-01-01T00:00:00Z' }), 'fact.far_future'],
    ['a null byte', fact({ payload: { a: 'x\u0000y' } }), 'fact.null_byte'],
    ['a lone surrogate', fact({ payload: { a: '\ud800' } }), 'fact.invalid_text'],
    [
      'a polluting key',
      JSON.parse('{"messageId":"pp","type":"a","payload":{"__proto__":{"isAdmin":true}}}'),
      'fact.forbidden_key',
    ],
    ['deep nesting', fact({ payload: nested(factLimits.depthMax + 1) }), 'fact.too_deep'],
    [
      'too many keys',
      fact({ payload: Object.fromEntries(Array.from({ length: 501 }, (_, n) => [`k${n}`, 1])) }),
      'fact.too_many_keys',
    ],
    ['a long text', fact({ payload: { a: 'x'.repeat(20_001) } }), 'fact.text_too_long'],
    ['a long key', fact({ payload: { ['k'.repeat(201)]: 1 } }), 'fact.text_too_long'],
    ['a telephone number that is none', fact({ identities: { phone: 'hello' } }), 'fact.identity_invalid'],
    ['too many identities', fact({ identities: { card_no: Array.from({ length: 17 }, (_, n) => n) } }), 'fact.invalid'],
    [
      'a currency without a rate',
      fact({ type: 'order.paid', payload: { orderId: 'x', amountMinor: 1, currency: 'USD' } }),
      'fact.currency_unknown',
    ],
    ['a list for a fact', [], 'fact.not_an_object'],
    [
      'a fact that is too large',
      fact({ payload: { a: Array.from({ length: 40 }, () => 'x'.repeat(2000)) } }),
      'fact.too_large',
    ],
  ])('%s, and nothing else of the batch is lost', async (_name, bad, code) => {
    const [before, after] = [fact(), fact()];
    const answer = await postFacts([before, bad, after]);
    expect(answer.status).toBe(200);
    expect(answer.json.verdicts?.map((verdict) => verdict.code ?? verdict.verdict)).toEqual([
      'accepted',
      code,
      'accepted',
    ]);
  });

  it.each<[string, Posted, number, string]>([
    ['without a key', { body: '[]', key: null }, 401, 'auth.required'],
    ['with a wrong key', { body: '[]', key: 'pk_write_other' }, 401, 'auth.key_invalid'],
    ['with a word that is neither true nor false', { body: '[]', query: '?backfill=yes' }, 400, 'request.invalid'],
    ['that is no JSON', { body: '{"a":' }, 400, 'request.malformed_json'],
    ['that is not UTF-8', { body: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 'request.invalid_utf8'],
    [
      'in another encoding',
      { body: 'abc', headers: { 'content-encoding': 'br' } },
      415,
      'request.unsupported_encoding',
    ],
    ['deflated', { body: 'abc', headers: { 'content-encoding': 'deflate' } }, 415, 'request.unsupported_encoding'],
    [
      'zipped twice',
      { body: 'abc', headers: { 'content-encoding': 'gzip, gzip' } },
      415,
      'request.unsupported_encoding',
    ],
    ['whose gzip is broken', { body: 'abc', headers: { 'content-encoding': 'gzip' } }, 400, 'request.invalid_encoding'],
    [
      'that unpacks to too much',
      {
        body: new Uint8Array(gzipSync(Buffer.alloc(factLimits.requestBytesMax + 1, 0x20))),
        headers: { 'content-encoding': 'gzip' },
      },
      413,
      'request.too_large',
    ],
    [
      'with too many facts',
      { body: JSON.stringify(Array.from({ length: factLimits.batchFactsMax + 1 }, () => 0)) },
      413,
      'ingest.batch_too_large',
    ],
    ['with one invalid fact', { body: '{"messageId":"only","type":"order.paid"}' }, 422, 'fact.invalid'],
  ])('a request %s', async (...[, request, status, code]) => {
    const answer = await post(request);
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('with an API key says which kind of key is wanted', async () => {
    const answer = await post({ body: '[]', key: `sk_api_${'x'.repeat(32)}` });
    expect([answer.status, answer.json]).toMatchObject([401, { detail: expect.stringContaining('write key') }]);
  });

  it('is everything, with a time to come back, while the fold lags beyond its bound', async () => {
    server.lag.current = { factsWaiting: 500_001, expectedMs: 4200 };
    const answer = await postFacts([fact()]);
    server.lag.current = { factsWaiting: 0, expectedMs: 0 };
    expect([answer.status, answer.json.code, answer.headers.get('retry-after')]).toEqual([429, 'ingest.lagging', '5']);
  });
});

function nested(depth: number): unknown {
  return depth === 0 ? 1 : { a: nested(depth - 1) };
}
