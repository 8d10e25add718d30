import { isRecord } from '../../../api/is-record.ts';

/** A rule or group of a draft, as the document has it; half written ones stand as they are. */
export type DraftNode = Readonly<Record<string, unknown>>;

export type NodeKind = 'group' | 'known' | 'did' | 'bucket';

export function kindOf(node: DraftNode): NodeKind {
  if ('rules' in node) return 'group';
  if ('did' in node) return 'did';
  return 'bucket' in node ? 'bucket' : 'known';
}

export function nodesOf(node: DraftNode): readonly DraftNode[] {
  const rules: unknown = node['rules'];
  return Array.isArray(rules) ? rules.filter(isRecord) : [];
}

/** A condition as a group, which an editor begins with. */
export function asGroup(condition: unknown): DraftNode {
  if (!isRecord(condition)) return { combinator: 'and', rules: [] };
  return kindOf(condition) === 'group' ? condition : { combinator: 'and', rules: [condition] };
}

const window = { window: 'days', days: 90 } as const;

/** What a new clause says at first, so that it is never half written. */
export const firstNodes: { readonly [Kind in NodeKind]: DraftNode } = {
  known: { field: 'purchase.count', operator: '>=', value: 2 },
  did: { did: 'bought', window, measure: 'orders', operator: '>=', value: 1 },
  bucket: { bucket: 'A', from: 0, to: 1_000 },
  group: { combinator: 'or', rules: [{ did: 'bought', window, measure: 'orders', operator: '>=', value: 1 }] },
};

export const numberMeasures = ['count', 'days', 'orders'] as const;
export const amountMeasures = ['sum', 'average', 'least', 'greatest', 'distinct'] as const;
export const momentMeasures = ['first', 'last'] as const;
export const sequenceMeasures = ['followed', 'notFollowed'] as const;
export type Measure =
  | (typeof numberMeasures)[number]
  | (typeof amountMeasures)[number]
  | (typeof momentMeasures)[number]
  | (typeof sequenceMeasures)[number]
  | 'rhythm';

export function isOneOf<Item extends string>(items: readonly Item[], value: unknown): value is Item {
  return items.some((item) => item === value);
}

/** What can be measured of what was done. */
export function measuresOf(did: unknown): readonly Measure[] {
  return did === 'bought'
    ? [...numberMeasures, ...amountMeasures, ...momentMeasures, 'rhythm']
    : ['count', 'days', ...amountMeasures, ...momentMeasures, ...sequenceMeasures, 'rhythm'];
}

/** The same behaviour under another measure: what the new one asks begins with what is usual. */
export function withMeasure(node: DraftNode, measure: Measure): DraftNode {
  const { did, type, where, window: kept } = node;
  const base = { did, ...given({ type, where }) };
  const windowed = { ...base, ...given({ window: kept }) };
  if (isOneOf(numberMeasures, measure) || isOneOf(amountMeasures, measure)) {
    const operator = typeof node['operator'] === 'string' ? node['operator'] : '>=';
    const value = typeof node['value'] === 'number' ? node['value'] : 1;
    const of = typeof node['of'] === 'string' ? node['of'] : did === 'bought' ? 'amount' : 'channel';
    return { ...windowed, measure, operator, value, ...(isOneOf(amountMeasures, measure) ? { of } : {}) };
  }
  if (isOneOf(momentMeasures, measure)) {
    return { ...windowed, measure, is: node['is'] === 'notIn' ? 'notIn' : 'in', span: node['span'] ?? window };
  }
  if (measure === 'rhythm') return { ...base, measure, is: 'stopped', everyDays: 30, times: 3, quiet: 1 };
  const by = node['by'] ?? { did: 'fact', type: 'order.placed' };
  return { ...windowed, measure, by, within: node['within'] ?? { days: 3 } };
}

/** The same measure of another behaviour; what it cannot be asked is counted instead. */
export function withSource(node: DraftNode, did: 'fact' | 'bought'): DraftNode {
  const { type: _type, where: _where, of: _of, ...rest } = node;
  const next = { ...rest, did, ...(did === 'fact' ? { type: 'order.placed' } : {}) };
  const measure = measuresOf(did).find((one) => one === node['measure']) ?? (did === 'bought' ? 'orders' : 'count');
  return withMeasure(next, measure);
}

export function given(parts: DraftNode): DraftNode {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined && value !== null));
}
