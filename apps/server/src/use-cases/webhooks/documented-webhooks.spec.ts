import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routes, webhookCountMax, webhookSaid, webhooksMax } from '@perennial/contracts/staff';
import { facets } from '@perennial/domain';
import type { FactPayload } from '@perennial/domain';
import { attemptsMax, deadKeptMs, deliveredKeptMs } from '@perennial/engine';
import { describe, expect, it } from 'vitest';
import { bodyOf } from './event-body.ts';

/** What the reference of webhooks says, held against what the code does; headers and codes beside the sender. */

const page = readFileSync(join(import.meta.dirname, '../../../../../docs/reference/webhooks.md'), 'utf8');
const dayMs = 86_400_000;

/** Cells of the rows of the table whose head begins so. */
function tableOf(head: string): readonly (readonly string[])[] {
  const rows = page.split(`\n| ${head} |`)[1]?.split('\n\n')[0]?.split('\n').slice(2) ?? [];
  return rows.map((row) =>
    row
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  );
}

/** How many of what a row of the table of bounds says, in order, as numbers. */
function boundsOf(what: string): readonly number[] {
  const [, said = ''] = tableOf('what').find(([name]) => name === what) ?? [];
  return [...said.matchAll(/\d[\d,.]*/g)].map(([digits]) => Number(digits.replaceAll(',', '')));
}

const said = { name: 'CRM', url: 'https://crm.example', types: ['stage.changed'] };
const isTaken = (more: object) => webhookSaid.safeParse({ ...said, ...more }).success;

describe('the reference of webhooks', () => {
  it('tells of every event, and of none that there is not', () => {
    const told = tableOf('type').map(([type = '']) => type.replaceAll('`', ''));
    expect(told.toSorted()).toEqual([...facets.events.keys()].toSorted());
  });

  it('shows a body as it is sent', () => {
    const shown = JSON.parse(/```json\n([\s\S]*?)```/.exec(page)?.[1] ?? '') as {
      readonly type: string;
      readonly timestamp: string;
      readonly data: FactPayload & { memberId: string; eventId: string; sequence: number; recordedAt: string };
    };
    const { memberId, eventId, sequence, recordedAt, ...payload } = shown.data;
    const instants = { occurredAt: Date.parse(shown.timestamp), recordedAt: Date.parse(recordedAt) };
    const event = { type: shown.type, ...instants, memberId, eventId, sequence, payload, identities: [] };
    expect(bodyOf(event)).toBe(JSON.stringify(shown));
    const own = [...(tableOf('type').find(([type]) => type === '`stage.changed`')?.[2] ?? '').matchAll(/`(\w+)`/g)];
    expect(own.map(([, name]) => name)).toEqual(Object.keys(payload));
  });

  it('says the bounds that what is said of a webhook has', () => {
    const taken = webhookSaid.parse(said);
    const [least = 0, most = 0, unless] = boundsOf('calls a second');
    expect(unless).toBe(taken.perSecondMax);
    expect([least - 1, least, most, most + 1].map((perSecondMax) => isTaken({ perSecondMax }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const [shortest = 0, longest = 0, time = 0] = boundsOf('time of a call').map((seconds) => seconds * 1_000);
    expect(time).toBe(taken.timeoutMs);
    expect([shortest - 1, shortest, longest, longest + 1].map((timeoutMs) => isTaken({ timeoutMs }))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    const [, types = 0] = boundsOf('events');
    expect([types, types + 1].map((length) => isTaken({ types: Array.from({ length }, () => 'a.b') }))).toEqual([
      true,
      false,
    ]);
    const [identities = 0] = boundsOf('identities');
    expect(
      [identities, identities + 1].map((length) => isTaken({ identities: Array.from({ length }, () => 'phone') })),
    ).toEqual([true, false]);
  });

  it('says how many there may be, how long secrets and logs are kept, and how far is counted', () => {
    expect(page).toContain(`make and change webhooks, at most ${webhooksMax};`);
    const [, unless, most] = (/\((\d+) unless said, at most (\d+)\)/.exec(page) ?? []).map(Number);
    const { body } = routes.webhooks.rotateSecret;
    expect(body.parse({})).toEqual({ keepOldHours: unless });
    expect([0, 1].map((more) => body.safeParse({ keepOldHours: (most ?? 0) + more }).success)).toEqual([true, false]);
    expect(page).toContain(`counted up to ${webhookCountMax.toLocaleString('en')},`);
    const [delivered, dead] = [deliveredKeptMs, deadKeptMs].map((ms) => ms / dayMs);
    expect(page).toMatch(new RegExp(`was delivered until ${delivered} days, and what was given up until ${dead} days`));
  });

  it('names every retry, which are all attempts but the first', () => {
    const [, said = ''] = /\*\*Retries\*\* after about ([^:]+) hours/.exec(page) ?? [];
    expect([...said.matchAll(/\d+/g)]).toHaveLength(attemptsMax - 1);
  });
});
