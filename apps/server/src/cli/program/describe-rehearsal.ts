import { count } from '../command/amounts.ts';
import { onOneLine } from './describe-plan.ts';
import type { Rehearsal } from './place/program-place.ts';

type Result = NonNullable<Rehearsal['result']>;

/** A rehearsal as people read it: who wins and loses, what it costs, what happened month by month, and how standings moved. */
export function describeRehearsal(place: string, { against, from, result }: Rehearsal): string {
  if (result === null) return '';
  const blocks = [
    headOf(place, { against, from, result }),
    costOf(result),
    listOf('Who wins and who loses:', result.gains.flatMap(gainOf)),
    ...result.lines.map(lineOf),
    listOf('Moves:', result.moves.map(moveOf)),
    listOf('Would stand elsewhere at the end:', result.standings.flatMap(standingOf)),
    failedOf(result),
    verifiedOf(result),
  ];
  return blocks.filter((block) => block !== '').join('\n\n');
}

function headOf(
  place: string,
  { against, from, result }: Pick<Rehearsal, 'against' | 'from'> & { readonly result: Result },
): string {
  const than = against === 'live' ? `the program in force at ${place}` : `what was recorded at ${place}`;
  const since = from === null ? 'from the first fact on' : `from ${from} on`;
  return `${count(result.membersChanged)} of ${count(result.members)} members would have something else than under ${than}, had it been in force ${since} (${count(result.facts)} facts).`;
}

function costOf({ costMinor: { base, draft } }: Result): string {
  if (base === 0 && draft === 0) return '';
  return `What members received is worth ${minor(draft)} and not ${minor(base)}: ${signed(draft - base, minor)}.`;
}

/** Two decimals, as most currencies have them; the answer as JSON has minor units. */
function minor(amount: number): string {
  return (amount / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function signed(value: number, say: (value: number) => string): string {
  return `${value < 0 ? '−' : '+'}${say(Math.abs(value))}`;
}

function gainOf({ line, winners, losers }: Result['gains'][number]): readonly string[] {
  if (winners.members === 0 && losers.members === 0) return [];
  const say = line === null ? minor : count;
  const name = line === null ? 'in money' : `${line.title.en}, ${line.label.en}`;
  return [
    `${name}: ${count(winners.members)} win ${say(winners.amount)}, ${count(losers.members)} lose ${say(losers.amount)}`,
  ];
}

function lineOf({ title, label, kind, months, total }: Result['lines'][number]): string {
  const rows = months
    .filter(({ base, draft }) => base !== 0 || draft !== 0)
    .map(({ month, base, draft, members }) => `  ${month}  ${pairOf({ base, draft, members })}`);
  const sum = kind === 'flow' ? [`  total    ${pairOf(total)}`] : [];
  const name = onOneLine(`${title.en}, ${label.en}`);
  return [`${name}${kind === 'level' ? ' at the end of the month' : ''}:`, ...rows, ...sum].join('\n');
}

interface Pair {
  readonly base: number;
  readonly draft: number;
  readonly members: number;
}

function pairOf({ base, draft, members }: Pair): string {
  if (base === draft && members === 0) return count(base);
  return `${count(base)} → ${count(draft)}  (${signed(draft - base, count)}, ${count(members)} members)`;
}

function moveOf({ document, from, to, ...pair }: Result['moves'][number]): string {
  return `${document}: ${from || 'none'} → ${to || 'none'}  ${pairOf(pair)}`;
}

function standingOf({ document, base, draft, members }: Result['standings'][number]): readonly string[] {
  return base === draft ? [] : [`${document}: ${base || 'none'} → ${draft || 'none'}  ${count(members)}`];
}

function listOf(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `  ${onOneLine(line)}`)].join('\n');
}

function failedOf({ failed }: Result): string {
  if (failed.members === 0) return '';
  const examples = failed.examples.map(({ memberId, side, error }) => `${memberId} (${side}): ${error}`);
  return listOf(`${count(failed.members)} members could not be folded, and are in no figure:`, examples);
}

function verifiedOf({ verified }: Result): string {
  if (verified === null) return '';
  if (verified.differing === 0) return `What is stored of ${count(verified.members)} members is what their logs say.`;
  const examples = verified.examples.flatMap(({ memberId, differences }) =>
    differences.map(({ part, key, stored, replayed }) => `${memberId} ${part} ${key}: ${stored} and not ${replayed}`),
  );
  return listOf(
    `${count(verified.differing)} of ${count(verified.members)} members are not what their logs say:`,
    examples,
  );
}
