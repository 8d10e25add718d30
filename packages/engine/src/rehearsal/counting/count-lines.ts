import type { MemberId } from '@perennial/domain';
import type { OpenedList, Opens, RehearsedGain, RehearsedLine, RehearsedMonth, Both } from '../answer/rehearsal.ts';
import { moneyOf } from './lines.ts';
import type { ComparedLine, ComparedLines } from './lines.ts';
import type { Months } from './months.ts';
import { createOpened } from './opened.ts';
import type { Opened, OpenedPart } from './opened.ts';
import { createScratch } from './scratch.ts';
import type { Scratch } from './scratch.ts';

/** Members kept of each month of a line, and of who wins and who loses. */
const keptOfMonth = 1_000;
const keptOfGain = 10_000;

/** The figures of everybody under two programs. */
export interface LineCount {
  readonly base: Scratch;
  readonly draft: Scratch;
  /** Counts what both have of a member, and whether any of it differs. */
  end(id: MemberId): boolean;
  /** Forgets what was counted of a member. */
  drop(): void;
  lines(): readonly RehearsedLine[];
  gains(): readonly RehearsedGain[];
  costMinor(): Both;
  open(list: string): OpenedList | null;
  part(): LinesPart;
  /** Takes in what others counted of other members, under the same programs. */
  join(part: LinesPart): void;
}

/** What one of several who count has: plain data, which may be sent elsewhere. */
export interface LinesPart {
  readonly baseTotals: Float64Array;
  readonly draftTotals: Float64Array;
  readonly lists: ReadonlyMap<string, OpenedPart>;
}

interface Counting {
  readonly lines: ComparedLines;
  readonly months: Months;
  readonly base: Scratch;
  readonly draft: Scratch;
  readonly baseTotals: Float64Array;
  readonly draftTotals: Float64Array;
  readonly lists: Map<string, Opened>;
  /** Those of months by their cell: a name need not be made for each. */
  readonly ofMonths: (Opened | undefined)[];
}

export function createLineCount(lines: ComparedLines, months: Months): LineCount {
  const cells = lines.list.length * (months.last + 1);
  const counting: Counting = {
    lines,
    months,
    base: createScratch(lines.list.length, months),
    draft: createScratch(lines.list.length, months),
    baseTotals: new Float64Array(cells),
    draftTotals: new Float64Array(cells),
    lists: new Map(),
    ofMonths: [],
  };
  const { base, draft, lists } = counting;
  const drop = () => {
    base.clear();
    draft.clear();
  };
  return {
    base,
    draft,
    drop,
    end(id) {
      const isChanged = countMember(counting, id);
      drop();
      return isChanged;
    },
    lines: () => lines.list.flatMap((line, number) => lineOf(counting, line, number) ?? []),
    gains: () => gainsOf(counting),
    costMinor: () => costOf(counting),
    part: () => partOf(counting),
    join: (part) => joinPart(counting, part),
    open: (list) => lists.get(list)?.list() ?? (isList(counting, list) ? nobody : null),
  };
}

function listOf({ lists }: Counting, name: string): Opened {
  const known = lists.get(name);
  if (known !== undefined) return known;
  const made = createOpened(keptOf(name));
  lists.set(name, made);
  return made;
}

function monthOf(counting: Counting, line: number, month: number): Opened {
  const cell = line * (counting.months.last + 1) + month;
  return (counting.ofMonths[cell] ??= listOf(counting, monthList(line, month)));
}

const monthList = (line: number, month: number) => `line-${line}-${month}`;
const totalList = (line: number) => `line-${line}`;
const winnersList = (line: number | 'money') => `winners-${line}`;
const losersList = (line: number | 'money') => `losers-${line}`;

function partOf({ baseTotals, draftTotals, lists }: Counting): LinesPart {
  return { baseTotals, draftTotals, lists: new Map([...lists].map(([name, opened]) => [name, opened.part()])) };
}

