import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let memberId: string;
let till: string;

beforeAll(async () => {
  served = await startServedPlatform();
  ({ memberId } = served);
  const scopes = ['members.read', 'members.tag'] as const;
  till = (await served.administrator.keys.create({ body: { kind: 'api', name: 'till', scopes: [...scopes] } })).secret;
});
afterAll(() => served.close());

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly key?: string;
  readonly signal?: AbortSignal;
}

async function send({ method, path, body, key, signal }: Sent) {
  const answer = await fetch(`${served.address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${till}`,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  const json = (await answer.json()) as Readonly<Record<string, unknown>>;
  const { status, headers } = answer;
  const retryAfter = headers.get('retry-after');
  return { status, json, code: json['code'], retryAfter, requestId: headers.get('x-request-id') ?? '' };
}

/** As a program does that was told to come again. */
async function untilAnswered(sent: Sent) {
  for (;;) {
    const answer = await send(sent);
    if (answer.status !== 503 && answer.status !== 429) return answer;
    expect(Number(answer.retryAfter)).toBeGreaterThan(0);
  }
}

const tagged = (tag: string, key: string): Sent => ({
  method: 'PUT',
  path: `/v1/members/${memberId}/tags/${tag}`,
  key,
});

function setting(attributes: object, key: string): Sent {
  return { method: 'PATCH', path: `/v1/members/${memberId}/attributes`, body: { attributes }, key };
}

/** Locks her row, as a long transaction of somebody else would. */
async function holdMember(): Promise<{ release(): Promise<void> }> {
  const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ended = served.platform.database.transaction({ name: 'test hold', idleTimeoutMs: 60_000 }, async (sql) => {
    await sql.rows({ name: 'test_hold', text: 'select id from member where id = $1 for update' }, [memberId]);
    held.resolve();
    await released.promise;
  });
  await held.promise;
  return {
    async release() {
      released.resolve();
      await ended;
    },
  };
}

const waitingText = `select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;

/** Resolves with the connections that wait for a lock when there is one. */
async function waitingConnections(): Promise<readonly number[]> {
  let pids: number[] = [];
  const read = async () => {
    const rows = await served.platform.database.rows<{ pid: number }>({ name: 'test_waiting', text: waitingText }, []);
    pids = rows.map(({ pid }) => pid);
    return pids.length;
  };
  await expect.poll(read, { timeout: 30_000 }).toBeGreaterThan(0);
  return pids;
}

async function outcomesOf(requestId: string): Promise<readonly string[]> {
  const text = 'select outcome from audit_log where request_id = $1 order by id';
  const rows = await served.platform.database.rows<{ outcome: string }>({ name: 'test_outcomes', text }, [requestId]);
  return rows.map(({ outcome }) => outcome);
}

async function keptCommands(): Promise<number> {
  const text = 'select count(*)::integer as n from command';
  return (await served.platform.database.rows<{ n: number }>({ name: 'test_kept', text }, []))[0]?.n ?? 0;
}

describe('a command that cannot be answered now', () => {
  it('is told when to come again: 503 where it waited too long, 429 where too many wait, and its retry is answered', async () => {
    const hold = await holdMember();
    const late = send(tagged('late', 'late'));
    await waitingConnections();
    const commands = Array.from({ length: 100 }, (_, n) => ({
      member: memberId,
      command: 'tag',
      input: { tag: `many-${n}`, action: 'add' },
    }));
    const batches = Array.from({ length: 30 }, () =>
      send({ method: 'POST', path: '/v1/members/commands', body: { commands } }),
    );
    // Those who came first wait; who is answered at once found no room.
    await Promise.race(batches);
    const full = await send(tagged('full', 'full'));
    expect([full.status, full.code, full.retryAfter]).toEqual([429, 'command.queue_full', '1']);
    const answered = await late;
    expect([answered.status, answered.code, answered.retryAfter]).toEqual([503, 'command.timed_out', '1']);
    await Promise.all(batches);
    await hold.release();
    expect((await untilAnswered(tagged('full', 'full'))).json['tags']).toContain('full');
    const again = await untilAnswered(tagged('late', 'late'));
    expect(again.json['tags']).toContain('late');
    // It had come to her, and was carried out after its caller had left: the log says both.
    await expect.poll(() => outcomesOf(answered.requestId)).toEqual(['failed', 'done']);
    expect([await outcomesOf(full.requestId), await outcomesOf(again.requestId)]).toEqual([['refused'], ['done']]);
  });

  it('because the database is lost is carried out by its retry, once', async () => {
    const hold = await holdMember();
    const first = send(setting({ lost: 1 }, 'lost'));
    const pids = await waitingConnections();
    for (const pid of pids)
      await served.platform.database.rows({ name: 'test_terminate', text: 'select pg_terminate_backend($1)' }, [pid]);
    const failed = await first;
    expect([failed.status, failed.code]).toEqual([503, 'server.unavailable']);
    await hold.release();
    expect(await outcomesOf(failed.requestId)).toEqual(['failed']);
    const kept = await keptCommands();
    expect((await untilAnswered(setting({ lost: 1 }, 'lost'))).json).toEqual({ changed: 1 });
    expect((await untilAnswered(setting({ lost: 1 }, 'lost'))).json).toEqual({ changed: 1 });
    expect(await keptCommands()).toBe(kept + 1);
  });

  it('because its caller is gone gives its retry the first answer', async () => {
    const hold = await holdMember();
    const gone = new AbortController();
    const first = send({ ...setting({ gone: 1 }, 'gone'), signal: gone.signal });
    await waitingConnections();
    gone.abort();
    await expect(first).rejects.toThrow();
    await hold.release();
    await untilAnswered(setting({ gone: 2 }, 'since'));
    // Carried out anew it would have changed it back.
    expect((await untilAnswered(setting({ gone: 1 }, 'gone'))).json).toEqual({ changed: 1 });
    const { attributes } = await served.administrator.members.get({ params: { memberId } });
    expect(attributes).toContainEqual(expect.objectContaining({ name: 'gone', value: 2 }));
  });
});

describe('the first answer', () => {
  it('to a tag lists the tags of then, whatever was tagged since', async () => {
    const first = await untilAnswered(tagged('first', 'tags'));
    expect(first.json['tags']).toContain('first');
    await untilAnswered(tagged('second', 'tags-since'));
    await untilAnswered({ ...tagged('first', 'tags-off'), method: 'DELETE' });
    expect((await untilAnswered(tagged('first', 'tags'))).json).toEqual(first.json);
    const { tags } = await served.administrator.members.get({ params: { memberId } });
    expect([tags.includes('first'), tags.includes('second')]).toEqual([false, true]);
  });

  it('of two that race under one key stands for the one that came first; the other hears that the key is used up', async () => {
    for (let round = 0; round < 5; round += 1) {
      const key = `race-${round}`;
      const answers = await Promise.all(['a', 'b'].map((tag) => untilAnswered(tagged(`${key}-${tag}`, key))));
      expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.code).toBe('command.key_reused');
      const { tags } = await served.administrator.members.get({ params: { memberId } });
      expect(tags.filter((tag) => tag.startsWith(key))).toHaveLength(1);
      for (const { status, requestId } of answers)
        expect(await outcomesOf(requestId)).toEqual([status === 200 ? 'done' : 'refused']);
    }
  });
});

describe('the audit entry of a command', () => {
  it('is written in one with it: without it nothing is done, and nothing kept', async () => {
    const kept = await keptCommands();
    await served.platform.database.run(
      `alter table audit_log add constraint test_away check (action <> 'member.tag_added') not valid`,
    );
    const answer = await send(tagged('unseen', 'unseen'));
    await served.platform.database.run('alter table audit_log drop constraint test_away');
    expect(answer.status).toBe(500);
    const { tags } = await served.administrator.members.get({ params: { memberId } });
    expect([tags.includes('unseen'), await keptCommands()]).toEqual([false, kept]);
    expect((await untilAnswered(tagged('unseen', 'unseen'))).json['tags']).toContain('unseen');
  });

  it('says who asked in vain', async () => {
    const unknown = '00000000-0000-7000-8000-00000000beef';
    const answers = [
      await send({ method: 'PUT', path: `/v1/members/${unknown}/tags/x`, key: 'nobody' }),
      await send(setting({ name: 7 }, 'wrong')),
      await send({
        method: 'POST',
        path: `/v1/members/${memberId}/merges`,
        body: { absorb: unknown, reason: 'not theirs to do' },
      }),
    ];
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [404, 'member.not_found'],
      [400, 'request.invalid'],
      [403, 'auth.forbidden'],
    ]);
    for (const { requestId } of answers) expect(await outcomesOf(requestId)).toEqual(['refused']);
  });
});
