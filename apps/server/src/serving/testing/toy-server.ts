import { isErrorCode } from '@perennial/contracts';
import type { Route } from '@perennial/contracts';
import type { FactPayload } from '@perennial/domain';
import { createToyProgram, pastStreakRows, stampCardRows, toyFacets } from '@perennial/domain/testing';
import type { CommandOutcome } from '@perennial/engine';
import { createTablesOf, letStoreClockMove, moveStoreClock } from '@perennial/postgres/testing';
import { z } from 'zod';
import type { UseCases } from '../../composition/use-cases.ts';
import type { BoundRoute } from '../../http/routing/handlers.ts';
import { doneOf } from '../../use-cases/commands/command-call.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { dayMs, startServedPlatform } from './served-platform.ts';
import type { ServedPlatform } from './served-platform.ts';

/** Rows of the toys, as text that a test can say in advance. */
export interface ToyRows {
  /** `card: stamps ending`. */
  readonly cards: readonly string[];
  /** `length: open cards, lines`. */
  readonly streaks: readonly string[];
}

/** A server whose facets are the product's own and two toys, with a route for what the toys' command does. */
export interface ToyServer extends ServedPlatform {
  rowsOf(memberId: string): Promise<ToyRows>;
  /** Lays units of a prize into the slices of the first shards, in the place of what was there. */
  stock(card: string, units: readonly number[]): Promise<void>;
  /** Units of a prize that are left, wherever they lie. */
  prizesLeft(card: string): Promise<number>;
  /** The store's clock goes on by so much at once. */
  passDays(days: number): Promise<void>;
}

const redeemRoute = {
  method: 'POST',
  path: '/v1/members/{memberId}/stamp-cards/{card}/redemptions',
  access: 'members.tag',
  command: 'required',
  summary: 'Give a stamp card for a prize before it is full',
  params: z.object({ memberId: z.string(), card: z.string() }),
  response: z.object({ card: z.string(), stamps: z.number().int() }),
} satisfies Route;

function redeemOn({ memberCommands }: UseCases): BoundRoute {
  return {
    id: 'stamps.redeem',
    route: redeemRoute,
    async handler(call) {
      const { memberId, card } = redeemRoute.params.parse(call['params']);
      const { caller } = call;
      if (caller === undefined) throw new ProblemError('auth.required');
      const asked = { memberId, command: 'redeemStamps', input: { card } };
      return answerOf(await memberCommands.actOnOne({ ...call, caller }, asked));
    },
  };
}

const giveRoute = {
  method: 'POST',
  path: '/v1/members/{memberId}/stamp-cards/{card}/gifts',
  access: 'members.tag',
  command: 'required',
  summary: 'Give a stamp card to a friend',
  params: z.object({ memberId: z.string(), card: z.string() }),
  body: z.object({ friendId: z.string() }),
  response: z.object({ card: z.string(), stamps: z.number().int() }),
} satisfies Route;

function giveOn({ memberCommands }: UseCases): BoundRoute {
  return {
    id: 'stamps.give',
    route: giveRoute,
    async handler(call) {
      const { memberId, card } = giveRoute.params.parse(call['params']);
      const { friendId } = giveRoute.body.parse(call['body']);
      const { caller } = call;
      if (caller === undefined) throw new ProblemError('auth.required');
      const asked = { memberId, otherId: friendId, command: 'giveStamps', input: { card } };
      return answerOf(await memberCommands.actOnTwo({ ...call, caller }, asked));
    },
  };
}

/** What the toys' commands say. The table of errors is the product's own, and knows nothing of prizes. */
function answerOf(outcome: CommandOutcome): FactPayload {
  if (outcome.kind === 'rejected' && !isErrorCode(outcome.code))
    throw new ProblemError('resource.conflict', { context: { reason: outcome.code } });
  return doneOf(outcome).answer;
}

export async function startToyServer(): Promise<ToyServer> {
  const served = await startServedPlatform({
    facets: toyFacets,
    furtherRoutes: (useCases) => [redeemOn(useCases), giveOn(useCases)],
    prepareStore: letStoreClockMove,
    prepare: ({ database }) => createTablesOf(database, [stampCardRows, pastStreakRows]),
  });
  const { database } = served.platform;
  return {
    ...served,
    async rowsOf(memberId) {
      const cards = await database.rows<{ text: string }>(
        {
          name: 'test_cards',
          text: `select card || ': ' || stamps || ' ' || ending as text from toy_stamp_card
                  where member_id = $1 order by card, number`,
        },
        [memberId],
      );
      const streaks = await database.rows<{ text: string }>(
        {
          name: 'test_streaks',
          text: `select length || ': ' || open_cards || ' open, ' || lines_bought || ' lines' as text from toy_past_streak
                  where member_id = $1 order by number`,
        },
        [memberId],
      );
      return { cards: cards.map(({ text }) => text), streaks: streaks.map(({ text }) => text) };
    },
    async stock(card, units) {
      const values = units.map((available, shard) => `(${shard}, 'prize/${card}', ${available})`);
      await database.run(`
        delete from resource_slice where key = 'prize/${card}';
        insert into resource_slice (shard, key, available) values ${values.join(', ')}`);
    },
    async prizesLeft(card) {
      const [row] = await database.rows<{ left: number }>(
        { name: 'test_prizes', text: 'select sum(available)::bigint as left from resource_slice where key = $1' },
        [`prize/${card}`],
      );
      return row?.left ?? 0;
    },
    passDays: (days) => moveStoreClock(database, days * dayMs),
  };
}

/** The documents of the toys alone. */
export function toyDocuments(): Readonly<Record<string, object>> {
  const own = Object.entries(createToyProgram()).filter(([path]) => /^(?:stamp-cards\/|streak\.json)/u.test(path));
  return JSON.parse(JSON.stringify(Object.fromEntries(own)));
}
