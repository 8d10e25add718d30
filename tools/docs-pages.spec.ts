import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkCondition,
  createDefaultProgram,
  createFieldCatalogue,
  parseProgram,
  type DocumentProblem,
  type FactValue,
  type FieldDefinition,
  type ProgramDocuments,
} from '@perennial/domain';
import { describe, expect, it } from 'vitest';
import { root } from './run-step.ts';
import { readSourceFiles } from './source-files.ts';

/** What the pages say, held against what the code does. Pages about commands are tested beside the commands. */

function page(path: string): string {
  return readFileSync(join(root, 'docs', path), 'utf8');
}

/** Rows of the table under a heading, cells trimmed, without the table's own head. */
function tableUnder(text: string, heading: string): readonly (readonly string[])[] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
}

function codeWordsOf(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

const conditions = page('reference/conditions.md');
const catalogue = createFieldCatalogue({
  metrics: [{ id: '<id>', name: { en: 'n', zh: 'n' }, kind: 'purchases_within', days: 30 }],
  lifecycles: [{ id: '<lifecycle>', name: { en: 'n', zh: 'n' } }],
});

function problemsOf(condition: FactValue): readonly DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const add = (code: string, path: string, message: string): void => {
    problems.push({ code, document: '', path, message });
  };
  const use = { catalogue, purpose: 'timeline', recencyField: 'purchase.last' } as const;
  checkCondition(condition, { path: '', problems: { problems, add } }, use);
  return problems;
}

describe('the page of conditions', () => {
  const rows = tableUnder(conditions, 'Fields');
  const described = rows.flatMap(([names = '', type, , history]) =>
    codeWordsOf(names).map((name) => ({ name, type, isTimeline: history === 'yes' })),
  );

  it('names every field, with its type, and whether a lifecycle may use it', () => {
    for (const { name, type, isTimeline } of described) {
      const definition = catalogue.find(name);
      expect(definition, name).toMatchObject({ type, isTimeline });
    }
    const names = described.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(catalogue.fields.map((field) => field.field)));
  });

  it('gives each type the operators that it has', () => {
    const typed = new Map<string, FieldDefinition>();
    for (const { name } of described) {
      const definition = catalogue.find(name);
      if (definition !== undefined) typed.set(definition.type, definition);
    }
    const operators = tableUnder(conditions, 'Operators');
    expect(new Set(operators.map(([type]) => type))).toEqual(new Set(typed.keys()));
    for (const [type = '', words = ''] of operators) {
      expect(codeWordsOf(words), type).toEqual(typed.get(type)?.operators);
    }
  });

  it('shows a condition and windows that are accepted', () => {
    const sample = /```json\n([\s\S]*?)```/.exec(conditions)?.[1] ?? '';
    expect(problemsOf(JSON.parse(sample) as FactValue)).toEqual([]);
    const windows = tableUnder(conditions, 'Windows').map(([window = '']) => codeWordsOf(window)[0] ?? '');
    expect(windows).toHaveLength(3);
    for (const window of windows) {
      const value = JSON.parse(window) as FactValue;
      expect(problemsOf({ field: 'recency.last', operator: 'within', value }), window).toEqual([]);
    }
  });
});

describe('the page of documents', () => {
  const blocks = [...page('reference/lifecycle-documents.md').matchAll(/```json (\S+)\n([\s\S]*?)```/g)];
  const documents: ProgramDocuments = Object.fromEntries(
    blocks.map(([, path = '', text = '']) => [path, JSON.parse(text) as FactValue]),
  );

  it('shows documents that together are a program', () => {
    expect(Object.keys(documents)).toEqual([
      'settings.json',
      'statistics.json',
      'lifecycles/main.json',
      'identities.json',
    ]);
    const parsed = parseProgram(documents);
    expect(parsed.isValid ? [] : parsed.problems).toEqual([]);
  });

  it('shows lifecycles whose metric is refused where the settings do not name it', () => {
    const other = createDefaultProgram()['settings.json'];
    const parsed = parseProgram({ ...documents, ...(other === undefined ? {} : { 'settings.json': other }) });
    expect(parsed.isValid).toBe(false);
  });
});

describe('the index of the documentation', () => {
  it('leads to every page', () => {
    const index = page('README.md');
    const missing = readSourceFiles()
      .map((file) => file.path)
      .filter((path) => /^docs\/.+\.md$/.test(path) && path !== 'docs/README.md')
      .filter((path) => !index.includes(`](${path.slice('docs/'.length)})`));
    expect(missing).toEqual([]);
  });
});
