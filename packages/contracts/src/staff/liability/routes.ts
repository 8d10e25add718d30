import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { empty, fileForm, nothing } from '../../schemas/common.ts';
import { walletId } from '../wallets/wallet.ts';
import { estimate, liability, month } from './liability.ts';

const params = z.object({ wallet: walletId });
const period = {
  from: month.optional().describe('The first month; eleven months before the last when absent'),
  to: month.optional().describe('The last month; the running one when absent'),
};

export const liabilityRoutes = {
  get: defineRoute({
    method: 'GET',
    path: '/v1/wallets/{wallet}/liability',
    access: 'wallet.liability',
    summary:
      'What is owed for the units of a wallet: outstanding by expiry, expected breakage, deferred revenue by IFRS 15, entries for the books',
    params,
    query: z.object(period),
    response: liability,
  }),
  entriesCsv: defineRoute({
    method: 'GET',
    path: '/v1/wallets/{wallet}/liability/entries.csv',
    access: 'wallet.liability',
    format: 'csv',
    audit: 'wallet.liability_exported',
    summary: 'The entries for the books as CSV, two lines an entry',
    params,
    query: z.object({ ...period, ...fileForm }),
    response: undefined,
  }),
  estimate: defineRoute({
    method: 'POST',
    path: '/v1/wallets/{wallet}/liability/estimates',
    access: 'wallet.estimate',
    audit: 'wallet.estimate_set',
    summary:
      'Say which share of the units of a year will be redeemed; what was said before stays for the months before',
    params,
    body: estimate,
    response: empty,
  }),
  count: defineRoute({
    method: 'POST',
    path: '/v1/wallets/{wallet}/liability/count',
    access: 'wallet.liability',
    audit: 'wallet.liability_counted',
    summary: 'Have everything counted anew, of all wallets; `counting` of the figures says how far it is',
    params,
    body: nothing,
    response: empty,
  }),
} as const;
