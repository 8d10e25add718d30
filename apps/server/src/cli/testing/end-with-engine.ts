/** Loads the embedded engine, says so, and ends: `node end-with-engine.ts FOLDER CODE`. An exit handler would be heard of. */
import { openScratch } from '@perennial/clickhouse';
import { endProcess } from '../end-process.ts';

const [folder = '', code = ''] = process.argv.slice(2);
process.on('exit', () => process.stdout.write(' and ran its exit handlers'));
const store = await openScratch({ folder, memoryBytesMax: 100_000_000 });
const [row] = await store.rows<{ readonly one: number }>('select 1 as one');
process.stdout.write(`asked ${row?.one}`, () => endProcess(Number(code)));
