/** Writes `schema.sql` and `distribution.sql` from what the migrations make of an empty database. Run by `npm run schema`. */
import { writeFileSync } from 'node:fs';
import pg from 'pg';
import { createTestDatabase } from '../testing/index.ts';
import { renderDistribution } from './distribution.ts';
import { readSchema } from './read-schema.ts';
import { renderSchema } from './render-schema.ts';

const database = await createTestDatabase();
const client = new pg.Client({ connectionString: database.url });
await client.connect();
const schema = await readSchema(client);
await client.end();
await database.drop();
writeFileSync(new URL('../../schema.sql', import.meta.url), renderSchema(schema));
writeFileSync(new URL('../../distribution.sql', import.meta.url), renderDistribution(schema));
