/** Why the browser gave no passkey: it was told no or waited too long, the authenticator has one already, or it cannot do what is asked. */
export const passkeyRefusals = ['stopped', 'known', 'unfit'] as const;

/** No answer of the server: the browser, or who sits before it, did not give a passkey. */
export class PasskeyRefusal extends Error {
  readonly reason: (typeof passkeyRefusals)[number];

  constructor(reason: PasskeyRefusal['reason'], cause: unknown) {
    super(`The browser gave no passkey: ${reason}`, { cause });
    this.name = 'PasskeyRefusal';
    this.reason = reason;
  }
}
