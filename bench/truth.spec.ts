import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkClaims, claims, renderTruthPage, renderVerdict } from '@perennial/domain/models';
import { readTruthData } from './support/public-transactions.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/reference/truth.md'), 'utf8');
const data = readTruthData();
const absent = Object.entries(data).flatMap(([name, found]) => (found === null ? [name] : []));
if (absent.length > 0) console.warn(`notice: ${absent.join(', ')} is absent; claims on it are left out`);
const verdicts = checkClaims(claims, data);

describe('the page of truth', () => {
  it('has no claim that fails', () => {
    expect(verdicts.filter(({ verdict }) => verdict === 'fail').map(renderVerdict)).toEqual([]);
  });

  it('says what the claims say when they are computed anew', () => {
    const lines = new Set(page.split('\n'));
    const stale = verdicts
      .filter(({ verdict }) => verdict !== 'no data')
      .map(renderVerdict)
      .filter((line) => !lines.has(line));
    expect(stale, 'run npm run truth').toEqual([]);
  });

  it.skipIf(absent.length > 0)('is the very page that npm run truth writes', () => {
    expect(renderTruthPage(verdicts)).toBe(page);
  });
});
