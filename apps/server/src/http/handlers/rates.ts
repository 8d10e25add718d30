import type { Rates } from '../../use-cases/rates/rates.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createRateHandlers(rates: Rates): GroupHandlers<'rates'> {
  return {
    list: ({ query }) => rates.list(query),
    versions: ({ query }) => rates.versions(query),
    csv: async (call) => rates.csv(call, call.query),
    publish: (call) => rates.publish(call, call.body.items),
  };
}
