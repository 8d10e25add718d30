import {
  ask,
  createFacets,
  defineRowKind,
  facets as productFacets,
  Missing,
  missingOfOther,
  notByTime,
  reject,
  type Command,
  type Facet,
  type FactPayload,
  type FactValue,
  type Handlers,
  type PairCommand,
  type Use,
  type View,
} from '@perennial/domain';

/** A share of something that runs out, as the rows of `shareFacet` have it. */
export type ShareRow = { readonly resource: string; readonly units: number };

/** The table that `shareFacet` keeps its rows in; tests make it. */
export const shareTable = `create table test_share (
  shard integer not null, member_id uuid not null, resource text not null, units bigint not null,
  primary key (shard, member_id, resource))`;

export const shareRows = defineRowKind<ShareRow>({
  table: 'test_share',
  index: 0,
  key: ['resource'],
  columns: { resource: { type: 'text' }, units: { type: 'bigint' } },
  write: 'replace',
});

interface ShareState {
  readonly count: number;
  /** When all that she holds ends, epoch milliseconds. */
  readonly endsAt: number;
}

interface Wish {
  readonly resource: string;
  readonly units: number;
  /** A second resource, of which the same is needed; '' for none. */
  readonly other: string;
  /** A resource of which what follows from the decision takes one more; '' for none. */
  readonly next: string;
  readonly endsAt: number;
}

const index = 20;
/** The type of what follows from a decision. */
const followed = 'share.taken';

