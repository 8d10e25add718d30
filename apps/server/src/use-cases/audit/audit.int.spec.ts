import { createDatabase } from '@perennial/postgres';
import type { Database } from '@perennial/postgres';
import { listAudit } from '@perennial/postgres/access';
import { createTestDatabase } from '@perennial/postgres/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../kernel/caller.ts';
import { ProblemError } from '../kernel/problem-error.ts';
import { createAudit } from './audit.ts';
import type { Audit } from './audit.ts';

const commandLineCaller = { kind: 'command_line', id: 'command line' } as const;
let testDatabase: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
let audit: Audit;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  database = createDatabase({ url: testDatabase.url, poolSize: 2 });
  audit = createAudit(database);
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

function by(caller: Caller | undefined, requestId: string) {
  return { caller, requestId, signal: new AbortController().signal };
}

async function noteErased(...subjects: readonly string[]): Promise<void> {
  const text = `insert into audit_erasure (subject) select unnest(string_to_array($1, ' '))`;
  await database.execute({ name: 'test_note_erased', text }, [subjects.join(' ')]);
}

async function actsOf(requestId: string) {
  const query = { beforeId: Number.MAX_SAFE_INTEGER, action: '', actor: '', subject: '', limit: 100 };
  const acts = (await listAudit(database, query)).filter((act) => act.request_id === requestId);
  return acts.map(({ actor_kind: kind, actor, action, subject, reason, outcome }) =>
    [kind, actor, action, subject, reason, outcome].join('|'),
  );
}

describe('an act', () => {
  it('of the command line is written down as one of the API is: begun before it runs, and how it ended', async () => {
    const asked = by(commandLineCaller, 'one');
    const seen = await audit.act(asked, { action: 'member.erased', subject: 'm1' }, async (note) => {
      note({ reason: 'asked by letter' });
      return actsOf('one');
    });
    expect(seen).toEqual(['command_line|command line|member.erased|m1||begun']);
    expect(await actsOf('one')).toEqual(['command_line|command line|member.erased|m1|asked by letter|done']);
  });

  it('that is refused is told from one that fails', async () => {
    const refuse = () => Promise.reject(new ProblemError('member.erased'));
    const fail = () => Promise.reject(new Error('the disk is full'));
    await expect(audit.act(by(commandLineCaller, 'two'), { action: 'member.erased' }, refuse)).rejects.toThrow();
    await expect(audit.act(by(commandLineCaller, 'three'), { action: 'member.erased' }, fail)).rejects.toThrow('disk');
    expect(await actsOf('two')).toEqual(['command_line|command line|member.erased|||refused']);
    expect(await actsOf('three')).toEqual(['command_line|command line|member.erased|||failed']);
  });

  it('of nobody stands in the log only when it has ended', async () => {
    const seen = await audit.act(by(undefined, 'four'), { action: 'session.signed_in' }, async (note) => {
      note({ subject: 'u1' });
      return actsOf('four');
    });
    expect(seen).toEqual([]);
    expect(await actsOf('four')).toEqual(['nobody||session.signed_in|u1||done']);
  });

  it('does not run when the log is away', async () => {
    const away = createAudit({ ...database, rows: () => Promise.reject(new Error('the log is away')) });
    let hasRun = false;
    const run = async () => {
      hasRun = true;
    };
    await expect(away.act(by(commandLineCaller, 'five'), { action: 'member.erased' }, run)).rejects.toThrow('away');
    expect(hasRun).toBe(false);
  });
});

describe('an act on a member who has been erased', () => {
  it('keeps who, when, on whom and how it ended; neither the reason nor the tag', async () => {
    await noteErased('m7', 'merge7');
    const asked = by(commandLineCaller, 'seven');
    const tagged = audit.entry(asked, { action: 'member.tag_added', subject: 'm7/zoe' });
    const merged = audit.entry(asked, { action: 'member.merged', subject: 'm8/m7' });
    const undone = audit.entry(asked, { action: 'member.merge_undone', subject: 'm8/merge7' });
    const other = audit.entry(asked, { action: 'member.tag_added', subject: 'm77/ann' });
    const reasoned = [merged, undone, other];
    for (const entry of reasoned) entry.note({ reason: 'she is zoe' });
    await audit.write([tagged, ...reasoned].map((entry) => entry.ended('refused')));
    expect(await actsOf('seven')).toEqual([
      'command_line|command line|member.tag_added|m77/ann|she is zoe|refused',
      'command_line|command line|member.merge_undone|m8/merge7||refused',
      'command_line|command line|member.merged|m8/m7||refused',
      'command_line|command line|member.tag_added|m7||refused',
    ]);
  });

  it('is held to it although it began before', async () => {
    await audit.act(by(commandLineCaller, 'eight'), { action: 'member.revealed', subject: 'm9' }, async (note) => {
      note({ reason: 'zoe calls' });
      await noteErased('m9');
    });
    expect(await actsOf('eight')).toEqual(['command_line|command line|member.revealed|m9||done']);
  });

  it('keeps the reason of the erasure itself', async () => {
    await audit.act(by(commandLineCaller, 'nine'), { action: 'member.erased', subject: 'm10' }, async (note) => {
      note({ reason: 'asked by letter' });
      await noteErased('m10');
    });
    expect(await actsOf('nine')).toEqual(['command_line|command line|member.erased|m10|asked by letter|done']);
  });
});
