import { describe, expect, it } from 'vitest';
import { isTest, lineOf, readSourceFiles } from './source-files.ts';

/** Whoever runs a brand reads our Chinese, and it says one word per concept: that of docs/reference/glossary.md. */

interface WordRule {
  readonly forbidden: RegExp;
  readonly instead: string;
}

const wordRules: readonly WordRule[] = [
  { forbidden: /事实/g, instead: '事件' },
  { forbidden: /折叠/g, instead: '计算' },
  { forbidden: /隔离/g, instead: '异常数据' },
  { forbidden: /程序版本|程序币种/g, instead: '方案版本, 方案币种' },
];

/** What people read: the texts of console, contracts, server and reports, and the pages; tests quote what others write. */
const texts = readSourceFiles().filter(
  ({ path }) => /^(?:apps|packages|docs|examples)\/|^README/.test(path) && !isTest(path),
);

function findWords(text: string): readonly string[] {
  return wordRules.flatMap(({ forbidden, instead }) =>
    [...text.matchAll(forbidden)].map((match) => `${lineOf(text, match.index)} says ${match[0]}: say ${instead}`),
  );
}

describe('Chinese texts', () => {
  it('say the words of those who run a brand, not those of who built it', () => {
    const problems = texts.flatMap(({ path, text }) => findWords(text).map((problem) => `${path}:${problem}`));
    expect(problems, `\n  ${problems.join('\n  ')}\n`).toEqual([]);
  });

  it('are found wherever they stand in a line, and told from others', () => {
    expect(findWords("x: '事件已计算',\ny: '已进入隔离区',")).toEqual(['2 says 隔离: say 异常数据']);
    expect(texts.some(({ path }) => path.endsWith('console/src/facets/quarantine/i18n/zh.ts'))).toBe(true);
  });

  it('use the words that the glossary gives', () => {
    const glossary = texts.find(({ path }) => path === 'docs/reference/glossary.md')?.text ?? '';
    for (const row of ['| fact | 事件 |', '| fold | 计算 |', '| quarantine | 异常数据 |'])
      expect(glossary).toContain(row);
  });
});
