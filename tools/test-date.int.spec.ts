import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase } from '@perennial/postgres/testing';
import { createDatabase } from '@perennial/postgres';
import { describe, expect, it } from 'vitest';
import { dateVariable, instantOf, shiftMsVariable, stateTestDate } from './test-date.ts';

/** Longer than any run. */
const runMsMax = 3_600_000;
/** Between two looks at the clock. */
const lookMsMax = 60_000;

describe('the date of a run', () => {
  it('is the one that it states', () => {
    const stated = process.env[dateVariable] ?? '';
    // The file system keeps the machine's time.
    const folder = mkdtempSync(join(tmpdir(), 'perennial-date-'));
    const statedAt = stated === '' ? statSync(folder).mtimeMs : instantOf(stated);
    rmSync(folder, { recursive: true });
    expect(Math.abs(Date.now() - statedAt)).toBeLessThan(runMsMax);
    expect(Math.abs(new Date().getTime() - Date.now())).toBeLessThan(lookMsMax);
  });

  it('is that of the processes and of the databases that tests start', async () => {
    const child = spawnSync(process.execPath, ['-p', 'Date.now()'], { encoding: 'utf8' });
    expect(Math.abs(Number(child.stdout) - Date.now())).toBeLessThan(lookMsMax);
    const made = await createTestDatabase();
    const database = createDatabase({ url: made.url, poolSize: 1 });
    const text = 'select (extract(epoch from clock_timestamp()) * 1000)::bigint as now';
    const [row] = await database.rows<{ now: number }>({ name: 'test_now', text }, []);
    await database.close();
    await made.drop();
    expect(Math.abs(Number(row?.now) - Date.now())).toBeLessThan(lookMsMax);
  });

  it('leaves given instants, and what a date is, as they are', () => {
    expect(new Date(0).toISOString()).toBe('1970-01-01T00:00:00.000Z');
    expect(Date.UTC(2028, 1, 29)).toBe(Date.parse('2028-02-29T00:00:00Z'));
    expect(new Date()).toBeInstanceOf(Date);
  });
});

describe('stating a date', () => {
  it('moves the clock by the difference, once', () => {
    const environment: NodeJS.ProcessEnv = { [dateVariable]: '2028-02-29' };
    stateTestDate(environment);
    const shift = environment[shiftMsVariable];
    expect(Math.abs(Number(shift) + Date.now() - Date.parse('2028-02-29T12:00:00Z'))).toBeLessThan(lookMsMax);
    stateTestDate(environment);
    expect(environment[shiftMsVariable]).toBe(shift);
    expect(environment['NODE_OPTIONS']?.match(/--import=file:/g)).toHaveLength(1);
  });

  it('takes an instant, refuses what is neither, and does nothing when none is stated', () => {
    expect(instantOf('2027-12-31T15:59:30Z')).toBe(Date.UTC(2027, 11, 31, 15, 59, 30));
    expect(() => instantOf('tomorrow')).toThrow(/neither a day/);
    const environment: NodeJS.ProcessEnv = {};
    stateTestDate(environment);
    expect(environment).toEqual({});
  });
});
