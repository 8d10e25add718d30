import { walletActingRoutes } from './acting-routes.ts';
import { walletReadingRoutes } from './reading-routes.ts';
import { statementKeyRoutes } from './statement-routes.ts';

export const walletsRoutes = { ...walletReadingRoutes, ...walletActingRoutes, ...statementKeyRoutes } as const;
