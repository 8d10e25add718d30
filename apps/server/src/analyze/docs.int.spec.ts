import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeCommand } from '../cli/command/help.ts';
import { analyzeCommand } from './command.ts';
import { fields } from './input/columns/fields.ts';
import { problemTexts } from './input/quality.ts';
import { options } from './options.ts';
import { createFolder, runAnalyze } from './testing/run-analyze.ts';

const docs = join(import.meta.dirname, '../../../../docs');
const howTo = readFileSync(join(docs, 'how-to/analyze-an-order-file.md'), 'utf8');
const reference = readFileSync(join(docs, 'reference/analyze.md'), 'utf8');

const folder = createFolder();
const before = process.cwd();

function rows(people: number): string {
  const lines: string[] = [];
  for (let person = 0; person < people; person++) {
    for (let day = person % 30; day < 360; day += 8 + ((person * 5) % 40)) {
      lines.push(
        `c${person},${new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10)},${10 + (person % 9)}.50,S${person % 3},note`,
      );
    }
  }
  return lines.join('\n');
}

beforeAll(() => {
  const orders = `customer_id,date,amount,store,note\n${rows(20)}\n`;
  for (const name of ['orders.csv', 'january.csv', 'february.csv']) writeFileSync(folder.of(name), orders);
  writeFileSync(folder.of('dates.csv'), 'customer_id,date,amount\na,01/02/2024,5\nb,03/04/2024,6\n');
  writeFileSync(
    folder.of('currencies.csv'),
    'customer_id,date,amount,currency\na,2024-01-01,5,GBP\nb,2024-01-02,6,EUR\n',
  );
  process.chdir(folder.path);
});
afterAll(() => {
  process.chdir(before);
  folder[Symbol.dispose]();
});

const commands = [...howTo.matchAll(/^npx perennial analyze (.+)$/gm)].map(([, words = '']) => words);

test('the page has commands', () => expect(commands.length).toBeGreaterThan(6));

test.each(commands)('runs as the page says: %s', async (words) => {
  const run = await runAnalyze(...words.split(' '));
  expect({ code: run.code, said: run.code === 0 ? '' : run.stderr }).toEqual({ code: 0, said: '' });
  for (const [, name = ''] of words.matchAll(/--(?:report|out) (\S+)/g)) expect(existsSync(folder.of(name))).toBe(true);
});

test('the small file of the page can be analysed', async () => {
  const sample = /```csv\n([\s\S]*?)```/.exec(howTo)?.[1] ?? '';
  writeFileSync(folder.of('small.csv'), sample);
  expect((await runAnalyze('small.csv', '--report', 'none')).code).toBe(0);
});

test('every option and field is described, and no other', () => {
  const section = (title: string): string => reference.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  const described = [...section('Options').matchAll(/^\| `--([a-z-]+)/gm)].map(([, name]) => name);
  expect(new Set(described)).toEqual(new Set([...Object.keys(options), 'json']));
  const named = [...section('Fields').matchAll(/^\| (`.+?`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  expect(new Set(named)).toEqual(new Set(fields));
  expect(describeCommand(analyzeCommand)).toContain('FILE...');
  expect(Object.keys(problemTexts).length).toBeGreaterThan(10);
});
