import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './run-step.ts';
import { readSourceFiles } from './source-files.ts';

/** Without white space and imports, so that a sample may be set in from the code that it shows. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

const shown = ['packages/domain/src/testing/facets/', 'apps/server/src/serving/testing/toy-server.ts'];

describe('the page on adding a facet', () => {
  const page = readFileSync(join(root, 'docs/how-to/add-a-facet.md'), 'utf8');
  const samples = [...page.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => plain(match[1] ?? ''));
  const code = readSourceFiles()
    .filter(({ path }) => shown.some((start) => path.startsWith(start)))
    .map(({ text }) => plain(text));

  it('shows the code of facets that the tests run, and no other', () => {
    expect(samples.length).toBeGreaterThan(5);
    for (const sample of samples) {
      expect(
        code.some((text) => text.includes(sample)),
        sample,
      ).toBe(true);
    }
  });
});
