import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './browser.ts';
import { openSignedInConsole } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

describe.skipIf(chromiumPath === undefined)('the console, where it says things', () => {
  let opened: SignedInConsole;
  let page: Page;

  beforeAll(async () => {
    opened = await openSignedInConsole();
    ({ page } = opened);
  });
  afterAll(() => opened?.close());

  /** Sent by the page itself, as its session. */
  const send = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    page.evaluate(
      async ([where, what, extra]) => {
        const answer = await fetch(where, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...extra },
          body: what,
        });
        return { status: answer.status, text: await answer.text() };
      },
      [path, JSON.stringify(body), headers] as const,
    );
  const inChinese = async (path: string) => {
    await opened.open(path);
    await page.getByRole('button', { name: /^(?:Language|语言)$/ }).click();
    await page.getByRole('menuitem', { name: '简体中文' }).click();
    await page.getByRole('button', { name: '语言' }).waitFor();
  };

  it('tries a call of the API with the session, and shows what came back', async () => {
    await opened.open('/settings/keys');
    await page.getByRole('link', { name: /API reference/ }).click();
    await page.getByLabel('Find a call').fill('GET /v1/members ');
    await page.getByRole('link', { name: '/v1/members', exact: true }).click();
    await page.getByRole('textbox', { name: 'limit' }).fill('2');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: /Answered 200/ }).waitFor();
    const answer = JSON.parse(await page.getByRole('textbox', { name: 'Answer', exact: true }).inputValue()) as {
      readonly items: readonly unknown[];
    };
    expect(answer.items).toHaveLength(2);
  });

  it('asks before it sends a call that may change something', async () => {
    await opened.open('/settings/api?call=members.addTag');
    await page.getByRole('textbox', { name: 'memberId' }).fill('00000000-0000-4000-8000-000000000000');
    await page.getByRole('textbox', { name: 'tag' }).fill('vip');
    await page.getByRole('button', { name: 'Send' }).click();
    const dialog = page.getByRole('dialog', { name: /may change something/ });
    await dialog.getByText('/v1/members/00000000').waitFor();
    expect(await page.getByRole('heading', { name: /Answered/ }).count()).toBe(0);
    await dialog.getByRole('button', { name: 'Send' }).click();
    await page.getByRole('heading', { name: /Answered 404/ }).waitFor();
  });

  it('says in Chinese why a fact waits', async () => {
    const made = await send('/v1/keys', { kind: 'write', name: 'words', source: 'words' });
    const { secret } = JSON.parse(made.text) as { readonly secret: string };
    const fact = { messageId: 'w1', type: 'order.placed', payload: { amountMinor: 1 } };
    await send('/v1/facts', [fact], { authorization: `Bearer ${secret}` });
    await inChinese('/data/quarantine');
    await page.getByText('缺少“订单号”（orderId）').first().waitFor();
    expect(await page.locator('main').textContent()).not.toMatch(/required|missing/);
  });

  it('says acts, people and members of the audit log by name, and keeps its filters in the address', async () => {
    await inChinese('/settings/audit?action=key.created');
    const rows = page.locator('main tbody tr');
    await rows.first().waitFor();
    expect(new Set(await rows.locator('td:nth-child(3)').allTextContents())).toEqual(new Set(['创建密钥']));
    expect(await rows.first().locator('td:nth-child(4)').textContent()).toContain('words');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '导出 CSV' }).click();
    expect((await download).suggestedFilename()).toBe('audit.csv');
    await opened.open('/settings/audit?outcome=failed&from=2020-01-01&to=2020-01-02');
    await page.getByText('没有匹配的结果').waitFor();
    expect(opened.broken).toEqual([]);
  });
});
