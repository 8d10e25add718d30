import { encodeActivity, encodeLifecycle, type MemberWork, type StageEntryRow } from '@perennial/domain';

/** One thing in which a member as stored is not what her log says. */
export interface Difference {
  /** `position`, `activity`, `lifecycle`, `orders`, `refunds`, `days`, `attributes`, `entries`, `status`, `wakeAt`, `programVersion`. */
  readonly part: string;
  /** Row key, '' for the state. */
  readonly key: string;
  /** JSON text or hexadecimal bytes; null where there is none. */
  readonly stored: string | null;
  readonly replayed: string | null;
}

export interface MemberContent {
  readonly work: MemberWork;
  /** All stage entries, superseded ones too. */
  readonly entries: readonly StageEntryRow[];
}

function hex(bytes: Uint8Array): string {
  return bytes.toHex();
}

function compareText(part: string, stored: string, replayed: string): Difference[] {
  return stored === replayed ? [] : [{ part, key: '', stored, replayed }];
}

/** JSON with sorted keys: rows are equal when their content is, however they were built. */
function rowText(row: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

function compareRows(
  part: string,
  stored: ReadonlyMap<string, object>,
  replayed: ReadonlyMap<string, object>,
): Difference[] {
  const differences: Difference[] = [];
  for (const key of new Set([...stored.keys(), ...replayed.keys()])) {
    const one = stored.get(key);
    const other = replayed.get(key);
    const storedText = one === undefined ? null : rowText(one);
    const replayedText = other === undefined ? null : rowText(other);
    if (storedText !== replayedText) differences.push({ part, key, stored: storedText, replayed: replayedText });
  }
  return differences;
}

/** Rows that stand for "loaded, not there" are not stored: they are left out of a comparison. */
function realOrders(work: MemberWork): ReadonlyMap<string, object> {
  return new Map(
    [...work.rows.orders].filter(([, row]) =>
      [row.placedAt, row.paidAt, row.fulfilledAt, row.cancelledAt].some((at) => at !== null),
    ),
  );
}

function realAttributes(work: MemberWork): ReadonlyMap<string, object> {
  return new Map([...work.rows.attributes].filter(([, row]) => row.message !== ''));
}

function entriesByKey(entries: readonly StageEntryRow[]): ReadonlyMap<string, object> {
  return new Map(entries.map((entry) => [`${entry.lifecycle}|${entry.validFrom}|${entry.recordedAt}`, entry]));
}

/** Compares bytes and rows (invariant E2). Both have everything loaded and stand at the same instant. */
export function compareMembers(stored: MemberContent, replayed: MemberContent): Difference[] {
  const a = stored.work;
  const b = replayed.work;
  return [
    ...compareText('status', a.status, b.status),
    ...compareText('position', String(a.position), String(b.position)),
    ...compareText('clockAt', String(a.clockAt), String(b.clockAt)),
    ...compareText('wakeAt', String(a.wakeAt), String(b.status === 'live' ? b.wakeAt : null)),
    ...compareText('programVersion', String(a.programVersion), String(b.programVersion)),
    ...compareText('activity', hex(encodeActivity(a.activity)), hex(encodeActivity(b.activity))),
    ...compareText('lifecycle', hex(encodeLifecycle(a.lifecycle)), hex(encodeLifecycle(b.lifecycle))),
    ...compareRows('orders', realOrders(a), realOrders(b)),
    ...compareRows('refunds', a.rows.refunds, b.rows.refunds),
    ...compareRows('days', a.rows.days, b.rows.days),
    ...compareRows('attributes', realAttributes(a), realAttributes(b)),
    ...compareRows('entries', entriesByKey(stored.entries), entriesByKey(replayed.entries)),
  ];
}
