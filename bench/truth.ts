/**
 * `npm run truth`: computes every published number and every property that the models claim, and
 * writes docs/reference/truth.md. Exits with 1 when one of them fails, or when the data some of
 * them need is absent, because a page without them must not be committed.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkClaims, claims, renderTruthPage, renderVerdict } from '@perennial/domain/models';
import { readTruthData } from './support/public-transactions.ts';

const page = join(import.meta.dirname, '../docs/reference/truth.md');
const verdicts = checkClaims(claims, readTruthData());
const held = verdicts.filter(({ verdict }) => verdict === 'pass');
const missed = verdicts.filter(({ verdict }) => verdict === 'fail' || verdict === 'no data');
for (const verdict of missed) console.error(renderVerdict(verdict));
if (verdicts.some(({ verdict }) => verdict === 'no data')) {
  console.error('Public data is absent: the page is left as it was.');
} else {
  writeFileSync(page, renderTruthPage(verdicts));
  console.log(`${held.length} of ${held.length + missed.length} claims hold; ${page} is written.`);
}
if (missed.length > 0) process.exitCode = 1;
