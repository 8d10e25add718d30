import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { createDatabase } from '@perennial/postgres';
import { createTestDatabase } from '@perennial/postgres/testing';
import { runCommandLine } from '../../run.ts';

export interface ImportRunner {
  /** Runs `perennial import` on a file with this content; throws with what it said when it does not end well. */
  import(name: string, content: string, ...options: readonly string[]): Promise<void>;
  /** Runs one query and gives its rows. */
  query(text: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

/** The import command on an installation of its own. */
export async function startImportRunner(): Promise<ImportRunner> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-import-'));
  const testDatabase = await createTestDatabase();
  const database = createDatabase({ url: testDatabase.url, poolSize: 2 });
  const environment = {
    DATABASE_URL: testDatabase.url,
    PERENNIAL_DATA: join(folder, 'data'),
    PERENNIAL_SHARDS: '16',
    PERENNIAL_POOL_SIZE: '4',
  };
  return {
    async import(name, content, ...options) {
      const path = join(folder, name);
      writeFileSync(path, content);
      let said = '';
      const sink = new Writable({
        write(chunk: Buffer, _encoding, done) {
          said += chunk.toString();
          done();
        },
      });
      const code = await runCommandLine({
        words: ['import', path, ...options],
        environment,
        stdout: sink,
        stderr: sink,
        now: () => performance.now(),
        signal: new AbortController().signal,
        version: 'test',
      });
      if (code !== 0) throw new Error(`the import ended with ${code}:\n${said}`);
    },
    query: async (text) => (await database.pool.query<Readonly<Record<string, unknown>>>(text)).rows,
    async close() {
      await database.close();
      await testDatabase.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
