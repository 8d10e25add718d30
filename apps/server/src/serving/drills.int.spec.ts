import { changeDrill, moveDrill, movementDrill, netDrill, seriesDrill, stageDrill } from '@perennial/contracts/staff';
import type { Client, MembersQuestion } from '@perennial/contracts/staff';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dayMs, started, startServedPlatform } from './testing/served-platform.ts';
import type { ServedPlatform } from './testing/served-platform.ts';

let served: ServedPlatform;
let administrator: Client;
let serial = 0;

beforeAll(async () => {
  served = await startServedPlatform();
  ({ administrator } = served);
});
afterAll(() => served.close());

/** A figure, and the question of the list that it opens. */
interface Drill {
  readonly name: string;
  readonly figure: number;
  readonly question: MembersQuestion;
}

const plainDay = (daysAgo: number) => new Date(started - daysAgo * dayMs).toISOString().slice(0, 10);
const movements = ['added', 'reactivated', 'cooled', 'lost'] as const;

/** Every figure of the overview that opens a list, of now or of a past day. */
async function readDrills(asOf: string | undefined): Promise<readonly Drill[]> {
  const asked = asOf === undefined ? {} : { asOf };
  const to = asOf ?? plainDay(-1);
  const { overview } = administrator;
  const stages = await overview.stages({ query: { ...asked, periodDays: 30 } });
  const series = await overview.series({
    query: { ...asked, from: plainDay(asOf === undefined ? 250 : 600), to, bucket: 'month' },
  });
  const weeks = { ...asked, from: plainDay(asOf === undefined ? 40 : 240), to, bucket: 'week' } as const;
  const movedOf = await overview.movements({ query: weeks });
  const flows = await overview.flows({ query: { ...asked, from: plainDay(200), to } });
  const upcoming = await overview.upcoming({ query: { ...asked, days: 60 } });
  return [
    ...stages.stages.map(({ stage, count }) => drill(`in ${stage}`, count, stageDrill(stages, asked, stage))),
    ...series.points.flatMap((point) =>
      point.stages.map(({ stage, count }) =>
        drill(`${stage} at the end of ${point.lastOn}`, count, seriesDrill(series, point, stage)),
      ),
    ),
    ...movedOf.points.flatMap((point) =>
      movements.map((one) =>
        drill(`${one} from ${point.on}`, point[one], movementDrill(movedOf, { ...asked, point }, one)),
      ),
    ),
    ...flows.net.map(({ members, ...move }) => drill(`net ${nameOf(move)}`, members, netDrill(flows, asked, move))),
    ...flows.moves.map(({ from, to: into, members }) =>
      drill(`moved ${nameOf({ from, to: into })}`, members, moveDrill(flows, asked, { from, to: into })),
    ),
    ...upcoming.changes.map(({ members, ...change }) =>
      drill(`changing ${nameOf(change)}`, members, changeDrill(upcoming, asked, change)),
    ),
    ...upcoming.days.map(({ members, ...change }) =>
      drill(`changing ${nameOf(change)} on ${change.on}`, members, changeDrill(upcoming, asked, change)),
    ),
  ];
}

function drill(name: string, figure: number, question: MembersQuestion): Drill {
  return { name, figure, question };
}

function nameOf({ from, to }: { readonly from: string; readonly to: string }): string {
  return `${from} > ${to}`;
}

/** What differs between the figures and the counts of the lists that they open, the list's own rows and those of its file. */
async function differences(drills: readonly Drill[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { name, figure, question } of drills) {
    const list = await administrator.members.list({ query: { ...question, limit: 200 } });
    if (list.held !== 'yes') found.push(`${name}: is not held still`);
    if (list.count !== figure || list.items.length !== figure)
      found.push(`${name}: ${figure} opens ${list.count}, and ${list.items.length} rows`);
  }
  return found;
}

async function downloaded(question: MembersQuestion): Promise<number> {
  const { limit: _, cursor: __, ...query } = question;
  const text = await (await administrator.members.download({ query })).text();
  return text.trimEnd().split('\n').length - 1;
}

const told = fc.record({
  member: fc.integer({ min: 0, max: 24 }),
  /** Who comes with the number of one and the address of another is both. */
  alias: fc.option(fc.integer({ min: 0, max: 24 }), { freq: 12 }),
  kind: fc.constantFrom('member.registered', 'order.paid', 'order.paid', 'order.paid', 'order.cancelled'),
  daysAgo: fc.double({ min: 0.01, max: 760, noNaN: true }),
});

function factOf({ member, alias, kind, daysAgo }: typeof told extends fc.Arbitrary<infer Told> ? Told : never): object {
  serial += 1;
  const number = (one: number) => `+8613700137${String(100 + one)}`;
  const mail = (one: number) => `m${one}@example.com`;
  return {
    messageId: `drill-${serial}`,
    type: kind,
    occurredAt: new Date(started - daysAgo * dayMs).toISOString(),
    channel: 'web',
    identities: alias === null ? { phone: number(member) } : { phone: number(member), email: mail(alias) },
    payload: kind === 'member.registered' ? {} : { orderId: `d${Math.ceil(serial / 2)}`, amountMinor: 10_000 },
  };
}

const facts = fc.array(told, { minLength: 20, maxLength: 60 });
const days = [undefined, plainDay(30), plainDay(200)];

describe('a figure of the overview', () => {
  it('opens just those whom it counted, whatever comes in between', { timeout: 240_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(facts, facts, fc.constantFrom(...days), async (before, meanwhile, asOf) => {
        await served.send(before.map(factOf));
        await served.caughtUp();
        const drills = await readDrills(asOf);
        await served.send(meanwhile.map(factOf));
        await served.caughtUp();
        // What came in between is seen by who looks again.
        expect((await readDrills(asOf)).map(({ figure }) => figure)).not.toEqual(drills.map(({ figure }) => figure));
        expect(await differences(drills)).toEqual([]);
      }),
      { numRuns: 3, seed: 11, endOnFailure: true },
    );
  });

  it('is downloaded as those too', async () => {
    const drills = (await readDrills(undefined)).filter(({ figure }) => figure > 0);
    const [stage] = drills;
    const change = drills.findLast(({ name }) => name.startsWith('changing'));
    const net = drills.find(({ name }) => name.startsWith('net'));
    await served.send([factOf({ member: 99, alias: null, kind: 'order.paid', daysAgo: 1 })]);
    await served.caughtUp();
    for (const { name, figure, question } of [stage, change, net].flatMap((one) => one ?? []))
      expect(await downloaded(question), name).toBe(figure);
  });

  it('says so where what was counted can be told no more', async () => {
    const yesterday = `1-${Date.now() - 2 * dayMs}`;
    const list = await administrator.members.list({ query: { known: yesterday } });
    expect(list.held).toBe('gone');
    expect((await administrator.members.list()).held).toBe('no');
  });
});
