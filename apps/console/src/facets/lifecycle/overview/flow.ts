/** Moves between stages as the two sides of a Sankey diagram: where members stood, and where they stand. */
export interface FlowMove {
  /** '' for who was not a member yet. */
  readonly from: string;
  readonly to: string;
  readonly members: number;
}

export interface FlowNode {
  /** Unique in the diagram: a stage stands on both sides. */
  readonly key: string;
  readonly side: 'from' | 'to';
  readonly stage: string;
  readonly members: number;
}

export interface FlowLink {
  readonly source: string;
  readonly target: string;
  readonly from: string;
  readonly to: string;
  readonly members: number;
  readonly isStay: boolean;
}

export interface Flow {
  readonly nodes: readonly FlowNode[];
  readonly links: readonly FlowLink[];
}

/** Nodes stand in the order of the lifecycle on both sides, so that two diagrams can be compared. */
export function createFlow(moves: readonly FlowMove[], order: readonly string[]): Flow {
  const real = moves.filter(({ members }) => members > 0);
  const rank = (stage: string) => (order.includes(stage) ? order.indexOf(stage) : order.length);
  const side = (name: 'from' | 'to'): readonly FlowNode[] => {
    const totals = new Map<string, number>();
    for (const move of real) totals.set(move[name], (totals.get(move[name]) ?? 0) + move.members);
    return [...totals]
      .toSorted(([a], [b]) => rank(a) - rank(b))
      .map(([stage, members]) => ({ key: `${name}:${stage}`, side: name, stage, members }));
  };
  const links = real
    .map(({ from, to, members }) => ({
      source: `from:${from}`,
      target: `to:${to}`,
      from,
      to,
      members,
      isStay: from === to,
    }))
    .toSorted((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to));
  return { nodes: [...side('from'), ...side('to')], links };
}

export interface FlowPick {
  /** '' for a first stage; absent where any is meant. */
  readonly from?: string;
  readonly to?: string;
}

/** Whether it is a ribbon: both its stages are named. */
export function isWhole({ from, to }: FlowPick): boolean {
  return from !== undefined && to !== undefined;
}

/** What was clicked: a link names both stages, a node one of them. */
export function readFlowPick(picked: unknown): FlowPick | undefined {
  if (typeof picked !== 'object' || picked === null) return undefined;
  if ('source' in picked && 'target' in picked) {
    return { from: stageOf(picked.source), to: stageOf(picked.target) };
  }
  if (!('name' in picked) || typeof picked.name !== 'string') return undefined;
  const stage = stageOf(picked.name);
  return picked.name.startsWith('from:') ? { from: stage } : { to: stage };
}

function stageOf(key: unknown): string {
  return typeof key === 'string' ? key.slice(key.indexOf(':') + 1) : '';
}
