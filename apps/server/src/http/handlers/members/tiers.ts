import type { ActOnTiers } from '../../../use-cases/tiers/act-on-tiers.ts';
import type { TierForecasts } from '../../../use-cases/tiers/forecast.ts';
import type { Tiers } from '../../../use-cases/tiers/tiers.ts';
import type { GroupHandlers } from '../../routing/handlers.ts';

export interface TierHandlersOf {
  readonly tiers: Tiers;
  readonly actOnTiers: ActOnTiers;
  readonly tierForecasts: TierForecasts;
}

export function createTierHandlers({ tiers, actOnTiers: act, tierForecasts }: TierHandlersOf): GroupHandlers<'tiers'> {
  return {
    ofMember: (call) => tiers.ofMember(call, { ...call.params, ...call.query }),
    changes: (call) => tiers.changes(call, { ...call.params, ...call.query }),
    forecast: ({ params }) => tierForecasts.forecast(params),
    falls: (call) => tierForecasts.falls(call, { ...call.params, ...call.query }),
    assign: (call) => act(call, 'assign', { ...call.params, ...call.body }),
    endAssignment: (call) => act(call, 'endAssignment', { ...call.params, ...call.body }),
    freeze: (call) => act(call, 'freeze', { ...call.params, ...call.body }),
    unfreeze: (call) => act(call, 'unfreeze', { ...call.params, ...call.body }),
    invite: (call) => act(call, 'invite', { ...call.params, ...call.body }),
    answer: (call) => act(call, 'answer', { ...call.params, ...call.body }),
    claim: (call) => act(call, 'claim', { ...call.params, ...call.body }),
  };
}
