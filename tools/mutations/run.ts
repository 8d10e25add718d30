/**
 * `npm run mutations -- [--seed N] [--count N] [--files GLOB] [--only 3,17] [--workers N] [--trials NAMES] [--list]`: how many seeded mistakes in the
 * rules of wallets, earning and tiers the tests catch. See docs/decisions/0004-how-tests-are-run.md.
 */
import { matchesGlob } from 'node:path';
import { parseArgs } from 'node:util';
import { isTest, readSourceFiles } from '../source-files.ts';
import type { SourceFile } from '../source-files.ts';
import { chooseMutants } from './choose-mutants.ts';
import { equivalents } from './equivalents.ts';
import { describeMutant, findMutants } from './find-mutants.ts';
import type { Mutant } from './find-mutants.ts';
import { createTrier, trials } from './try-mutant.ts';
import type { Trial, Trier } from './try-mutant.ts';

const rules = 'packages/domain/src/facets/{wallets,tiers}/**/*.ts';
/** Words, schemas for editors and tables of rows hold no rules. */
const noRules = /\/(?:words|rule-words|[a-z]+-schema|rows|index)\.ts$/;

interface Tried {
  readonly mutant: Mutant;
  readonly number: number;
  readonly lines: { readonly before: string; readonly after: string };
}

interface Outcome extends Tried {
  readonly end: 'caught' | 'equivalent' | 'lives';
  readonly by: string;
}

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    files: { type: 'string', default: rules },
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: '2' },
    trials: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
  },
});

const files = readSourceFiles().filter(
  ({ path }) => matchesGlob(path, options.files) && !isTest(path) && !noRules.test(path),
);
const texts = new Map(files.map(({ path, text }) => [path, text]));
const sample = sampleOf(files);
if (options.list) for (const one of sample) process.stdout.write(`${titleOf(one)}\n`);
else await tryAll();

function sampleOf(sources: readonly SourceFile[]): readonly Tried[] {
  const mutants = sources.flatMap(findMutants);
  const chosen = chooseMutants(mutants, { seed: wholeNumber('seed'), count: wholeNumber('count') });
  const only = new Set(options.only.split(',').filter(Boolean).map(Number));
  process.stdout.write(`${mutants.length} mutants in ${sources.length} files, of which ${chosen.length} are tried\n`);
  return chosen
    .map((mutant, index) => ({
      mutant,
      number: index + 1,
      lines: describeMutant(mutant, texts.get(mutant.path) ?? ''),
    }))
    .filter(({ number }) => only.size === 0 || only.has(number));
}

/** @throws RangeError for what is no whole number from 1 up: a count of nothing would catch everything. */
function wholeNumber(name: 'seed' | 'count' | 'workers'): number {
  const value = Number(options[name]);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new RangeError(`--${name} is a whole number from 1 up: ${options[name]}`);
  return value;
}

async function tryAll(): Promise<void> {
  const asked = trials.filter(({ name }) => options.trials === '' || options.trials.split(',').includes(name));
  if (asked.length === 0) throw new RangeError(`--trials is one of ${trials.map(({ name }) => name).join(', ')}`);
  const waiting = [...sample];
  const outcomes: Outcome[] = [];
  const work = async (): Promise<void> => {
    const triers = asked.map((trial) => ({ trial, trier: createTrier(trial) }));
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const outcome = await tryOne(next, triers);
      outcomes.push(outcome);
      const by = outcome.by === '' ? '' : ` (${outcome.by})`;
      process.stdout.write(`${outcome.end.padEnd(10)} ${titleOf(outcome)}${by}\n`);
    }
    for (const { trier } of triers) trier.close();
  };
  for (const trial of asked) await checkUnchanged(trial);
  await Promise.all(Array.from({ length: wholeNumber('workers') }, work));
  report(outcomes);
}

/** @throws Error when the tests fail without a mutant: they would seem to catch every one. */
async function checkUnchanged(trial: Trial): Promise<void> {
  const trier = createTrier(trial);
  const { isCaught, by } = await trier.run(undefined);
  trier.close();
  if (isCaught) throw new Error(`The ${trial.name} fail without a mutant: ${by}`);
}

async function tryOne(
  tried: Tried,
  triers: readonly { readonly trial: Trial; readonly trier: Trier }[],
): Promise<Outcome> {
  const known = equivalents.find(
    ({ path, before, after }) =>
      path === tried.mutant.path && before === tried.lines.before && after === tried.lines.after,
  );
  if (known !== undefined) return { ...tried, end: 'equivalent', by: known.why };
  for (const { trial, trier } of triers) {
    const { isCaught, by } = await trier.run(tried.mutant);
    if (isCaught) return { ...tried, end: 'caught', by: `${trial.name}: ${by}` };
  }
  return { ...tried, end: 'lives', by: '' };
}

function titleOf({ number, mutant, lines }: Tried): string {
  return `#${number} ${mutant.path}:${mutant.line} ${mutant.kind}\n    - ${lines.before}\n    + ${lines.after}\n   `;
}

function report(outcomes: readonly Outcome[]): void {
  const numberOf = (end: Outcome['end']): number => outcomes.filter((outcome) => outcome.end === end).length;
  const [caught, equivalent, lives] = [numberOf('caught'), numberOf('equivalent'), numberOf('lives')];
  const share = ((100 * caught) / (caught + lives)).toFixed(1);
  process.stdout.write(
    `\nSeed ${options.seed}: ${caught} caught, ${lives} live, ${equivalent} change nothing; ${share} in 100 caught\n`,
  );
  for (const outcome of outcomes.filter(({ end }) => end === 'lives')) process.stdout.write(`${titleOf(outcome)}\n`);
}
