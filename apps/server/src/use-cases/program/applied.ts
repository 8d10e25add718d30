import type { PublishedVersion } from '@perennial/engine';
import type { VersionLag } from '@perennial/postgres';

/** A version on its way: until it is through, figures mix it with the one before. */
export interface Applying extends Pick<PublishedVersion, 'version' | 'publishedAt'> {
  /** Members who have been brought under it. When all are, what follows from it is still on its way into the figures. */
  readonly done: number;
  readonly total: number;
}

export interface AppliedDependencies {
  readonly versions: () => Promise<readonly PublishedVersion[]>;
  /** The newest version up to this one that members are judged anew for. */
  readonly dueVersion: (version: number) => Promise<number>;
  /** Members not yet folded under `version`, and all members. */
  readonly countBehind: (version: number) => Promise<{ readonly behind: number; readonly members: number }>;
  /** Null while there are no figures. */
  readonly readLag: (version: number) => Promise<VersionLag | null>;
}

/** The version that is being applied, null when none is. */
export type ReadApplying = () => Promise<Applying | null>;

/**
 * Follows the version in force until it is through: first every member passes it, then all of them are sent to the lens anew, then
 * the lens takes in whatever had been written by then. Nobody falls back under an older version, so that one that is through is
 * asked about no more.
 */
export function createReadApplying({ versions, dueVersion, countBehind, readLag }: AppliedDependencies): ReadApplying {
  let throughVersion = 0;
  /** When everything that the lens has to take in of `sent.version` had been written; what was met so goes by its instant. */
  let sent: { readonly version: number; readonly at: number } | null = null;
  let metVersion = 0;

  async function isInFigures({ version, effectiveAt }: PublishedVersion): Promise<boolean> {
    const due = await dueVersion(version);
    const lag = await readLag(due);
    if (lag === null) return true;
    // Members take up a version that judges nobody anew with their next step, and are not sent for it.
    if (due === version && lag.shards > 0) return false;
    if (sent?.version !== version) sent = { version, at: metVersion === version ? lag.now : effectiveAt };
    const { at } = sent;
    const isLater = (oldest: number | null) => oldest === null || oldest > at;
    return isLater(lag.oldestRowAt) && (metVersion !== version || isLater(lag.oldestMemberAt));
  }

  return async () => {
    const latest = (await versions()).at(-1);
    if (latest === undefined || latest.version === throughVersion) return null;
    const { version, publishedAt } = latest;
    const { behind, members } = await countBehind(version);
    if (behind > 0) metVersion = version;
    if (behind === 0 && (await isInFigures(latest))) {
      throughVersion = version;
      return null;
    }
    return { version, publishedAt, done: Math.max(0, members - behind), total: members };
  };
}
