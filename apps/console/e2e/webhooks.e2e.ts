import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifySnippet } from '../src/facets/webhooks/secret/verify-snippet.ts';
import { chromiumPath, seriousFindings } from './browser.ts';
import { expectSoundAtDeskAndOnPhone } from './desk-and-phone.ts';
import { startReceiver } from './receiver.ts';
import type { Receiver } from './receiver.ts';
import { openSignedInConsole, patienceMs, sendFacts, signInAs } from './signed-in-console.ts';
import type { SignedInConsole } from './signed-in-console.ts';

if (chromiumPath === undefined) {
  process.stdout.write('No Chromium on this machine (CHROMIUM_PATH): the browser tests of webhooks are skipped.\n');
}

/** Somebody new, whose first order makes her a member in a stage. */
const orderOf = (number: number) => ({
  messageId: `told-${number}`,
  type: 'order.paid',
  occurredAt: Date.now(),
  identities: { phone: phoneOfNew(number) },
  payload: { orderId: `told-${number}`, amountMinor: 1_990 },
});
const phoneOfNew = (number: number) => `+861390715${String(2468 + 37 * number)}`;

interface Snippet {
  readonly isGenuine: (received: object) => boolean;
}

describe.skipIf(chromiumPath === undefined)('webhooks', () => {
  let opened: SignedInConsole;
  let page: Page;
  let receiver: Receiver;
  let snippet: Snippet;
  /** As it was shown, once. */
  let secret: string;
  /** How many new people have ordered. */
  let number = 2;
  /** Where the webhook of these tests is. */
  let path: string;

  beforeAll(async () => {
    receiver = await startReceiver();
    opened = await openSignedInConsole({ environment: { PERENNIAL_WEBHOOK_PRIVATE_ADDRESSES: 'allow' } });
    ({ page } = opened);
    page.setDefaultTimeout(patienceMs);
  });

  afterAll(async () => {
    await opened?.close();
    await receiver?.close();
  });

  const log = () => page.getByRole('table', { name: 'Deliveries', exact: true });
  const rows = () => log().locator('tbody tr');
  const choose = async (filter: string, option: string) => {
    await page.getByRole('combobox', { name: filter, exact: true }).click();
    await page.locator('.ant-select-item-option', { hasText: option }).click();
  };

  /** A pause holds from a moment later on: whoever sends just then may find hers delivered. */
  async function sendUntilOneWaits(): Promise<string> {
    await expect
      .poll(
        async () => {
          await sendFacts(page, [orderOf((number += 1))]);
          return log().innerText();
        },
        { timeout: patienceMs, interval: 1_000 },
      )
      .toContain('Waiting');
    return log().innerText();
  }

  it('says what they are for where there is none, and offers to make one', async () => {
    await opened.open('/settings/webhooks');
    await page.getByText('lets your CRM', { exact: false }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Add a webhook' }).last().click();
    await page.getByRole('heading', { name: 'New webhook', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/settings/webhooks/new');
  });

  it('makes none without a name, an address and an event, and says so at each', async () => {
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('Choose at least one event.').waitFor();
    await page.getByText('Enter a full address', { exact: false }).waitFor();
    await page.getByLabel('Name').fill('CRM');
    await page.getByRole('checkbox', { name: /^Stage changed/ }).check();
    await page.getByLabel('Address').fill('https://anna:secret@crm.example.com/');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const field = page.locator('.ant-form-item', { has: page.getByLabel('Address') });
    await field.getByText('A name and password stand in the address', { exact: false }).waitFor();
    await page.getByRole('radio', { name: 'Only members of whom a condition holds' }).check();
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('Complete every clause', { exact: false }).waitFor();
    await page.getByRole('radio', { name: 'Whoever it concerns' }).check();
  });

  it('warns of identities that are sent in clear', async () => {
    const warning = page.getByText('These are personal data', { exact: false });
    expect(await warning.count()).toBe(0);
    await page.getByRole('combobox', { name: 'Identities sent along' }).click();
    await page.locator('.ant-select-item-option', { hasText: /^Phone$/ }).click();
    await page.keyboard.press('Escape');
    await warning.waitFor();
  });

  it('shows the secret once, with which the receiver verifies what it is told', async () => {
    await page.getByLabel('Address').fill(receiver.url);
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    await page.getByText('it is shown this once', { exact: false }).waitFor();
    secret = (await page.locator('code', { hasText: 'whsec_' }).first().innerText()).trim();
    snippet = await import(`data:text/javascript,${encodeURIComponent(verifySnippet)}`);
    await page.getByRole('button', { name: 'Open the webhook' }).click();
    await page.getByRole('heading', { name: 'CRM', level: 1 }).waitFor();
    path = new URL(page.url()).pathname;
    await page.getByText('No event has come up yet', { exact: false }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('of-the-receiver');
    await sendFacts(page, [orderOf(1), orderOf(2)]);
    await expect.poll(() => receiver.calls.length, { timeout: patienceMs }).toBe(2);
    for (const { headers, body } of receiver.calls) {
      expect(snippet.isGenuine({ secret, headers, rawBody: body })).toBe(true);
      expect(snippet.isGenuine({ secret, headers, rawBody: `${body} ` })).toBe(false);
    }
  });

  it('lists what was delivered without asking, and opens the body with identities masked', async () => {
    await expect.poll(() => rows().count(), { timeout: patienceMs }).toBe(2);
    await expect.poll(() => log().innerText(), { timeout: patienceMs }).toMatch(/Delivered[\s\S]*200/);
    await rows().first().getByRole('link', { name: 'Stage changed' }).click();
    const dialog = page.getByRole('dialog', { name: 'Stage changed' });
    const body = dialog.getByRole('region', { name: 'What is sent' });
    await body.waitFor();
    expect(await body.innerText()).toMatch(/"type": "phone",\s+"value": "139••••\d{4}"/);
    expect(receiver.calls.map((call) => call.body).join(' ')).toMatch(/1390715\d{4}/);
    expect(new URL(page.url()).searchParams.get('delivery')).toMatch(/^\d+-\d+$/);
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('sends one again under the same id', async () => {
    const before = receiver.calls.length;
    await page.getByRole('dialog').getByRole('button', { name: 'Send again' }).click();
    await expect.poll(() => receiver.calls.length, { timeout: patienceMs }).toBe(before + 1);
    const ids = receiver.calls.map(({ headers }) => headers['webhook-id']);
    expect(ids.slice(0, before)).toContain(ids.at(-1));
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('');
  });

  it('narrows the log by state, event and member, in the address', async () => {
    await choose('State', 'Given up');
    await page.getByText('Nothing matches').waitFor();
    expect(new URL(page.url()).search).toBe('?state=dead');
    await choose('State', 'Delivered');
    await expect.poll(() => rows().count(), { timeout: patienceMs }).toBe(2);
    await choose('Event', 'Stage changed');
    await page.getByRole('combobox', { name: 'Member', exact: true }).fill(phoneOfNew(2));
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option').first().click();
    await expect.poll(() => rows().count(), { timeout: patienceMs }).toBe(1);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('state'), searchParams.get('type')]).toEqual(['delivered', 'stage.changed']);
    const member = rows().first().getByRole('link').nth(1);
    expect(await member.getAttribute('href')).toBe(`/members/${searchParams.get('member')}`);
    await page.goBack();
    await expect.poll(() => rows().count(), { timeout: patienceMs }).toBe(2);
  });

  it('says of a test what came back, also that it failed and what to do', async () => {
    await opened.open(path);
    receiver.answerWith(503);
    await page.getByRole('button', { name: 'Send a test' }).click();
    const dialog = page.getByRole('dialog', { name: 'Test of “CRM”' });
    await dialog.getByRole('button', { name: 'Send', exact: true }).click();
    await dialog.getByText('The receiver failed (503)').waitFor();
    await dialog.getByText('webhook.test', { exact: false }).last().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    receiver.answerWith(200);
    await dialog.getByRole('button', { name: 'Send again' }).click();
    await dialog.getByText('Delivered', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
  });

  it('delivers nothing while it is paused, says what waits, and goes on when it is resumed', async () => {
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    expect(await sendUntilOneWaits()).toContain('once resumed');
    const before = receiver.calls.length;
    await page.getByRole('button', { name: 'Resume', exact: true }).click();
    await expect.poll(() => receiver.calls.length, { timeout: patienceMs }).toBeGreaterThan(before);
    await expect.poll(() => log().innerText(), { timeout: patienceMs }).not.toContain('Waiting');
    await page.getByText('Active', { exact: true }).waitFor();
  });

  it('makes a new secret, and says until when the one before signs as well', async () => {
    await page.getByRole('button', { name: 'New secret' }).click();
    const dialog = page.getByRole('dialog', { name: 'New secret for “CRM”' });
    await dialog.getByRole('button', { name: 'Make a new secret' }).click();
    await dialog.getByText(/The secret before signs as well until/).waitFor();
    expect(await dialog.locator('code', { hasText: 'whsec_' }).first().innerText()).not.toContain(secret);
    await dialog.getByRole('button', { name: 'I have kept it' }).click();
    const before = receiver.calls.length;
    await sendFacts(page, [orderOf((number += 1))]);
    await expect.poll(() => receiver.calls.length, { timeout: patienceMs }).toBeGreaterThan(before);
    const { headers, body } = receiver.calls.at(-1) ?? { headers: {}, body: '' };
    expect(snippet.isGenuine({ secret, headers, rawBody: body })).toBe(true);
  });

  it('is changed in a drawer with an address of its own', async () => {
    await opened.open(`${path}?act=edit`);
    const dialog = page.getByRole('dialog', { name: 'Change “CRM”' });
    await dialog.getByLabel('Name').fill('Customer desk');
    await dialog.getByRole('checkbox', { name: /^Member erased/ }).check();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Customer desk', level: 1 }).waitFor();
    await page.getByText('Member erased', { exact: false }).first().waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  it('is sound at a desk and on a phone, and scrolls nowhere sideways: list, one, its drawers, and a new one', async () => {
    const settled = async (own: Page) => {
      await own.locator('main h1:visible').waitFor();
      await own.locator('.skeleton').first().waitFor({ state: 'detached' });
    };
    await rows().first().getByRole('link', { name: 'Stage changed' }).click();
    const { search } = new URL(page.url());
    const paths = ['/settings/webhooks', '/settings/webhooks/new', path, `${path}?act=edit`, `${path}${search}`];
    for (const one of paths) await expectSoundAtDeskAndOnPhone(opened, one, settled);
  });

  it('is for an operator to look at, by the host alone, and not to change', async () => {
    const operator = await signInAs(opened, 'operator');
    await operator.goto('/settings/webhooks');
    await operator.getByRole('table', { name: 'Webhooks' }).getByRole('link', { name: 'Customer desk' }).click();
    await operator.getByRole('heading', { name: 'Customer desk', level: 1 }).waitFor();
    for (const name of ['Send a test', 'Pause', 'Edit', 'New secret', 'Remove']) {
      const act = operator.getByRole('button', { name, exact: true });
      expect([await act.isDisabled(), await act.getAttribute('aria-description')]).toEqual([
        true,
        expect.stringContaining('Yours is operator'),
      ]);
    }
    await operator.goto(`${path}?act=edit`);
    const dialog = operator.getByRole('dialog', { name: 'Change “Customer desk”' });
    await dialog.getByText('Yours is operator', { exact: false }).waitFor();
    expect(await dialog.getByLabel('Address').count()).toBe(0);
    expect(await dialog.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    expect(await seriousFindings(operator)).toEqual([]);
    await operator.goto('/settings/webhooks/new');
    await operator.locator('main').getByText('Yours is operator', { exact: false }).waitFor();
    expect(await operator.getByLabel('Address').count()).toBe(0);
    await operator.context().close();
  });

  it('has no place for a viewer', async () => {
    const viewer = await signInAs(opened, 'viewer');
    await viewer.goto('/settings/account');
    await viewer.getByRole('heading', { level: 1 }).waitFor();
    expect(await viewer.getByRole('tab', { name: 'Webhooks' }).count()).toBe(0);
    await viewer.goto(path);
    await viewer.getByText('You may not do this').waitFor();
    await viewer.context().close();
  });

  it('is removed after saying in numbers what is lost with it', async () => {
    await opened.open(path);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await sendUntilOneWaits();
    await page.getByText('oldest', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove “Customer desk”' });
    await dialog.getByText(/^[1-9]\d* waiting and 0 given-up events are lost/).waitFor();
    await dialog.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('No system is told of events yet.').waitFor();
    expect(opened.broken).toEqual([]);
  });
});
