import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { resolve } from 'node:path';
import { createGzip } from 'node:zlib';
import { routes } from '@perennial/contracts/staff';
import { lastMemberOfPage, pageFacts, pageStages } from '@perennial/postgres/exporting';
import type { Sql } from '@perennial/postgres';
import { auditedDownload } from '../../use-cases/audit/audited.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { count } from '../command/output.ts';
import { withHandlers } from '../platform/with-use-cases.ts';
import type { Answering } from '../platform/with-use-cases.ts';

const contents = ['facts', 'stages', 'members'] as const;

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'Write facts, members or stages to a file',
  details: [
    'facts and stages as NDJSON, members as CSV; without personal data. To standard output, or to --out FILE, gzipped when its',
    'name ends in .gz. For all that is stored about one member see `members export`.',
  ],
  args: [{ name: 'WHAT', help: 'facts, stages or members' }],
  options: { out: { type: 'string', value: 'FILE', help: 'where to write; standard output unless given' } },
  async run(call) {
    const what = contents.find((one) => one === call.args[0]);
    if (what === undefined) throw new UsageError(`WHAT is one of: ${contents.join(', ')}.`);
    return withHandlers<ExitCode>(call, { name: 'export', needsWork: false }, async (answering) => {
      const file = call.options.out === undefined ? undefined : openFile(resolve(call.options.out));
      let lines = 0;
      for await (const part of partsOf(what, answering)) {
        call.signal.throwIfAborted();
        await (file === undefined ? call.out.write(part) : file.write(part));
        for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) lines += 1;
        call.out.progress(`${count(lines)} lines`);
      }
      call.out.progress(null);
      await file?.close();
      if (call.options.out !== undefined)
        await call.out.result({ file: call.options.out, lines }, `${count(lines)} lines in ${call.options.out}.`);
      return 0;
    });
  },
});

async function* partsOf(
  what: (typeof contents)[number],
  { handlers, context, platform }: Answering,
): AsyncIterable<string> {
  if (what === 'facts') yield* factsOf(platform.database);
  else if (what === 'stages') yield* stagesOf(platform.database);
  else {
    const query = routes.members.download.query.parse({});
    const act = { action: 'members.downloaded', caller: context.caller, requestId: context.requestId, subject: '' };
    const run = () => handlers.members.download({ ...context, params: undefined, query, body: undefined });
    const given = { run, format: 'csv', signal: context.signal } as const;
    yield* (await auditedDownload(platform.database, act, given)).parts;
  }
}

const pageRows = 2_000;

async function* factsOf(sql: Sql): AsyncIterable<string> {
  let after = { shard: -1, position: 0 };
  for (;;) {
    const rows = await pageFacts(sql, { ...after, limit: pageRows });
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last;
    yield rows
      .map((row) =>
        JSON.stringify({
          memberId: row.member_id,
          source: row.source,
          messageId: row.message_id,
          type: row.type,
          occurredAt: iso(row.occurred_at),
          recordedAt: iso(row.recorded_at),
          isBackfill: row.is_backfill,
          channel: row.channel,
          storeId: row.store_id,
          payload: JSON.parse(row.payload) as unknown,
        }),
      )
      .join('\n')
      .concat('\n');
  }
}

const noMember = '00000000-0000-0000-0000-000000000000';

async function* stagesOf(sql: Sql): AsyncIterable<string> {
  let after = { shard: -1, memberId: noMember };
  for (;;) {
    const page = { ...after, members: pageRows };
    const end = await lastMemberOfPage(sql, page);
    if (end === undefined) return;
    const rows = await pageStages(sql, page);
    after = { shard: end.shard, memberId: end.id };
    for (const row of rows) {
      const stage = { memberId: row.member_id, lifecycle: row.lifecycle, stage: row.stage, from: row.from_stage };
      const span = { since: iso(row.valid_from), until: row.valid_to === null ? null : iso(row.valid_to) };
      yield `${JSON.stringify({ ...stage, ...span, isReactivation: row.is_reactivation, programVersion: row.program_version })}\n`;
    }
  }
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

function openFile(path: string) {
  const file = createWriteStream(path, { mode: 0o600 });
  const target = path.endsWith('.gz') ? createGzip() : file;
  if (target !== file) target.pipe(file);
  let failure: unknown;
  file.on('error', (error) => (failure = error));
  return {
    async write(text: string) {
      if (failure !== undefined) throw new CommandError(`${path} cannot be written.`, { cause: failure });
      if (!target.write(text)) await Promise.race([once(target, 'drain'), once(file, 'close')]);
    },
    async close() {
      target.end();
      await finished(file);
    },
  };
}