function joinPart(counting: Counting, part: LinesPart): void {
  for (const [cell, units] of part.baseTotals.entries())
    counting.baseTotals[cell] = (counting.baseTotals[cell] ?? 0) + units;
  for (const [cell, units] of part.draftTotals.entries())
    counting.draftTotals[cell] = (counting.draftTotals[cell] ?? 0) + units;
  for (const [name, opened] of part.lists) listOf(counting, name).join(opened);
}

/** Of months fewer are kept, for there are many. */
function keptOf(name: string): number {
  return /^line-\d+-/u.test(name) ? keptOfMonth : keptOfGain;
}

const nobody: OpenedList = { members: 0, items: [] };

/** Whether there is such a list, though nobody may be in it. */
function isList({ lines, months }: Counting, name: string): boolean {
  const [, kind, line, month] = /^(line|winners|losers)-(\d+|money)(?:-(\d+))?$/u.exec(name) ?? [];
  if (kind === undefined) return false;
  const isLine = kind === 'line';
  if (line === 'money') return !isLine && month === undefined;
  if (Number(line) >= lines.list.length) return false;
  return month === undefined || (isLine && Number(month) >= 1 && Number(month) <= months.last);
}

function countMember(counting: Counting, id: MemberId): boolean {
  const { lines, months, base, draft } = counting;
  const width = months.last + 1;
  // The first month of each figure in which there is anything: what is before it is nothing under both.
  const touched = new Map<number, number>();
  const touch = (cell: number) => {
    const line = Math.floor(cell / width);
    touched.set(line, Math.min(touched.get(line) ?? months.last, cell % width));
  };
  for (const cell of base.touched) {
    counting.baseTotals[cell] = (counting.baseTotals[cell] ?? 0) + (base.values[cell] ?? 0);
    touch(cell);
  }
  for (const cell of draft.touched) {
    counting.draftTotals[cell] = (counting.draftTotals[cell] ?? 0) + (draft.values[cell] ?? 0);
    touch(cell);
  }
  const money = { base: 0, draft: 0 };
  let isChanged = false;
  for (const [number, from] of touched) {
    const line = lines.list[number];
    if (line === undefined) continue;
    const compared = { number, id, from };
    const total = line.kind === 'flow' ? compareFlow(counting, compared) : compareLevel(counting, compared);
    if (total.base !== total.draft) listOf(counting, totalList(number)).add(id, total.base, total.draft);
    isChanged ||= total.isChanged;
    if (line.isGain) noteGain(counting, { line, number, id, total, money });
  }
  noteSide(counting, 'money', { id, ...money });
  return isChanged;
}

interface Compared extends Both {
  readonly isChanged: boolean;
}

interface Comparing {
  readonly number: number;
  readonly id: MemberId;
  /** Month. */
  readonly from: number;
}

function compareFlow(counting: Counting, { number: line, id, from }: Comparing): Compared {
  const { months } = counting;
  const first = line * (months.last + 1);
  const total = { base: 0, draft: 0, isChanged: false };
  for (let month = Math.max(1, from); month <= months.last; month += 1) {
    const base = counting.base.values[first + month] ?? 0;
    const draft = counting.draft.values[first + month] ?? 0;
    total.base += base;
    total.draft += draft;
    if (base === draft) continue;
    total.isChanged = true;
    monthOf(counting, line, month).add(id, base, draft);
  }
  return total;
}

/** What there is at the end of a month is what was there before and what it changed by. */
function compareLevel(counting: Counting, { number: line, id, from }: Comparing): Compared {
  const { months } = counting;
  const first = line * (months.last + 1);
  const level = { base: 0, draft: 0, isChanged: false };
  for (let month = from; month <= months.last; month += 1) {
    level.base += counting.base.values[first + month] ?? 0;
    level.draft += counting.draft.values[first + month] ?? 0;
    if (month === 0 || level.base === level.draft) continue;
    level.isChanged = true;
    monthOf(counting, line, month).add(id, level.base, level.draft);
  }
  return level;
}

