import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProgramDocuments } from '@perennial/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pullInto } from './program/folder/pull-into.ts';
import { documentsOf, readProgramFolder } from './program/folder/read-folder.ts';
import { numberedProgram } from './testing/numbered-program.ts';

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'perennial-pull-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Kills a process without a word in the middle of a pull, `share` of one after the third. */
async function killWhilePulling(folder: string, share: number): Promise<void> {
  const script = join(import.meta.dirname, 'testing/pull-for-ever.ts');
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const endedAt: number[] = [];
  child.stdout.on('data', () => {
    endedAt.push(performance.now());
    const [second, third] = endedAt.slice(1);
    if (second !== undefined && third !== undefined && endedAt.length === 3)
      setTimeout(() => child.kill('SIGKILL'), (third - second) * share);
  });
  await once(child, 'close');
}

/** A pull that is killed is hit between two files more often than not. */
const killsMin = 4;
const killsMax = 30;

describe('a pull that was killed', () => {
  it('leaves whole documents, and the next one makes them those of a version', async () => {
    let within = 0;
    for (let kill = 1; kill <= killsMax && (kill <= killsMin || within === 0); kill += 1) {
      const folder = join(home, `killed-${kill}`);
      await killWhilePulling(folder, ((kill % 4) + 1) / 5);
      const { documents, problems } = readProgramFolder(folder);
      expect(problems).toEqual([]);
      const versions = [...new Set([...documents.values()].map(({ value }) => versionOf(value)))].toSorted(
        (a, b) => a - b,
      );
      // Between two pulls there is one version; within one there are two that follow each other.
      expect(versions.length).toBeLessThanOrEqual(2);
      if (versions.length === 2) expect((versions[1] ?? 0) - (versions[0] ?? 0)).toBe(1);
      within += versions.length - 1;
      const wanted: { readonly version: number; readonly documents: ProgramDocuments } = numberedProgram(1_001);
      pullInto(folder, { ...wanted, from: 'test', schemas: [], isForced: false });
      expect(documentsOf(readProgramFolder(folder).documents)).toEqual(wanted.documents);
      const left = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.part'));
      expect(left).toEqual([]);
    }
    expect(within).toBeGreaterThan(0);
  }, 240_000);
});

function versionOf(value: unknown): number {
  return typeof value === 'object' && value !== null && 'version' in value ? Number(value.version) : 0;
}
