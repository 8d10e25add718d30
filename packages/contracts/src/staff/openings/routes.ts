import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { units, walletId } from '../wallets/wallet.ts';
import { levelRow, levelsReport } from './level-row.ts';
import { openingRow, openingsReport } from './opening-row.ts';

/** As many as are answered within the patience of a caller; a file of more comes in by the command line, or in parts. */
const rowsMax = 5_000;
const bytesMax = 4_000_000;

export const openingsRoutes = {
  take: defineRoute({
    method: 'POST',
    path: '/v1/wallets/openings',
    access: 'wallet.open',
    audit: 'wallet.openings_taken',
    bodyBytesMax: bytesMax,
    summary:
      'Bring in what members had in another system, all or nothing of it: once a reference, with a total by wallet that must match; a dry run says what would come',
    body: z.object({
      rows: z.array(openingRow).min(1).max(rowsMax),
      totals: z.record(walletId, units.min(0)).describe('Units by wallet, as the other system says'),
      isDryRun: z.boolean().default(false),
    }),
    response: openingsReport,
  }),
  takeLevels: defineRoute({
    method: 'POST',
    path: '/v1/tiers/openings',
    access: 'wallet.open',
    audit: 'tier.openings_taken',
    bodyBytesMax: bytesMax,
    summary:
      'Bring in the levels that members had in another system, all or nothing of it: once, with a count by tier set that must match; a dry run says what would come',
    body: z.object({
      rows: z.array(levelRow).min(1).max(rowsMax),
      totals: z
        .record(z.string().max(20), z.number().int().min(0))
        .describe('Members by tier set, as the other system says'),
      isDryRun: z.boolean().default(false),
    }),
    response: levelsReport,
  }),
} as const;
