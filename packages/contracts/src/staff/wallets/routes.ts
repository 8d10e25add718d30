import { walletActingRoutes } from './acting-routes.ts';
import { walletApprovalRoutes } from './approval-routes.ts';
import { earningRoutes } from './earning-routes.ts';
import { walletReadingRoutes } from './reading-routes.ts';
import { statementKeyRoutes, walletProofRoutes } from './statement-routes.ts';

export const walletsRoutes = {
  ...walletReadingRoutes,
  ...earningRoutes,
  ...walletActingRoutes,
  ...walletApprovalRoutes,
  ...statementKeyRoutes,
  ...walletProofRoutes,
} as const;
