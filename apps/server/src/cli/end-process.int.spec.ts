import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const script = join(import.meta.dirname, 'testing/end-with-engine.ts');

describe('the end of a process', () => {
  it('passes by the exit handlers of the embedded engine, and keeps the exit code', () => {
    const folder = mkdtempSync(join(tmpdir(), 'perennial-end-'));
    const ended = spawnSync(process.execPath, [script, join(folder, 'store'), '3'], {
      encoding: 'utf8',
      timeout: 30_000,
    });
    rmSync(folder, { recursive: true, force: true });
    expect(ended).toMatchObject({ status: 3, signal: null, stdout: 'asked 1' });
  });
});
