import type { QuarantineUseCases } from '../../use-cases/quarantine/quarantine.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createQuarantineHandlers(quarantine: QuarantineUseCases): GroupHandlers<'quarantine'> {
  return {
    list: ({ query }) => quarantine.list(query),
    reasons: async ({ query }) => ({ items: await quarantine.reasons(query.limit) }),
    get: ({ params }) => quarantine.get(params.quarantineId),
    reveal: (call) => quarantine.reveal(call, { ...call.params, ...call.body }),
    mentions: async ({ query }) => ({ items: await quarantine.mentions(query.limit) }),
    decideMentions: async (call) => ({ decided: await quarantine.decideMentions(call, call.body) }),
    repair: (call) => quarantine.repair(call, { ...call.params, ...call.body }),
    replay: async (call) => ({ items: await quarantine.replay(call, call.body.ids) }),
    replayAll: (call) => quarantine.replayAll(call, call.body),
    dismiss: async (call) => ({ dismissed: await quarantine.dismiss(call, call.body) }),
  };
}
