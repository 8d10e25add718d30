import { cycleColumn, isWindow, ownGapColumn } from '@perennial/domain';
import type { ConditionNode, LensField, RuleNode } from '@perennial/domain';

/** What a condition asks of the lens, so that nothing else is put together for it. */
export interface Asked {
  /** Columns of the members' table. */
  readonly columns: ReadonlySet<string>;
  /** Keys and elements that it asks of a column. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** `table.column` of dated names. */
  readonly places: ReadonlySet<string>;
}

export function askedBy(nodes: readonly ConditionNode[]): Asked {
  const asked = { columns: new Set<string>(), names: new Map<string, Set<string>>(), places: new Set<string>() };
  nodes.forEach((node) => addNode(asked, node));
  return asked;
}

interface Collected {
  readonly columns: Set<string>;
  readonly names: Map<string, Set<string>>;
  readonly places: Set<string>;
}

function addNode(asked: Collected, node: ConditionNode): void {
  if (node.kind === 'group') node.nodes.forEach((member) => addNode(asked, member));
  else {
    if (node.definition.lens !== null) addField(asked, node.definition.lens);
    addRhythm(asked, node);
  }
}

function addField({ columns, names, places }: Collected, lens: LensField): void {
  const name = (column: string, one: string): void => {
    names.set(column, (names.get(column) ?? new Set()).add(one));
  };
  if ('table' in lens) {
    places.add(`${lens.table}.${lens.column}`);
    return;
  }
  if ('texts' in lens) {
    for (const column of [lens.texts, lens.numbers, lens.flags]) columns.add(column);
    return;
  }
  if ('filledText' in lens || 'payload' in lens) {
    columns.add('payload' in lens ? lens.payload : lens.filledText);
    return;
  }
  columns.add(lens.column);
  if ('per' in lens && typeof lens.per === 'string') columns.add(lens.per);
  if ('element' in lens) name(lens.column, lens.element);
  if ('key' in lens && lens.keys !== undefined) {
    columns.add(lens.keys);
    name(lens.keys, lens.key);
  }
}

function addRhythm({ columns }: Collected, { value }: RuleNode): void {
  if (!isWindow(value)) return;
  if (value.window === 'personal') columns.add(ownGapColumn);
  if (value.window === 'cycle') columns.add(cycleColumn);
}
