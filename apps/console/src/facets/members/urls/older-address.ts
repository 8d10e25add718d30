import { writeCondition } from '../../../conditions/address-condition.ts';
import type { DocumentCondition } from '../../../conditions/builder-query.ts';
import { conditionOf } from '../../../conditions/clauses.ts';
import { addDays, isPlainDate } from '../../../format/zoned-days.ts';
import type { MembersSearch, OlderMembersSearch } from './search.ts';

/** Whether an address carries filters as they were before they were conditions. */
export function isOlder(search: OlderMembersSearch): boolean {
  return search.stage !== undefined || search.where !== undefined;
}

type Reader = (value: string, lifecycle: string) => DocumentCondition | undefined;

function day(field: string, end: 'first' | 'last'): Reader {
  return (value) => {
    if (!isPlainDate(value)) return undefined;
    if (end === 'first') return { field, operator: 'onOrAfter', value };
    return { field, operator: 'before', value: addDays(value, 1) };
  };
}

function number(field: string, operator: '>=' | '<='): Reader {
  return (value) => (/^-?\d{1,12}$/.test(value) ? { field, operator, value: Number(value) } : undefined);
}

function text(field: string): Reader {
  return (value) => ({ field, operator: '=', value });
}

const readers: Readonly<Record<string, Reader>> = {
  nextStage: (value, lifecycle) => ({ field: `stage.${lifecycle}.next`, operator: '=', value }),
  nextWithinDays: (value, lifecycle) =>
    /^\d{1,3}$/.test(value)
      ? { field: `stage.${lifecycle}.days_left`, operator: 'between', value: [0, Number(value)] }
      : undefined,
  store: text('place.store'),
  channel: text('place.channel'),
  tag: (value) => ({ field: `tag.${value}`, operator: '=', value: true }),
  spendMin: number('purchase.net_spend', '>='),
  spendMax: number('purchase.net_spend', '<='),
  ordersMin: number('purchase.count', '>='),
  ordersMax: number('purchase.count', '<='),
  firstOrderAfter: day('purchase.first', 'first'),
  firstOrderBefore: day('purchase.first', 'last'),
  lastOrderAfter: day('purchase.last', 'first'),
  lastOrderBefore: day('purchase.last', 'last'),
  joinedAfter: day('member.joined', 'first'),
  joinedBefore: day('member.joined', 'last'),
};

const moves: Readonly<Record<string, string>> = {
  movedFrom: 'from',
  movedTo: 'to',
  movedAfter: 'after',
  movedBefore: 'before',
  isReactivation: 'isReactivation',
};

/** An address as it was sent to a colleague last year, as conditions, with what of it says nothing that is known. */
export function mendAddress(search: OlderMembersSearch, lifecycle: string): MembersSearch {
  const { stage, where = {}, cursor: _, ...rest } = search;
  const entries = Object.entries(where);
  const named = entries.map(([name, value]) => ({ name, clause: readers[name]?.(value, lifecycle) }));
  const moved = Object.fromEntries(
    entries.flatMap(([name, value]) => (moves[name] === undefined ? [] : [[moves[name], value]])),
  );
  const condition = conditionOf([
    ...(stage === undefined ? [] : [{ field: `stage.${lifecycle}`, operator: 'in', value: stage }]),
    ...named.flatMap(({ clause }) => clause ?? []),
  ]);
  const left = named.flatMap(({ name, clause }) => (clause === undefined && moves[name] === undefined ? [name] : []));
  return {
    ...(condition === undefined ? {} : { condition: writeCondition(condition) }),
    ...(Object.keys(moved).length === 0 ? {} : { moved }),
    ...(left.length === 0 ? {} : { left }),
    // What it says in conditions already stays.
    ...rest,
  };
}
