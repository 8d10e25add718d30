import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkClaims, claims, renderTruthPage, renderVerdict } from '@perennial/domain/models';
import { readCdnowSample } from './support/cdnow-sample.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/reference/truth.md'), 'utf8');
const cdnowSample = readCdnowSample();
if (cdnowSample === null) console.warn('notice: the CDNOW sample is absent; claims on it are left out');
const verdicts = checkClaims(claims, { cdnowSample });

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

  it.skipIf(cdnowSample === null)('is the very page that npm run truth writes', () => {
    expect(renderTruthPage(verdicts)).toBe(page);
  });
});
