import { z } from 'zod';

/** What browsers send and are sent about passkeys, in the JSON of Web Authentication Level 3, 5.1.8 and 5.1.9. */

const bytes = (lengthMax: number) =>
  z
    .string()
    .min(1)
    .max(lengthMax)
    .regex(/^[\w-]+$/, 'Expected base64url');
const transport = z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']);
/** An id has at most 1,023 bytes. */
const credentialId = bytes(1_364);
const clientDataJSON = bytes(8_000);
const credential = { id: credentialId, rawId: credentialId, type: z.literal('public-key') } as const;

export const attestation = z.object({
  ...credential,
  response: z.object({
    clientDataJSON,
    attestationObject: bytes(60_000),
    transports: z.array(z.string().max(40)).max(20).optional(),
  }),
});
export type Attestation = z.output<typeof attestation>;

export const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON,
    authenticatorData: bytes(8_000),
    signature: bytes(8_000),
    userHandle: z
      .string()
      .max(200)
      .regex(/^[\w-]*$/)
      .optional(),
  }),
});
export type Assertion = z.output<typeof assertion>;

const descriptor = z.object({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(transport),
});
export type PasskeyDescriptor = z.output<typeof descriptor>;

/** For `navigator.credentials.get`. Without credentials the browser lets the person choose. */
export const requestOptions = z.object({
  challenge: z.string(),
  rpId: z.string(),
  timeout: z.number().int(),
  userVerification: z.literal('required'),
  allowCredentials: z.array(descriptor),
});
export type PasskeyRequestOptions = z.output<typeof requestOptions>;

/** For `navigator.credentials.create`. */
export const creationOptions = z.object({
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  challenge: z.string(),
  pubKeyCredParams: z.array(z.object({ type: z.literal('public-key'), alg: z.number().int() })),
  timeout: z.number().int(),
  attestation: z.literal('none'),
  excludeCredentials: z.array(descriptor),
  authenticatorSelection: z.object({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
});
export type PasskeyCreationOptions = z.output<typeof creationOptions>;

/** `token` goes back with the answer; each is answered once, within minutes. */
export const passkeyChallenge = z.object({ token: z.string(), options: requestOptions });
