import { createDefaultProgram, facets } from '@perennial/domain';
import type { FactPayload, FactValue, ProgramDocuments } from '@perennial/domain';
import { createCommandLineContext } from '../../use-cases/kernel/command-line-context.ts';
import { openStage } from '../stage/stage.ts';
import type { Stage, StageParts } from '../stage/stage.ts';
import type { ReadStory, TimedStep } from '../story/read-stories.ts';
import { differencesIn } from './differences.ts';
import type { Difference } from './differences.ts';
import { explainNews } from './explain.ts';
import { withKnownWords } from './known-words.ts';
import { observe } from './observe.ts';
import type { Watching } from './observe.ts';
import { takeCommand } from './take-command.ts';
import type { UsedKeys } from './take-command.ts';
import type { SeenEffects } from './take-effects.ts';
import { takeFact } from './take-fact.ts';
import { issuesIn, takeProgram } from './take-program.ts';

export interface StepDifference extends Difference {
  /** Counted from 1. */
  readonly step: number;
  /** As it stands in the story. */
  readonly at: string;
}

export interface StoryResult {
  readonly name: string;
  readonly steps: number;
  readonly milliseconds: number;
  readonly differences: readonly StepDifference[];
  /** What happened at each step and why, line by line; empty unless it was asked for. */
  readonly explained: readonly string[];
}

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly isExplained: boolean;
}

/** Tells a story to its end, whatever differs on the way. */
export async function runStory(parts: StageParts, story: ReadStory, options: RunOptions): Promise<StoryResult> {
  const begunAt = performance.now();
  const told = await tell(parts, story, options);
  return { name: story.name, steps: story.steps.length, milliseconds: performance.now() - begunAt, ...told };
}

type Told = Pick<StoryResult, 'differences' | 'explained'>;

async function tell(parts: StageParts, written: ReadStory, { signal, isExplained }: RunOptions): Promise<Told> {
  const context = createCommandLineContext(signal);
  const story = { ...written, program: programOf(written) };
  const wrong = issuesOf(story);
  if (wrong.length > 0) return { differences: wrong, explained: [] };
  const stage = await openStage(parts, story);
  const differences: StepDifference[] = [];
  const explained: string[] = [];
  const news = explainNews({ stage, context, zone: story.zone });
  const keys: UsedKeys = new Map();
  const seenEffects: SeenEffects = new Set();
  try {
    for (const [index, step] of story.steps.entries()) {
      signal.throwIfAborted();
      const number = index + 1;
      await stage.passTo(step.instant);
      if (isExplained) explained.push(...(await news.sinceThen()), headOf(step, number));
      const found = await takeOrTell({ stage, context, keys, seenEffects, zone: story.zone, number }, step);
      differences.push(...found.map((one) => ({ ...one, step: number, at: step.at })));
      if (isExplained) explained.push(...(await news.sinceThen()));
    }
    return { differences: [...differences, ...(await parkedIn(stage, story))], explained };
  } finally {
    await stage.close();
  }
}

interface Taking extends Watching {
  readonly keys: UsedKeys;
  readonly zone: string;
  readonly number: number;
}

/** A step that cannot be done at all is a difference as any other: the story goes on, and so do those after it. */
async function takeOrTell(taking: Taking, step: TimedStep): Promise<readonly Difference[]> {
  try {
    return await takeStep(taking, step);
  } catch (error) {
    const observed = error instanceof Error ? error.message : String(error);
    return [{ path: '', expected: 'a step that can be done', observed }];
  }
}

/** Does what the step says, lets it come to its end, and compares. What was not expected to fail and does is a difference too. */
async function takeStep(taking: Taking, step: TimedStep): Promise<readonly Difference[]> {
  const { stage, context, keys, zone, number } = taking;
  const compare = (expected: FactValue, observed: FactValue) => differencesIn(expected, observed, zone);
  const { fact, command, program, expect } = step;
  if (fact !== undefined) {
    const verdict = await takeFact(stage, { fact, isBackfill: step.backfill ?? false, zone, step: number });
    await stage.settle();
    return compareWhole({ outcome: 'accepted', ...expect }, verdict, compare);
  }
  if (program !== undefined) {
    const outcome = await takeProgram(stage, program);
    await stage.settle();
    return compareWhole({ outcome: 'published', ...expect }, outcome, compare);
  }
  if (command !== undefined) {
    const heard = await takeCommand({ stage, context, keys, zone }, command);
    await stage.settle();
    return compareHeard(expect ?? { rejection: null }, heard, compare);
  }
  const expected = expect ?? {};
  const observed = await observe(taking, expected);
  return withKnownWords(compare(expected, observed), expected, stage);
}

type Compare = (expected: FactValue, observed: FactValue) => readonly Difference[];

/** With all that was answered, where the answer was another one: it says why. */
function compareWhole(expected: FactPayload, observed: FactPayload, compare: Compare): readonly Difference[] {
  return compare(expected, observed).length === 0 ? [] : [{ path: '', expected, observed }];
}

/** A rejection goes by its code alone, or by what is said of it. */
function compareHeard(
  expected: FactPayload,
  heard: { readonly answer: FactPayload } | { readonly rejection: FactPayload },
  compare: Compare,
): readonly Difference[] {
  const rejection = 'rejection' in heard ? heard.rejection : null;
  const isByCode = typeof expected['rejection'] === 'string' && rejection !== null;
  const observed: FactPayload = {
    answer: 'answer' in heard ? heard.answer : null,
    rejection: isByCode ? (rejection['code'] ?? null) : rejection,
  };
  // Whoever expects an answer expects no rejection, and is told of the one that came.
  const whole: FactPayload = 'rejection' in expected ? expected : { ...expected, rejection: null };
  return compare(whole, observed);
}

function headOf(step: TimedStep, number: number): string {
  const { at, fact, command, program, expect } = step;
  const type = fact?.['type'];
  const act = typeof type === 'string' ? type : (command?.name ?? (program === undefined ? 'expect' : 'program'));
  const member = command?.member ?? expect?.['member'];
  return `step ${number}  ${at}  ${act}${typeof member === 'string' ? ` of ${member}` : ''}`;
}

/** All documents that it begins under; undefined: those of the default program. */
function programOf({ program, documents }: ReadStory): ProgramDocuments | undefined {
  if (documents === undefined) return program;
  const all = Object.entries({ ...(program ?? createDefaultProgram()), ...documents });
  return Object.fromEntries(all.filter(([, document]) => document !== null));
}

/** A program that could not be published is the first step's fault. */
function issuesOf({ program, steps }: ReadStory): readonly StepDifference[] {
  if (program === undefined) return [];
  const at = steps[0]?.at ?? '';
  return issuesIn(program, facets).map(({ document, path, en }) => ({
    step: 0,
    at,
    path: `program ${document} ${path}`.trimEnd(),
    expected: 'a program that can be published',
    observed: en,
  }));
}

/** Whom the fold had to lay aside: it is a bug of the product or of a facet, and never what a story is about. */
async function parkedIn(stage: Stage, { steps }: ReadStory): Promise<readonly StepDifference[]> {
  const parked = await stage.platform.foldStore.transaction('parked', (transaction) =>
    transaction.parkedOf([...Array(stage.platform.installation.shard_count).keys()]),
  );
  const at = steps.at(-1)?.at ?? '';
  return parked.map(({ id }) => ({
    step: steps.length,
    at,
    path: '',
    expected: 'a member who can be folded',
    observed: `${id} is parked`,
  }));
}
