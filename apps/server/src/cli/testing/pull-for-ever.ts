/** Pulls two programs in turn into a folder until it is killed, and says so after each: `node pull-for-ever.ts FOLDER`. */
import { pullInto } from '../program/folder/pull-into.ts';
import { numberedProgram } from './numbered-program.ts';

const [folder = ''] = process.argv.slice(2);
for (let version = 1; ; version += 1) {
  pullInto(folder, { ...numberedProgram(version), from: 'test', schemas: [], isForced: false });
  process.stdout.write(`${version}\n`);
}
