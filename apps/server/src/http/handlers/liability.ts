import type { Liabilities } from '../../use-cases/wallets/liability/liability.ts';
import { fileRequestOf } from '../routing/file-request.ts';
import type { GroupHandlers } from '../routing/handlers.ts';

export function createLiabilityHandlers(liabilities: Liabilities): GroupHandlers<'liability'> {
  return {
    get: (call) => liabilities.get(call, { ...call.params, ...call.query }),
    entriesCsv: (call) => liabilities.entriesCsv(call, { ...call.params, ...call.query, ...fileRequestOf(call) }),
    estimate: (call) => liabilities.estimate(call, { ...call.params, ...call.body }),
    count: (call) => liabilities.count(call, call.params),
  };
}
