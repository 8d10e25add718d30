import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, dayMs, phone, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
let memberId: string;

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator, memberId } = served);
  await administrator.reference.putStores({
    body: { items: [{ storeId: 's1', name: '=Bund', region: '', channel: '' }] },
  });
});
afterAll(() => served.close());

type Query = NonNullable<NonNullable<Parameters<Client['members']['download']>[0]>['query']>;
type Columns = Exclude<Query['columns'], string>;

/** Worked out apart: days of the program's zone as each language writes them. */
const dayOf = (locale: string, at: number) =>
  new Intl.DateTimeFormat(locale, { timeZone: 'Asia/Shanghai', dateStyle: locale === 'en' ? 'medium' : 'long' }).format(
    at,
  );
const ago = (days: number) => started - days * dayMs;

/** Cells of a file whose quoted cells hold no quotes. */
function cellsOf(csv: string): string[][] {
  const rows = csv.replace('\uFEFF', '').trimEnd().split('\r\n');
  return rows.map((row) =>
    [...row.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted ?? plain ?? ''),
  );
}

async function download(query: Query): Promise<string[][]> {
  return cellsOf(await (await administrator.members.download({ query })).text());
}

describe('the file of a list of members', () => {
  it('has the chosen columns in the order in which they were chosen, in words, units and days', async () => {
    const columns: Columns = ['spend', 'label', 'lastOrderAt', 'orders', 'stage', 'store', 'channel'];
    const query: Query = { sort: 'orders', columns };
    expect(await download({ ...query, language: 'en' })).toEqual([
      ['Net spend (CNY)', 'Member', 'Last order (Asia/Shanghai)', 'Orders', 'Stage', 'Store', 'Channel'],
      ['369.00', '138••••8000', dayOf('en', ago(20)), '3', 'Active', "'=Bund", 'shop'],
      ['123.00', '139••••9000', dayOf('en', ago(5)), '1', 'New', 's2', 'shop'],
    ]);
    expect(await download({ ...query, language: 'zh' })).toEqual([
      ['净消费额(CNY)', '会员', '最近下单(Asia/Shanghai)', '订单数', '阶段', '门店', '渠道'],
      ['369.00', '138••••8000', dayOf('zh-CN', ago(20)), '3', '活跃', "'=Bund", '门店'],
      ['123.00', '139••••9000', dayOf('zh-CN', ago(5)), '1', '新客', 's2', '门店'],
    ]);
  });

  it('says the same as the list, in the language of the request, as of a past day too', async () => {
    const query = { sort: 'orders', asOf: new Date(ago(30)).toISOString() } as const;
    const { items } = await administrator.members.list({ query });
    const answer = await administrator.members.download({ query: { ...query, columns: ['id', 'orders', 'spend'] } });
    const [header, ...rows] = cellsOf(await answer.text());
    expect(header).toEqual(['Member id', 'Orders', 'Net spend (CNY)']);
    expect(rows).toEqual(items.map((one) => [one.id, String(one.orders), (one.spendMinor / 100).toFixed(2)]));
    expect(rows).toContainEqual([memberId, '2', '246.00']);
  });

  it('says of each what comes next as the list does', async () => {
    const { items } = await administrator.members.list({ query: { sort: 'orders' } });
    const names: Readonly<Record<string, string>> = { silent: 'Silent', active: 'Active' };
    const next = items.map(
      (one) => `${names[one.nextStage ?? '']} on ${dayOf('en', Date.parse(one.nextChangeAt ?? ''))}`,
    );
    const columns: Columns = ['nextChangeAt'];
    const [, ...rows] = await download({ sort: 'orders', language: 'en', columns });
    expect(rows.flat()).toEqual(next);
  });

  it('has all columns unless some are chosen, and refuses one that there is not', async () => {
    expect((await download({}))[0]).toHaveLength(13);
    const answer = await fetch(`${served.address}/v1/members.csv?columns=phone`, {
      headers: { authorization: `Bearer ${await keyWith(['members.download'])}` },
    });
    expect(answer.status).toBe(400);
  });

  it('stays as programs know it where they ask for that', async () => {
    const csv = await (await administrator.members.download({ query: { form: 'raw', sort: 'orders' } })).text();
    const [header, first] = csv.split('\r\n');
    expect(header).toBe(
      'member_id,stage,stage_since,next_stage,next_change_at,joined_at,first_order_at,last_order_at,orders,spend_minor,store_id,channel,tags',
    );
    expect(first).toContain(`,${new Date(ago(20)).toISOString()},3,36900,s1,shop,`);
  });

  it.each([{}, { language: 'zh' }, { form: 'raw' }, { columns: ['label', 'spend'] }] satisfies Query[])(
    'is known by the import, which would make its members a second time: %j',
    async (query) => {
      const csv = await (await administrator.members.download({ query })).blob();
      const upload = administrator.imports.upload({ query: { fileName: 'members.csv' }, body: csv });
      expect(await codeOf(upload)).toBe('import.unreadable');
    },
  );
});

describe('identities in the file of a list', () => {
  const query: Query = { sort: 'orders', language: 'en', columns: ['label'] };

  it('stand in clear where a reason is given, which the audit log keeps', async () => {
    const reason = 'calling those who are silent';
    const answer = await administrator.members.revealDownload({ query, body: { reason } });
    expect(cellsOf(await answer.text())).toEqual([
      ['Member', 'Phone', 'E-mail', 'Customer number', 'Card number'],
      ['138••••8000', `'${phone}`, 'mei@example.com', '', ''],
      ['139••••9000', "'+8613900139000", '', '', ''],
    ]);
    const { items } = await administrator.audit.list({ query: { action: 'members.download_revealed' } });
    expect(items[0]).toMatchObject({ outcome: 'done', reason: `${reason}; 2 rows sent` });
  });

  it('are refused without a reason, without the right to reveal, and without the right to download', async () => {
    const status = async (scopes: Scopes, body: object) => {
      const answer = await fetch(`${served.address}/v1/members.csv`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await keyWith(scopes)}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return [answer.status, (await answer.text()).includes('13800138000')];
    };
    const body = { reason: 'to try' };
    expect(await status(['members.reveal', 'members.download'], body)).toEqual([200, true]);
    expect(await status(['members.reveal', 'members.download'], {})).toEqual([400, false]);
    expect(await status(['members.download'], body)).toEqual([403, false]);
    expect(await status(['members.reveal'], body)).toEqual([403, false]);
  });
});

type Scopes = Extract<Parameters<Client['keys']['create']>[0]['body'], { kind: 'api' }>['scopes'];

async function keyWith(scopes: Scopes): Promise<string> {
  const { secret } = await administrator.keys.create({ body: { kind: 'api', name: 'File', scopes } });
  return secret;
}
