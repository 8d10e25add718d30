import type { Openings } from '../../use-cases/wallets/openings/openings.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createOpeningHandlers(openings: Openings): GroupHandlers<'openings'> {
  return {
    take: (call) => openings.take(call, call.body),
  };
}
