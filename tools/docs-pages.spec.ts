import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  checkCondition,
  createProblemList,
  createDefaultProgram,
  createFieldCatalogue,
  facets,
  findRegisterField,
  lifecycleFields,
  tierFieldsOf,
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
const declared = {
  metrics: [{ id: '<id>', name: { en: 'n', zh: 'n' }, kind: 'purchases_within' as const, days: 30 }],
  lifecycles: [{ id: '<lifecycle>', name: { en: 'n', zh: 'n' } }],
};
const levels = tierFieldsOf({ id: '<set>', name: { en: 'n', zh: 'n' } });
const catalogue = createFieldCatalogue([...lifecycleFields(declared), ...Object.values(levels)], findRegisterField);

function problemsOf(condition: FactValue): readonly DocumentProblem[] {
  const problems = createProblemList();
  const use = { catalogue, purpose: 'timeline', recencyField: 'purchase.last' } as const;
  checkCondition(condition, { path: '', problems }, use);
  return problems.problems;
}

/** As of when lists know a field. */
function listsOf(definition: FieldDefinition | undefined): string {
  if (definition === undefined || definition.lens === null) return 'no';
  return definition.lens.isKnownInPast === true ? 'any' : 'now';
}

describe('the page of conditions', () => {
  const rows = tableUnder(conditions, 'Fields');
  const described = rows.flatMap(([names = '', type, , history, lists]) =>
    codeWordsOf(names).map((name) => ({ name, type, isTimeline: history === 'yes', lists })),
  );

  it('names every field, with its type, and whether a lifecycle and lists may use it', () => {
    for (const { name, type, isTimeline, lists } of described) {
      const definition = catalogue.find(name);
      expect(definition, name).toMatchObject({ type, isTimeline });
      expect(listsOf(definition), name).toBe(lists);
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
      'number-spaces.json',
      'sources.json',
      'properties.json',
      'lifecycles/main.json',
      'wallets/points.json',
      'earning/skin-double.json',
      'calendars/cn.json',
      'tiers/main.json',
      'identities.json',
    ]);
    const parsed = parseProgram(documents, facets);
    expect(parsed.isValid ? [] : parsed.problems).toEqual([]);
  });

  it('shows lifecycles whose metric is refused where the settings do not name it', () => {
    const other = createDefaultProgram()['settings.json'];
    const parsed = parseProgram({ ...documents, ...(other === undefined ? {} : { 'settings.json': other }) }, facets);
    expect(parsed.isValid).toBe(false);
  });
});

describe('the pages of wallets, earning rules and tiers', () => {
  const files = readSourceFiles().filter(({ path }) => /^scenarios\/.+\.json$/.test(path));
  const told = new Set(
    files.flatMap(({ text }) => (JSON.parse(text) as readonly { readonly name: string }[]).map(({ name }) => name)),
  );

  it.each(['wallets', 'earning-rules', 'tiers'])('work examples on the page of %s that are stories', (name) => {
    const examples = tableUnder(page(`reference/${name}.md`), 'Worked examples');
    expect(examples.length).toBeGreaterThan(5);
    expect(examples.map(([, , story]) => story).filter((story) => !told.has(story ?? ''))).toEqual([]);
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

/** Which test types the commands of a page, or why none does. */
const shellSamples: Readonly<Record<string, { readonly by: string } | { readonly because: string }>> = {
  'CONTRIBUTING.md': { because: 'they are the tests' },
  'README.md': { because: 'they install, or are the commands of the tutorial' },
  'README.zh-CN.md': { because: 'as in the README' },
  'bench/BENCHMARKS.md': { because: 'they are the benchmarks' },
  'docs/how-to/analyze-an-order-file.md': { by: 'apps/server/src/analyze/docs.int.spec.ts' },
  'docs/how-to/back-up-and-restore.md': { by: 'apps/server/src/cli/backup-samples.int.spec.ts' },
  'docs/how-to/import-orders.md': { by: 'apps/server/src/cli/documentation.int.spec.ts' },
  'docs/how-to/operate.md': { by: 'apps/server/src/cli/operating-samples.int.spec.ts' },
  'docs/how-to/program-in-git.md': { by: 'apps/server/src/cli/program-samples.int.spec.ts' },
  'docs/how-to/publish-currency-rates.md': { by: 'apps/server/src/http/reference.int.spec.ts' },
  'docs/how-to/reveal-and-decide.md': { by: 'apps/server/src/serving/clear-text/clear-text.int.spec.ts' },
  'docs/how-to/roles-and-keys.md': { by: 'apps/server/src/cli/operating-samples.int.spec.ts' },
  'docs/how-to/run-on-your-own-databases.md': { by: 'apps/server/src/cli/operating-samples.int.spec.ts' },
  'docs/how-to/send-facts.md': { by: 'apps/server/src/http/ingest/documented-samples.int.spec.ts' },
  'docs/how-to/tell-your-systems.md': { by: 'apps/server/src/cli/webhook-samples.int.spec.ts' },
  'docs/reference/analyze.md': { because: 'it is the form of the command, with words to be replaced' },
  'docs/reference/rehearsals.md': { by: 'apps/server/src/cli/program-rehearse.int.spec.ts' },
  'docs/reference/scenarios.md': { by: 'apps/server/src/cli/scenario-samples.int.spec.ts' },
  'examples/verify-statement/README.md': { by: 'apps/server/src/serving/verify-statement.int.spec.ts' },
  'docs/tutorial/first-membership.md': { by: 'apps/server/src/cli/documentation.int.spec.ts' },
  'docs/tutorial/first-program.md': { by: 'apps/server/src/cli/first-program.int.spec.ts' },
};

describe('commands that pages tell to type', () => {
  const files = readSourceFiles();
  const blocksOf = (text: string): readonly string[] =>
    [...text.matchAll(/^ *```sh\n([\s\S]*?)```/gm)].map((match) => match[1] ?? '');
  const pages = files.filter(({ path, text }) => path.endsWith('.md') && blocksOf(text).length > 0);

  it('are typed by a test, or it is said why not', () => {
    expect(pages.map(({ path }) => path)).toEqual(Object.keys(shellSamples).toSorted());
    for (const [path, answer] of Object.entries(shellSamples)) {
      if (!('by' in answer)) continue;
      const test = files.find((file) => file.path === answer.by)?.text ?? '';
      expect(test, path).toContain(path.split('/').at(-1));
    }
  });

  it('are npm scripts that there are', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const told = pages.flatMap(({ text }) =>
      blocksOf(text).flatMap((block) => [...block.matchAll(/npm (?:run )?([a-z:0-9]+)/g)].map(([, name = '']) => name)),
    );
    expect(told).toContain('demo');
    expect(new Set(told).difference(new Set([...Object.keys(manifest.scripts), 'ci', 'install']))).toEqual(new Set());
  });
});
