/**
 * A process that owns the stores of the data folder given as its argument, for tests that kill it. It says `{"pid":…}` of PostgreSQL on
 * its standard output once both stores are up and hold a row each.
 */
import { openStores } from './open-stores.ts';

const [, , dataFolder = ''] = process.argv;
const stores = await openStores({ dataFolder, name: 'owner process' });
const lens = await stores.openLensForShipping();
await lens?.execute('create table if not exists kept (n UInt8) engine = MergeTree order by n');
await lens?.insert({ table: 'kept', columns: ['n'], rows: [[7]], token: 'first' });
process.stdout.write(`${JSON.stringify({ mode: stores.mode, databaseUrl: stores.databaseUrl })}\n`);
process.stdin.resume();
process.stdin.on('end', () => void stores.close());
