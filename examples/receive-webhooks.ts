/**
 * A worked example of a system that is told of events, to be copied: it verifies what comes, keeps it, answers, and only then works. What
 * it makes of it is a mirror of the stage that each member is in.
 *
 * Run it: `WEBHOOK_SECRET=whsec_… npx node examples/receive-webhooks.ts --port 4700`. It needs nothing but Node. What it is told it keeps
 * in `--file` (`webhooks.ndjson` unless said), a line each, and reads again when it starts; a table would do, with `webhook-id` as its key.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';

/** Far above any event: a stranger may send what he likes before he is found to be one. */
const bodyBytesMax = 256 * 1024;
/** A call that somebody overheard is worth nothing to him after so long. Clocks may differ by as much. */
const ageSecondsMax = 5 * 60;

/** The part of a body that this system goes by; `memberId` is empty where nobody is concerned, as in a test. */
interface WebhookEvent {
  readonly type: string;
  readonly memberId: string;
  /** Grows from event to event of a member. */
  readonly sequence: number;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Whether it comes from who has the secret, whole, and now. `body` is what came, byte by byte: JSON written anew is another text. */
function isGenuine(key: Buffer, headers: IncomingHttpHeaders, body: Buffer): boolean {
  const headerOf = (name: string): string => String(headers[`webhook-${name}`]);
  const [id, timestamp, signatures] = [headerOf('id'), headerOf('timestamp'), headerOf('signature')];
  const isFresh = Math.abs(Date.now() / 1_000 - Number(timestamp)) <= ageSecondsMax;
  const right = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  // While the secret rotates there are two signatures, and either will do: so the new secret may come here a day late.
  return isFresh && signatures.split(' ').some((one) => one.startsWith('v1,') && isSame(one.slice(3), right));
}

/** In constant time: how long it takes must not tell how much of a forged signature was right. */
function isSame(signature: string, right: Buffer): boolean {
  const given = Buffer.from(signature, 'base64');
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Null for what is no event. A type that is not known here is one: new ones must not be refused. */
function readEvent(text: string): WebhookEvent | null {
  try {
    // Whatever came: each part is looked at before it is believed.
    const { type, data } = JSON.parse(text) as { readonly type?: unknown; readonly data?: Record<string, unknown> };
    if (typeof type !== 'string' || typeof data !== 'object' || data === null) return null;
    const { memberId, sequence } = data;
    return { type, memberId: textOf(memberId), sequence: Number(sequence ?? 0), data };
  } catch {
    return null;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** What is known here of a member. */
interface Mirrored {
  /** By lifecycle. Empty: nothing is known. */
  readonly stages: Map<string, string>;
  /** The greatest `sequence` that was told of her. */
  last: number;
  isErased: boolean;
}

/** Makes of each event what this system wants of it, and says what it did. */
function createMirror(eraseKept: (memberId: string) => void): (event: WebhookEvent) => string {
  const members = new Map<string, Mirrored>();

  /** Where they stand no event says: `GET /v1/members/{id}` does, and it is never too late to ask. Until then nothing is known. */
  function readAnew(ids: readonly string[]): string {
    for (const id of ids) members.get(id)?.stages.clear();
    return `read anew ${ids.join(' and ')}`;
  }

  function change({ type, memberId, data }: WebhookEvent, member: Mirrored): string {
    switch (type) {
      case 'stage.changed':
        member.stages.set(textOf(data['lifecycle']), textOf(data['to']));
        return `${textOf(data['from']) || '(new)'} -> ${textOf(data['to'])}`;
      case 'member.merged':
        return readAnew([memberId, textOf(data['absorbedId'])]);
      case 'member.merge_undone':
        return readAnew([memberId, textOf(data['otherId'])]);
      case 'member.erased':
        // That she is erased stays known, without anything of hers, so that nothing that comes late brings her back.
        member.isErased = true;
        member.stages.clear();
        eraseKept(memberId);
        return 'erased';
      default:
        return 'kept';
    }
  }

  return (event) => {
    const { type, memberId, sequence } = event;
    if (memberId === '') return type;
    const member = members.get(memberId) ?? { stages: new Map<string, string>(), last: sequence, isErased: false };
    members.set(memberId, member);
    const isOlder = sequence < member.last;
    if (!isOlder) member.last = sequence;
    if (member.isErased) {
      eraseKept(memberId);
      return `${type} ${memberId}: ignored, she is erased`;
    }
    if (isOlder && type === 'stage.changed') return `${type} ${memberId}: ignored, a later one is known`;
    return `${type} ${memberId}: ${change(event, member)}`;
  };
}

interface Kept {
  readonly id: string;
  readonly event: WebhookEvent;
  readonly line: string;
}

/** What is kept in the file, but for a line that was cut off: that one was never answered for, so it comes again. */
function readKept(file: string): readonly Kept[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.flatMap((line) => {
    try {
      // Written by `keep` alone.
      const { id, text } = JSON.parse(line) as { readonly id: string; readonly text: string };
      const event = readEvent(text);
      return event === null ? [] : [{ id, event, line }];
    } catch {
      return [];
    }
  });
}

/** Another file takes the place of the first one, so that at any time there is a whole one. */
function rewrite(file: string, stays: (kept: Kept) => boolean): void {
  const lines = readKept(file).filter(stays);
  writeFileSync(`${file}.new`, lines.map(({ line }) => `${line}\n`).join(''), { flush: true });
  renameSync(`${file}.new`, file);
}

interface Inbox {
  /** False for what is here already. When it returns, the event outlives this process. */
  keep(id: string, text: string): boolean;
  readonly apply: (event: WebhookEvent) => string;
}

function openInbox(file: string): Inbox {
  rewrite(file, () => true);
  const apply = createMirror((memberId) =>
    rewrite(file, ({ event }) => event.memberId !== memberId || event.type === 'member.erased'),
  );
  // In a table, ids that are older than 30 days need not be known any more.
  const known = new Set<string>();
  for (const { id, event } of readKept(file)) {
    known.add(id);
    apply(event);
  }
  return {
    keep(id, text) {
      if (known.has(id)) return false;
      appendFileSync(file, `${JSON.stringify({ id, text })}\n`, { flush: true });
      known.add(id);
      return true;
    },
    apply,
  };
}

/** What came, or null when it is too much, of which nothing is kept. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= bodyBytesMax) parts.push(part);
  }
  return bytes <= bodyBytesMax ? Buffer.concat(parts) : null;
}

interface Use {
  readonly key: Buffer;
  readonly inbox: Inbox;
}

async function take(request: IncomingMessage, response: ServerResponse, { key, inbox }: Use): Promise<void> {
  const answer = (status: number): void => void response.writeHead(status).end();
  if (request.method !== 'POST') return answer(405);
  const body = await readBody(request);
  if (body === null) return answer(413);
  if (!isGenuine(key, request.headers, body)) return answer(401);
  const text = body.toString('utf8');
  const event = readEvent(text);
  if (event === null) return answer(400);
  const id = String(request.headers['webhook-id']);
  const isNew = inbox.keep(id, text);
  // Answered before anything is done with it: whoever works first and takes too long is told the same again and again.
  answer(204);
  console.log(isNew ? inbox.apply(event) : `${event.type}: known already (${id})`);
}

const { values } = parseArgs({
  options: { port: { type: 'string', default: '4700' }, file: { type: 'string', default: 'webhooks.ndjson' } },
});
const secret = process.env['WEBHOOK_SECRET'] ?? '';
const port = Number(values.port);
if (!/^whsec_[\w+/]{32,}={0,2}$/.test(secret) || !Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(
    'Usage: WEBHOOK_SECRET=whsec_… node examples/receive-webhooks.ts [--port 4700] [--file webhooks.ndjson]',
  );
  process.exit(2);
}

const use = { key: Buffer.from(secret.slice('whsec_'.length), 'base64'), inbox: openInbox(values.file) };
const server = createServer((request, response) => {
  take(request, response, use).catch((error: unknown) => {
    // What could not be kept is refused, so that it comes again.
    console.error(error);
    if (response.headersSent) return;
    response.writeHead(500).end();
  });
});
// Who sends a byte a minute is let go of.
server.requestTimeout = 10_000;
// On this machine alone: what other machines reach stands behind a proxy that speaks TLS.
server.listen(port, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
