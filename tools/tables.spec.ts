import { describe, expect, it } from 'vitest';
import { readSourceFiles } from './source-files.ts';

/** Rows that have another number of cells than the head of their table, as `line: cells instead of cells`. A `\|` is part of a cell. */
function findRaggedRows(page: string): readonly string[] {
  const problems: string[] = [];
  let cellsInHead = 0;
  let isCode = false;
  for (const [index, line] of page.split('\n').entries()) {
    const text = line.trim();
    if (text.startsWith('```')) isCode = !isCode;
    const isRow = !isCode && text.startsWith('|');
    const cells = isRow ? [...text.matchAll(/(?<!\\)\|/g)].length - 1 : 0;
    if (isRow && cellsInHead > 0 && cells !== cellsInHead)
      problems.push(`${index + 1}: ${cells} instead of ${cellsInHead}`);
    if (!isRow || cellsInHead === 0) cellsInHead = cells;
  }
  return problems;
}

describe('the tables of the pages', () => {
  const pages = readSourceFiles().filter(({ path }) => path.endsWith('.md'));

  it('have as many cells in each row as in their head', () => {
    const problems = pages.flatMap(({ path, text }) => findRaggedRows(text).map((problem) => `${path}:${problem}`));
    expect(problems, `a row is two run together, or its end is missing:\n  ${problems.join('\n  ')}\n`).toEqual([]);
    expect(pages.filter(({ text }) => /^\|-+\|/m.test(text)).map(({ path }) => path)).toContain('bench/BENCHMARKS.md');
  });

  it('would be refused with two rows run together, or with a row cut short', () => {
    const head = '| a | b |\n|---|---|\n';
    expect(findRaggedRows(`${head}| 1 | 2 | 3 | 4 |\n| 1 |`)).toEqual(['3: 4 instead of 2', '4: 1 instead of 2']);
    expect(findRaggedRows(`${head}| 1 | \`x \\| y\` |\n\ntext\n| 1 |\n|---|\n`)).toEqual([]);
    expect(findRaggedRows(`${head}| 1 | 2 |\n\`\`\`\n| 1 |\n\`\`\`\n`)).toEqual([]);
  });
});
