import type { Assertion, Attestation, PasskeyCreationOptions, PasskeyRequestOptions } from '@perennial/contracts/staff';
import { useQuery } from '@tanstack/react-query';
import { waysQuery } from '../../api/queries.ts';
import { PasskeyRefusal } from '../../api/passkey-refusal.ts';

/** Asks the browser for a passkey that signs. Throws `PasskeyRefusal`. */
export async function takePasskey(options: PasskeyRequestOptions): Promise<Assertion> {
  const { startAuthentication } = await import('@simplewebauthn/browser');
  return orRefuse(startAuthentication({ optionsJSON: options }));
}

/** Asks the browser to make a passkey. Throws `PasskeyRefusal`. */
export async function makePasskey(options: PasskeyCreationOptions): Promise<Attestation> {
  const { startRegistration } = await import('@simplewebauthn/browser');
  return orRefuse(startRegistration({ optionsJSON: options }));
}

async function orRefuse<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'InvalidStateError') throw new PasskeyRefusal('known', error);
    const isStopped = name === 'NotAllowedError' || name === 'AbortError';
    throw new PasskeyRefusal(isStopped ? 'stopped' : 'unfit', error);
  }
}

/** Whether passkeys work here: the browser has them, and this is the address that they are bound to. */
export function usePasskeysHere(): boolean {
  const { data } = useQuery(waysQuery());
  return data?.passkeyOrigin === location.origin && 'PublicKeyCredential' in globalThis;
}
