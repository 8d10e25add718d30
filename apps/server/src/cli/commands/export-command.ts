import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { resolve } from 'node:path';
import { createGzip } from 'node:zlib';
import { routes } from '@perennial/contracts';
import { exportStages } from '../../use-cases/lifecycle/export-stages.ts';
import { CommandError, defineCommand, UsageError } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { count } from '../command/amounts.ts';
import { withUseCases } from '../platform/with-use-cases.ts';
import type { Asking } from '../platform/with-use-cases.ts';

const contents = ['facts', 'stages', 'members'] as const;

export const exportCommand = defineCommand({
  name: 'export',
  summary: 'Write facts, members or stages to a file',
  details: [
    'facts and stages as NDJSON, members as CSV, for programs; without personal data. To standard output, or to --out FILE,',
    'gzipped when its name ends in .gz. In facts what looks personal is masked; --in-clear shows it as it was sent, and the audit',
    'log keeps why. For all that is stored about one member see `members export`.',
  ],
  args: [{ name: 'WHAT', help: 'facts, stages or members' }],
  options: {
    out: { type: 'string', value: 'FILE', help: 'where to write; standard output unless given' },
    'in-clear': { type: 'boolean', help: 'facts as they were sent; needs --reason' },
    reason: { type: 'string', value: 'TEXT', help: 'why in clear; it goes into the audit log' },
  },
  async run(call) {
    const what = contents.find((one) => one === call.args[0]);
    if (what === undefined) throw new UsageError(`WHAT is one of: ${contents.join(', ')}.`);
    const reason = reasonOf(what, call.options['in-clear'], call.options.reason);
    return withUseCases<ExitCode>(call, { name: 'export', needsWork: false, mustExist: true }, async (asking) => {
      const file = call.options.out === undefined ? undefined : openFile(resolve(call.options.out));
      let lines = 0;
      for await (const part of await partsOf(asking, what, reason)) {
        call.signal.throwIfAborted();
        await (file === undefined ? call.out.write(part) : file.write(part));
        for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) lines += 1;
        call.out.progress({ what: 'exporting', more: [`${count(lines)} lines`] });
      }
      call.out.progress(null);
      await file?.close();
      if (call.options.out !== undefined)
        await call.out.result({ file: call.options.out, lines }, `${count(lines)} lines in ${call.options.out}.`);
      return 0;
    });
  },
});

type Content = (typeof contents)[number];

/** Undefined: masked. */
function reasonOf(what: Content, isInClear: boolean, reason: string | undefined): string | undefined {
  if (!isInClear && reason === undefined) return undefined;
  if (what !== 'facts')
    throw new UsageError('--in-clear and --reason are for facts: stages and members hold nothing that is masked.');
  if (!isInClear) throw new UsageError('--reason says why facts are exported in clear: add --in-clear.');
  if (reason === undefined || reason.length < 3)
    throw new UsageError('--reason is missing: it goes into the audit log.');
  return reason;
}

async function partsOf(
  { useCases, context, platform }: Asking,
  what: Content,
  reason: string | undefined,
): Promise<AsyncIterable<string>> {
  if (what === 'facts') return (await useCases.exportFacts(context, { reason })).parts;
  if (what === 'stages') return exportStages(platform.database);
  const everybody = routes.members.download.query.parse({});
  return (await useCases.memberList.download.masked(context, { ...everybody, form: 'raw', language: 'en' })).parts;
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
