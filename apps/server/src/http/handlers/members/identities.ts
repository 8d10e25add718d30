import type { Identities } from '../../../use-cases/identities/identities.ts';
import type { GroupHandlers } from '../../routing/handlers.ts';

export function createIdentityHandlers(identities: Identities): GroupHandlers<'identities'> {
  return {
    shared: ({ query }) => identities.shared(query),
    blocked: ({ query }) => identities.blocked(query),
    block: (call) => identities.block(call, call.body),
    unblock: (call) => identities.unblock(call, call.body),
  };
}
