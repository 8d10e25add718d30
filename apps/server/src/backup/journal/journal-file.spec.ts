import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addToJournal, BrokenJournalError, readJournal } from './journal-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'perennial-journal-'));
  file = join(folder, 'erasures.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const erasureId = 'aaaaaaaa-0000-4000-8000-000000000000';
const erasureOf = (n: number) => ({
  memberId: `00000000-0000-4000-8000-00000000000${n}`,
  erasureId,
  erasedAt: '2026-01-02T03:04:05.000Z',
});

describe('the list of erasures', () => {
  it('is missing until there is one, and then there, even with nobody in it', () => {
    expect(readJournal(file)).toBeUndefined();
    expect(addToJournal(file, [])).toBe(0);
    expect(readJournal(file)).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('has each member once, in the order of the erasures', () => {
    expect(addToJournal(file, [erasureOf(1), erasureOf(2)])).toBe(2);
    expect(addToJournal(file, [erasureOf(2), erasureOf(3)])).toBe(1);
    expect(readJournal(file)).toEqual([erasureOf(1), erasureOf(2), erasureOf(3)]);
  });

  it('is not written to when it has everybody', () => {
    addToJournal(file, [erasureOf(1)]);
    const written = statSync(file).mtimeMs;
    chmodSync(file, 0o400);
    expect(addToJournal(file, [erasureOf(1)])).toBe(0);
    expect(statSync(file).mtimeMs).toBe(written);
  });

  it('goes on behind a line that was cut off, and is refused with that line by number', () => {
    addToJournal(file, [erasureOf(1)]);
    appendFileSync(file, '{"memberId":"0000');
    expect(addToJournal(file, [erasureOf(2)])).toBe(1);
    expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(3);
    expect(() => readJournal(file)).toThrow(BrokenJournalError);
    expect(() => readJournal(file)).toThrow(/Line 2 of/);
    writeFileSync(file, readFileSync(file, 'utf8').replace('{"memberId":"0000\n', ''));
    expect(readJournal(file)).toEqual([erasureOf(1), erasureOf(2)]);
  });

  it('makes no folder: a place that is not there is an error', () => {
    expect(() => addToJournal(join(folder, 'unmounted', 'erasures.jsonl'), [erasureOf(1)])).toThrow(/ENOENT/);
    expect(existsSync(join(folder, 'unmounted'))).toBe(false);
  });
});
