import type { Client } from '@perennial/contracts/staff';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let members: Client['members'];
let memberId: string;

beforeAll(async () => {
  served = await startServedPlatform();
  ({ members } = served.administrator);
  ({ memberId } = served);
});
afterAll(() => served.close());

const notesOf = async (id = memberId) =>
  (await members.get({ params: { memberId: id } })).notes.map(({ text, by }) => `${text} (${by})`);

const write = (text: string, id = memberId) => members.addNote({ params: { memberId: id }, body: { text } });

async function dump(table: string): Promise<string> {
  const name = `test_dump_${table}`;
  const rows = await served.platform.database.rows<{ text: string }>(
    { name, text: `select t::text as text from ${table} t` },
    [],
  );
  return rows.map(({ text }) => text).join('\n');
}

describe('a note', () => {
  it('says who wrote it, newest first, and stands in no table and no log in clear', async () => {
    await write('prefers green tea');
    await write('allergic to 花生');
    expect(await notesOf()).toEqual([
      expect.stringMatching(/^allergic to 花生 \(First/),
      expect.stringMatching(/^prefers green tea \(First/),
    ]);
    for (const table of ['fact', 'member_attribute', 'member_secret', 'derived_fact', 'command', 'audit_log', 'outbox'])
      expect(await dump(table), table).not.toMatch(/green tea|花生/);
    expect(served.log.join('\n')).not.toMatch(/green tea|花生/);
  });

  it('hides what looks personal, but from who reveals the timeline with a reason', async () => {
    await write('call +86 136 6612 3987 after six');
    expect((await notesOf())[0]).toMatch(/^call ••••3987 after six/);
    const params = { memberId };
    const { items } = await members.timeline({ params });
    expect(items[0]).toMatchObject({ kind: 'decision', type: 'note', by: expect.stringContaining('First') });
    expect(JSON.stringify(items)).not.toMatch(/6612|after six/);
    const clear = await members.revealTimeline({ params, body: { reason: 'she asked' } });
    expect(JSON.stringify(clear.items[0])).toContain('call +86 136 6612 3987 after six');
  });

  it('is taken away for good: its text is written over', async () => {
    const { noteId } = await write('a mistake');
    await members.removeNote({ params: { memberId, noteId } });
    expect(await notesOf()).toHaveLength(3);
    const clear = await members.revealTimeline({ params: { memberId }, body: { reason: 'she asked' } });
    expect(JSON.stringify(clear)).not.toContain('a mistake');
  });

  it('is written once however often it is sent under one key', async () => {
    const send = async () => {
      const answer = await fetch(`${served.address}/v1/members/${memberId}/notes`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': 'note-1',
          authorization: `Bearer ${secret}`,
        },
        body: JSON.stringify({ text: 'once' }),
      });
      return (await answer.json()) as { readonly noteId: string };
    };
    const body = { kind: 'api', name: 'Till', scopes: ['members.tag', 'members.read'] } as const;
    const { secret } = await served.administrator.keys.create({ body: { ...body, scopes: [...body.scopes] } });
    expect(await send()).toEqual(await send());
    expect((await notesOf()).filter((text) => text.startsWith('once'))).toHaveLength(1);
  });

  it('is refused when empty or too long, and to who may not tag', async () => {
    for (const text of ['', '   ', 'x'.repeat(2_001)]) expect(await codeOf(write(text))).toBe('request.invalid');
    const { link } = await served.administrator.users.create({
      body: { email: 'v@example.com', name: 'V', role: 'viewer' },
    });
    const viewer = served.clientWith(await served.signInByLink(link.url));
    const call = { params: { memberId }, body: { text: 'x' } };
    expect(await codeOf(viewer.members.addNote(call))).toBe('auth.forbidden');
    expect((await viewer.members.get({ params: { memberId } })).notes.length).toBeGreaterThan(2);
  });

  it('goes with her through a merge, and is erased with her; the audit log says that there was one', async () => {
    const phone = '+8613733330001';
    await served.send([{ messageId: 'n1', type: 'member.registered', identities: { phone }, payload: {} }]);
    await served.caughtUp();
    const other = (await members.search({ query: { q: phone } })).items[0]?.member.id ?? '';
    await write('of the other one', other);
    const reason = 'the same person';
    const { survivorId } = await members.merge({ params: { memberId }, body: { absorb: other, reason } });
    await served.caughtUp();
    expect((await notesOf(survivorId)).some((text) => text.startsWith('of the other one'))).toBe(true);
    const { items } = await served.administrator.audit.list({ query: { subject: other } });
    expect(items.map(({ action }) => action)).toContain('member.note_added');
    await members.erase({ params: { memberId: survivorId }, body: { reason: 'asked for', confirm: survivorId } });
    expect((await members.get({ params: { memberId: survivorId } })).notes).toEqual([]);
    expect(await dump('member_attribute')).not.toContain('note:');
    expect(await dump('member_secret')).not.toContain('note:');
  });
});
