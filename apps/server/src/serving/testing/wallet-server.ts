import type { Route } from '@perennial/contracts';
import { createFacets, facets, noAsks } from '@perennial/domain';
import type { Command, FactPayload } from '@perennial/domain';
import { letStoreClockMove, moveStoreClock } from '@perennial/postgres/testing';
import { z } from 'zod';
import type { UseCases } from '../../composition/use-cases.ts';
import type { BoundRoute } from '../../http/routing/handlers.ts';
import { doneOf } from '../../use-cases/commands/command-call.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { startServedPlatform } from './served-platform.ts';
import type { ServedPlatform } from './served-platform.ts';

/** A server whose program has wallets, with a route by which a test moves units as it likes. */
export interface WalletServer extends ServedPlatform {
  /** Movements of the ledger, carried out in their order as one decision. */
  move(memberId: string, operations: readonly object[]): Promise<void>;
  publish(documents: Readonly<Record<string, object>>): Promise<void>;
  /** The clock of the store and the server goes on by so much at once; a session lasts longer than a few hours. */
  passHours(hours: number): Promise<void>;
}

/** Whatever a test says goes into the decision as it is. */
const moveUnits: Command<FactPayload, unknown> = {
  name: 'moveUnits',
  isKeyRequired: false,
  read: (input) =>
    typeof input === 'object' && input !== null && !Array.isArray(input) ? (input as FactPayload) : null,
  decide: () => noAsks,
  conclude: (_use, operations) => ({ kind: 'decision', parts: { wallets: operations }, answer: {} }),
};

const facetsWithMoves = createFacets(
  facets.list.map((facet) =>
    facet.name === 'wallets' ? { ...facet, commands: [...(facet.commands ?? []), moveUnits] } : facet,
  ),
);

const moveRoute = {
  method: 'POST',
  path: '/v1/members/{memberId}/test-moves',
  access: 'members.tag',
  command: 'optional',
  summary: 'Move units of a test',
  params: z.object({ memberId: z.string() }),
  body: z.object({ operations: z.array(z.json()) }),
  response: z.object({}),
} satisfies Route;

function moving({ memberCommands }: UseCases): BoundRoute {
  return {
    id: 'test.move',
    route: moveRoute,
    async handler(call) {
      const { memberId } = moveRoute.params.parse(call['params']);
      const { operations } = moveRoute.body.parse(call['body']);
      const { caller } = call;
      if (caller === undefined) throw new ProblemError('auth.required');
      const input = { operations } as FactPayload;
      doneOf(await memberCommands.actOnOne({ ...call, caller }, { memberId, command: 'moveUnits', input }));
      return {};
    },
  };
}

/** Points that can be spent and given a hold, and growth value that cannot. */
export const testWallets = {
  'wallets/points.json': {
    id: 'points',
    name: { en: 'Points', zh: '积分' },
    kind: 'points',
    expiry: { kind: 'term', length: { unit: 'years', count: 1 }, roundTo: 'none' },
    shortfall: { kind: 'debt' },
    secondPersonAbove: 1_000,
    value: { units: 100, minor: 100 },
  },
  'wallets/growth.json': { id: 'growth', name: { en: 'Growth', zh: '成长值' }, kind: 'growth' },
} as const;

export async function startWalletServer(): Promise<WalletServer> {
  const served = await startServedPlatform({
    facets: facetsWithMoves,
    furtherRoutes: (useCases) => [moving(useCases)],
    prepareStore: letStoreClockMove,
  });
  const { administrator, platform } = served;
  const secret = await administrator.keys.create({
    body: { kind: 'api', name: 'mover', scopes: ['members.tag', 'members.read'] },
  });
  const publish = (documents: Readonly<Record<string, object>>) => publishDocuments(served, documents);
  await publish(testWallets);
  return {
    ...served,
    publish,
    async move(memberId, operations) {
      const answer = await fetch(`${served.address}/v1/members/${memberId}/test-moves`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret.secret}` },
        body: JSON.stringify({ operations }),
      });
      if (answer.status !== 200) throw new Error(await answer.text());
    },
    async passHours(hours) {
      await moveStoreClock(platform.database, hours * 3_600_000);
      await platform.clock.measure();
    },
  };
}

async function publishDocuments(
  { administrator: { program } }: ServedPlatform,
  changes: Readonly<Record<string, object>>,
): Promise<void> {
  const current = await program.current();
  const documents = { ...current.documents, ...JSON.parse(JSON.stringify(changes)) };
  const draft = await program.createDraft({ body: { name: 'Wallets', documents } });
  await program.publish({
    body: { draftId: draft.id, revision: draft.revision, currentVersion: current.version },
  });
}