interface Gained {
  readonly line: ComparedLine;
  readonly number: number;
  readonly id: MemberId;
  readonly total: Both;
  readonly money: { base: number; draft: number };
}

function noteGain(counting: Counting, { line, number, id, total, money }: Gained): void {
  noteSide(counting, number, { id, ...total });
  if (line.baseWorth !== null) money.base += moneyOf(total.base, line.baseWorth);
  if (line.draftWorth !== null) money.draft += moneyOf(total.draft, line.draftWorth);
}

function noteSide(
  counting: Counting,
  line: number | 'money',
  { id, base, draft }: Both & { readonly id: MemberId },
): void {
  if (base === draft) return;
  listOf(counting, draft > base ? winnersList(line) : losersList(line)).add(id, base, draft);
}

/** Null of a figure of which there is nothing under either program. */
function lineOf(counting: Counting, line: ComparedLine, number: number): RehearsedLine | null {
  const { months } = counting;
  const first = number * (months.last + 1);
  const rows: RehearsedMonth[] = [];
  const sum = { base: 0, draft: 0 };
  for (let month = 0; month <= months.last; month += 1) {
    const base = counting.baseTotals[first + month] ?? 0;
    const draft = counting.draftTotals[first + month] ?? 0;
    if (line.kind === 'level' || month > 0) {
      sum.base += base;
      sum.draft += draft;
    }
    if (month === 0) continue;
    const shown = line.kind === 'flow' ? { base, draft } : { ...sum };
    const opens = opensOf(counting, monthList(number, month), shown);
    rows.push({ month: months.nameOf(month), ...opens, ...moneyOfBoth(line, shown) });
  }
  const isUsed = ({ base, draft, members }: RehearsedMonth) => base !== 0 || draft !== 0 || members > 0;
  const from = rows.findIndex(isUsed);
  if (from === -1) return null;
  const { document, title, figure, label, kind, isGain } = line;
  const total = { ...opensOf(counting, totalList(number), sum), ...moneyOfBoth(line, sum) };
  return { document, title, figure, label, kind, isGain, total, months: rows.slice(from) };
}

function opensOf({ lists }: Counting, list: string, { base, draft }: Both): Opens {
  return { list, base, draft, members: lists.get(list)?.members ?? 0 };
}

function moneyOfBoth(line: ComparedLine, { base, draft }: Both): Pick<RehearsedMonth, 'baseMinor' | 'draftMinor'> {
  return {
    baseMinor: line.baseWorth === null ? null : moneyOf(base, line.baseWorth),
    draftMinor: line.draftWorth === null ? null : moneyOf(draft, line.draftWorth),
  };
}

function gainsOf(counting: Counting): readonly RehearsedGain[] {
  const sides = (line: number | 'money'): Pick<RehearsedGain, 'winners' | 'losers'> => ({
    winners: sideOf(counting, winnersList(line)),
    losers: sideOf(counting, losersList(line)),
  });
  const ofLines = counting.lines.list.flatMap((line, number): readonly RehearsedGain[] => {
    const { document, title, figure, label, isGain } = line;
    return isGain ? [{ line: { document, title, figure, label }, ...sides(number) }] : [];
  });
  const isWorthMoney = counting.lines.list.some(
    ({ isGain, baseWorth, draftWorth }) => isGain && (baseWorth !== null || draftWorth !== null),
  );
  return isWorthMoney ? [{ line: null, ...sides('money') }, ...ofLines] : ofLines;
}

function sideOf({ lists }: Counting, list: string): RehearsedGain['winners'] {
  const opened = lists.get(list);
  return { list, members: opened?.members ?? 0, amount: opened?.amount ?? 0 };
}

function costOf(counting: Counting): Both {
  const cost = { base: 0, draft: 0 };
  for (const [number, line] of counting.lines.list.entries()) {
    if (!line.isGain) continue;
    const total = lineOf(counting, line, number)?.total;
    cost.base += total?.baseMinor ?? 0;
    cost.draft += total?.draftMinor ?? 0;
  }
  return cost;
}
