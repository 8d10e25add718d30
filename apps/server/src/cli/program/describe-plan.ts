import { count } from '../command/amounts.ts';
import { describeLocated } from './located.ts';
import type { Located } from './located.ts';
import type { Plan, Preview } from './place/program-place.ts';

/** A plan with the places of its issues in files, and who would move. */
export interface Planned {
  readonly place: string;
  readonly currentVersion: number;
  /** What the folder was pulled from, or applied as, where that is known. */
  readonly pulledVersion: number | null;
  readonly isUnchanged: boolean;
  readonly changes: Plan['changes'];
  readonly issues: readonly Located[];
  readonly warnings: readonly Located[];
  /** Null where nothing would change, or is refused, or the server counted for others. */
  readonly preview: Preview | null;
}

/** The plan as people read it: differences document by document, what is refused and where, who moves. */
export function describePlan(plan: Planned): string {
  const { place, currentVersion, isUnchanged, issues, warnings, preview } = plan;
  const blocks = [
    isUnchanged
      ? `Nothing would change: version ${currentVersion} of ${place} is what the folder says.`
      : `Against version ${currentVersion} of ${place}:`,
    ...plan.changes.map(describeDocument),
    listOf('Refused:', issues),
    describeWarnings(warnings),
    preview === null ? notCounted(plan) : describeMoves(preview),
    hintOfUnits(plan),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

/** What is probably not meant, and how what is said is seen to happen; '' where there is nothing. */
export function describeWarnings(warnings: readonly Located[]): string {
  const isShown = warnings.some(({ story }) => story !== undefined);
  return [listOf('Probably not meant:', warnings), isShown ? storied : ''].filter((block) => block !== '').join('\n\n');
}

/** A scenario is too long to be read among other things. */
const storied =
  'With --json each of these that can be shown has a scenario: write `story` into a file for `perennial scenario`.';

const documentsOfUnits = /^(?:wallets|earning|tiers)\//u;

/** Stages are counted at once; what members would have had is found out by going through what they did. */
function hintOfUnits({ changes, issues }: Planned): string {
  if (issues.length > 0 || changes.every(({ document }) => !documentsOfUnits.test(document))) return '';
  return 'Units and levels are not counted here: `npx perennial program rehearse DIR` says what members would have had.';
}

function notCounted({ isUnchanged, issues }: Planned): string {
  if (isUnchanged || issues.length > 0) return '';
  return 'Who would move was not counted: the server is counting for others. Plan again in a moment.';
}

const signs = { added: '+', removed: '-', changed: '~', moved: '~' } as const;
/** Whoever changes more reads the files, or the answer as JSON. */
const changesShownMax = 100;

function describeDocument({ document, kind, title, changes }: Plan['changes'][number]): string {
  const name = title.en === document ? '' : `  ${onOneLine(title.en)}`;
  const lines = changes
    .slice(0, changesShownMax)
    .map(({ kind: how, words }) => `    ${signs[how]} ${onOneLine(words.en)}`);
  const more = changes.length - changesShownMax;
  if (more > 0) lines.push(`    and ${count(more)} more; --json has all`);
  return [`${signs[kind]} ${document}  ${kind}${name}`, ...lines].join('\n');
}

/** Whoever approves a plan reads what would change: no name may break its line, colour it, or turn it round. */
export function onOneLine(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function listOf(title: string, located: readonly Located[]): string {
  return located.length === 0 ? '' : [title, ...located.map((one) => `  ${describeLocated(one)}`)].join('\n');
}

function describeMoves({ moves, membersChanged }: Preview): string {
  const moving = moves.filter(({ from, to }) => from !== to).toSorted((a, b) => b.members - a.members);
  const judged = judgedOf(moves);
  if (moving.length === 0) return `No member would move to another stage (${count(judged)} judged).`;
  const lines = moving.map(({ lifecycle, from, to, members }) => {
    return `  ${lifecycle}: ${from || 'no stage'} → ${to || 'no stage'}  ${count(members)}`;
  });
  return [`${count(membersChanged)} of ${count(judged)} would move to another stage:`, ...lines].join('\n');
}

/** Everybody stands in every lifecycle, so that the moves of one of them are of all. */
function judgedOf(moves: Preview['moves']): number {
  const ofLifecycles = new Map<string, number>();
  for (const { lifecycle, members } of moves) ofLifecycles.set(lifecycle, (ofLifecycles.get(lifecycle) ?? 0) + members);
  return Math.max(0, ...ofLifecycles.values());
}
