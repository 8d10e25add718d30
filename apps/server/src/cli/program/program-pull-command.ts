import { join } from 'node:path';
import { count } from '../command/amounts.ts';
import { defineCommand } from '../command/command.ts';
import type { ExitCode } from '../command/command.ts';
import { pullInto } from './folder/pull-into.ts';
import type { Pulled } from './folder/pull-into.ts';
import { serverOption, withPlace } from './place/with-place.ts';

export const programPullCommand = defineCommand({
  name: 'program pull',
  summary: 'Write the program in force into a folder, a file for each document',
  details: [
    'Documents that were changed in the folder since they were pulled, or never pulled, are not written over: the pull is refused and names',
    'them, unless --force is given. Documents that the program has no more are removed. JSON schemas are written beside, by which editors',
    'complete and check. A key needs the scope program.rules.',
  ],
  args: [{ name: 'DIR', help: 'the folder; made where it is missing' }],
  options: {
    ...serverOption,
    force: { type: 'boolean', help: 'write over what was changed in the folder' },
  },
  async run(call) {
    const [folder = ''] = call.args;
    const { server, force: isForced } = call.options;
    return withPlace<ExitCode>(call, { name: 'program pull', server, needsWork: false }, async (place) => {
      const { version, documents } = await place.current();
      const schemas = await place.schemas();
      call.signal.throwIfAborted();
      const pulled = pullInto(folder, { version, documents, from: place.name, schemas, isForced });
      const whole = { version, place: place.name, documents: Object.keys(documents).length };
      const files = { written: pulled.write, removed: pulled.remove, own: pulled.own };
      await call.out.result({ ...whole, ...files }, describe(folder, whole, pulled));
      return 0;
    });
  },
});

interface Whole {
  readonly version: number;
  readonly place: string;
  readonly documents: number;
}

function describe(folder: string, { version, place, documents }: Whole, { write, remove, own }: Pulled): string {
  const counts = [
    `${count(write.length)} written`,
    ...(remove.length === 0 ? [] : [`${count(remove.length)} removed`]),
    `${count(documents - write.length)} as before`,
  ];
  const kept = own.map((path) => `  ${join(folder, path)} stays: the program does not have it.`);
  return [`Version ${version} of ${place} stands in ${folder}: ${counts.join(', ')}.`, ...kept].join('\n');
}
