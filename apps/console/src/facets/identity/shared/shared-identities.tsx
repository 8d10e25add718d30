import { BlockedIdentities } from './blocked-identities.tsx';
import { SuggestedIdentities } from './suggested-identities.tsx';

/** Identities that say of nobody who she is: those that many share, and those that were blocked. */
export function SharedIdentities() {
  return (
    <div className="stack">
      <SuggestedIdentities />
      <BlockedIdentities />
    </div>
  );
}