function textOf(value: FactValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

const takeShare: Command<Wish, ShareState> = {
  name: 'takeShare',
  isKeyRequired: true,
  read(input) {
    const wish = input as FactPayload;
    return {
      resource: textOf(wish['resource']),
      units: Number(wish['units']),
      other: textOf(wish['other']),
      next: textOf(wish['next']),
      endsAt: Number(wish['endsAt'] ?? notByTime),
    };
  },
  decide({ own }, { resource, units, other }) {
    if (own.state.endsAt !== notByTime) return reject('share.held', { count: own.state.count });
    return ask([{ resource, asked: units }, ...(other === '' ? [] : [{ resource: other, asked: units }])]);
  },
  conclude({ own }, { resource, units, other, next, endsAt }, granted) {
    const least = Math.min(granted.get(resource) ?? 0, other === '' ? units : (granted.get(other) ?? 0));
    if (least < units) return reject('share.sold_out', { left: least });
    const ends = endsAt === notByTime ? null : endsAt;
    return {
      kind: 'decision',
      parts: { shares: { resource, units, next, endsAt: ends } },
      answer: { units, count: own.state.count + 1 },
    };
  },
};

/** Hands so many units of hers back. */
const returnShare: Command<Pick<Wish, 'resource' | 'units'> & { readonly isSaid: boolean }, ShareState> = {
  name: 'returnShare',
  isKeyRequired: true,
  read(input) {
    const wish = input as FactPayload;
    return { resource: textOf(wish['resource']), units: Number(wish['units']), isSaid: wish['isSaid'] === true };
  },
  decide({ own }, { resource, units, isSaid }) {
    const missing = needRow(own, resource);
    if (missing !== null) return missing;
    if (unitsOf(own, resource) < units) return reject('share.not_held', { held: unitsOf(own, resource) });
    // Who says beforehand what will be given back need not begin again for it.
    return ask(isSaid ? [{ resource, asked: 0 }] : []);
  },
  conclude: ({ own }, { resource, units }) => ({
    kind: 'decision',
    parts: { shares: { resource, units: -units, next: '', endsAt: null, isReturned: true } },
    answer: { units, count: own.state.count + 1 },
  }),
};

interface Passing {
  readonly resource: string;
  readonly units: number;
  /** A resource of which one is taken for it; '' for none. */
  readonly fee: string;
  /** A resource of which what follows for who is given it takes one more; '' for none. */
  readonly next: string;
}

/** Passes units of hers on to another. */
const passShare: PairCommand<Passing, ShareState> = {
  name: 'passShare',
  isKeyRequired: true,
  read(input) {
    const wish = input as FactPayload;
    const [fee, next] = [textOf(wish['fee']), textOf(wish['next'])];
    return { resource: textOf(wish['resource']), units: Number(wish['units']), fee, next };
  },
  decide({ own, other }, { resource, units, fee }) {
    const missing = needRow(own, resource);
    if (missing !== null) return missing;
    const ofOther = needRow(other.own, resource);
    if (ofOther !== null) return missingOfOther(ofOther.needs);
    if (unitsOf(own, resource) < units) return reject('share.not_held', { held: unitsOf(own, resource) });
    return ask(fee === '' ? [] : [{ resource: fee, asked: 1 }]);
  },
  conclude({ own, other }, { resource, units, fee, next }, granted) {
    if (fee !== '' && (granted.get(fee) ?? 0) < 1) return reject('share.sold_out', { left: 0 });
    const answer = { held: unitsOf(own, resource) - units, others: unitsOf(other.own, resource) + units };
    if (units === 0) return { kind: 'pair decision', parts: {}, otherParts: {}, answer };
    const part = { resource, endsAt: null };
    return {
      kind: 'pair decision',
      parts: { shares: { ...part, units: -units, next: '' } },
      otherParts: { shares: { ...part, units, next } },
      answer,
    };
  },
};

function unitsOf(view: View<ShareState>, resource: string): number {
  return view.rows(shareRows).get(resource)?.units ?? 0;
}

type Plan = { readonly resource: string; readonly units: number };

function add(view: View<ShareState>, { resource, units }: Plan): void {
  const rows = view.rows(shareRows);
  rows.put({ resource, units: unitsOf(view, resource) + units });
}

function needRow(view: View<ShareState>, resource: string): Missing | null {
  if (view.rows(shareRows).isKnown(resource)) return null;
  return new Missing([{ by: 'key', kind: shareRows, keys: [[resource]] }]);
}

function change(view: View<ShareState>, state: ShareState): void {
  view.state = state;
  view.noteChange();
}

/** What follows takes a share of its own, at the step's turn. */
function planFollowing(view: View<ShareState>, { cause }: Use<{ readonly payload: FactPayload }>): Plan | Missing {
  const resource = textOf(cause.payload['next']);
  const missing = needRow(view, resource);
  if (missing !== null) return missing;
  if (view.member.granted?.has(resource) !== true) return new Missing([], [{ resource, asked: 1 }]);
  return { resource, units: 1 };
}

const all = [{ by: 'all', kind: shareRows }] as const;

const handlers: Handlers<ShareState> = {
  decision: {
    plan: (view, { cause }) => needRow(view, textOf(cause.part['resource'])) ?? cause.part,
    apply(view, part: FactPayload, use) {
      const [resource, units] = [textOf(part['resource']), Number(part['units'])];
      add(view, { resource, units });
      if (part['isReturned'] === true) view.giveBack(resource, -units, use);
      const endsAt = part['endsAt'] === null ? view.state.endsAt : Number(part['endsAt']);
      change(view, { count: view.state.count + 1, endsAt });
      const next = textOf(part['next']);
      if (next !== '') view.tell({ type: followed, occurredAt: use.recordedAt, payload: { next } }, use);
    },
  },
  derived: [
    {
      types: [followed],
      plan: planFollowing,
      apply(view, { resource, units }: Plan, use) {
        add(view, { resource, units: view.spend({ resource, asked: units }, use) });
      },
    },
  ],
  wake: {
    plan: (view) => needRow(view, 'ended'),
    apply(view) {
      add(view, { resource: 'ended', units: 1 });
      change(view, { ...view.state, endsAt: notByTime });
    },
  },
  merge: {
    plan(view, { cause }) {
      const known = [view, cause.absorbed].map((one) => one.rows(shareRows).isWhole);
      if (known.every(Boolean)) return null;
      return new Missing(known[0] === true ? [] : all, [], known[1] === true ? [] : all);
    },
    apply(view, _plan, { cause: { absorbed } }) {
      for (const row of absorbed.rows(shareRows).rows()) add(view, row);
      const { count, endsAt } = absorbed.state;
      change(view, { count: view.state.count + count, endsAt: Math.min(view.state.endsAt, endsAt) });
    },
  },
  refold: {
    plan: () => null,
    apply(view, _plan, { cause: { own } }) {
      view.rows(shareRows).refill(own.rows(shareRows).rows());
      change(view, own.state);
    },
  },
};

/** A small facet for tests of commands: rows, a state apart, an instant at which all ends, and what follows from a decision. */
const shareFacet: Facet<ShareState, 'none', 'none'> = {
  name: 'shares',
  index,
  revision: 1,
  stepRank: 900,
  dueRank: 900,
  keeps: 'apart',
  codec: {
    bytesMax: 64,
    create: () => ({ count: 0, endsAt: notByTime }),
    encode: ({ count, endsAt }) => Buffer.from(`${count} ${endsAt}`),
    decode(bytes) {
      const [count, endsAt] = Buffer.from(bytes).toString().split(' ').map(Number);
      return { count: count ?? 0, endsAt: endsAt ?? notByTime };
    },
  },
  rowKinds: [shareRows],
  documents: [],
  exports: [],
  reads: [],
  fields: () => [],
  subject: (view) => view.state,
  parse: () => 'none',
  compile: () => 'none',
  foldKey: () => '',
  handlers: () => handlers,
  commands: [takeShare, returnShare],
  pairCommands: [passShare],
  dueAt: ({ endsAt }) => endsAt,
};

/** The product's facets and the one for tests. */
export const facetsWithShares = createFacets([...productFacets.list, shareFacet]);
