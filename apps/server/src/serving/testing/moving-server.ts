import type { Route } from '@perennial/contracts';
import { createFacets, facets, noAsks } from '@perennial/domain';
import type { Command, FactPayload } from '@perennial/domain';
import { z } from 'zod';
import type { UseCases } from '../../composition/use-cases.ts';
import type { BoundRoute } from '../../http/routing/handlers.ts';
import { doneOf } from '../../use-cases/commands/command-call.ts';
import { ProblemError } from '../../use-cases/kernel/problem-error.ts';
import { startWalletServer } from './wallet-server.ts';
import type { WalletServer } from './wallet-server.ts';

/** A server with a route by which a test moves units as it likes: as orders would, without rules that say what they earn. */
export interface MovingServer extends WalletServer {
  /** Movements of the ledger, carried out in their order as one decision. */
  move(memberId: string, operations: readonly object[]): Promise<void>;
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

export async function startMovingServer(): Promise<MovingServer> {
  const served = await startWalletServer(
    {},
    {
      facets: facetsWithMoves,
      furtherRoutes: (useCases) => [moving(useCases)],
    },
  );
  const key = await served.administrator.keys.create({
    body: { kind: 'api', name: 'mover', scopes: ['members.tag', 'members.read'] },
  });
  return {
    ...served,
    async move(memberId, operations) {
      const answer = await fetch(`${served.address}/v1/members/${memberId}/test-moves`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key.secret}` },
        body: JSON.stringify({ operations }),
      });
      if (answer.status !== 200) throw new Error(await answer.text());
    },
  };
}
