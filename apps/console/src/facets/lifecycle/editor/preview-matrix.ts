/** Who would move from where to where, as a square of stages. */
export interface PreviewMove {
  readonly from: string;
  readonly to: string;
  readonly members: number;
  readonly sample: readonly { readonly id: string; readonly label: string }[];
}

export interface MatrixCell extends PreviewMove {
  readonly isStay: boolean;
  /** Part of the members of the row, 0 to 1. */
  readonly share: number;
}

export interface Matrix {
  readonly rows: readonly { readonly stage: string; readonly total: number; readonly cells: readonly MatrixCell[] }[];
  readonly columns: readonly { readonly stage: string; readonly total: number }[];
  readonly total: number;
  readonly changed: number;
}

/**
 * Rows are present stages, columns stages under the draft, both in the order of the draft; stages that only one side has
 * stand after those. Rows and columns without a member are left out, but for stages of the draft, which may be empty.
 */
export function createMatrix(moves: readonly PreviewMove[], draftOrder: readonly string[]): Matrix {
  const known = moves.filter(({ members }) => members > 0);
  const others = (side: 'from' | 'to') =>
    [...new Set(known.map((move) => move[side]))].filter((id) => !draftOrder.includes(id));
  const columns = [...draftOrder, ...others('to')];
  const rowStages = [...draftOrder, ...others('from')].filter((stage) => known.some(({ from }) => from === stage));
  const rows = rowStages.map((stage) => {
    const own = known.filter(({ from }) => from === stage);
    const total = own.reduce((sum, { members }) => sum + members, 0);
    const cells = columns.map((to) => {
      const move = own.find((one) => one.to === to) ?? { from: stage, to, members: 0, sample: [] };
      return { ...move, isStay: stage === to, share: total === 0 ? 0 : move.members / total };
    });
    return { stage, total, cells };
  });
  return {
    rows,
    columns: columns.map((stage) => ({
      stage,
      total: known.reduce((sum, { to, members }) => sum + (to === stage ? members : 0), 0),
    })),
    total: known.reduce((sum, { members }) => sum + members, 0),
    changed: known.reduce((sum, { from, to, members }) => sum + (from === to ? 0 : members), 0),
  };
}
