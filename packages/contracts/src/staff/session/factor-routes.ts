import { z } from 'zod';
import { defineRoute } from '../../route/route.ts';
import { empty, name, uuid } from '../../schemas/common.ts';
import { factors, recoveryCodes } from './factor.ts';
import { totpCode } from './second-step.ts';

const own = { access: 'signed-in', isOpenToKeys: false, isOpenWithoutFactor: true } as const;
const factorParams = z.object({ factorId: uuid });

/** The own second factors. Whoever changes one must have signed in, or confirmed who she is, in the last minutes. */
export const factorRoutes = {
  factors: defineRoute({
    ...own,
    method: 'GET',
    path: '/v1/session/factors',
    summary: 'The own second factors, and how many recovery codes are left',
    response: factors,
  }),
  addTotp: defineRoute({
    ...own,
    method: 'POST',
    path: '/v1/session/factors/totp',
    callsPerMinuteMax: 10,
    summary: 'Begin to set up an authenticator: its secret, shown once; it counts after its first code',
    audit: 'factor.begun',
    body: z.object({ name }),
    response: z.object({ factorId: uuid, secret: z.string(), uri: z.string() }),
  }),
  confirmTotp: defineRoute({
    ...own,
    method: 'POST',
    path: '/v1/session/factors/{factorId}/confirm',
    callsPerMinuteMax: 10,
    summary: 'Finish setting up an authenticator by its first code; the first factor brings recovery codes',
    audit: 'factor.added',
    params: factorParams,
    body: z.object({ code: totpCode }),
    response: recoveryCodes,
  }),
  removeFactor: defineRoute({
    ...own,
    method: 'DELETE',
    path: '/v1/session/factors/{factorId}',
    summary: 'Remove an own second factor; other sessions end',
    audit: 'factor.removed',
    params: factorParams,
    response: empty,
  }),
  renewRecoveryCodes: defineRoute({
    ...own,
    method: 'POST',
    path: '/v1/session/recovery-codes',
    callsPerMinuteMax: 10,
    summary: 'New recovery codes; those of before stop working',
    audit: 'factor.codes_renewed',
    response: recoveryCodes,
  }),
} as const;
