import type { UserCaller } from '../kernel/caller.ts';

/** Where somebody comes from who wants to sign in. */
export interface Visitor {
  /** Network address: for limits, and to be shown beside the session to its owner. Never logged. */
  readonly address: string;
  /** As the browser names itself; empty when it does not. */
  readonly userAgent: string;
  /** The cookie of a browser that somebody signed in from before. */
  readonly deviceToken: string | undefined;
}

export interface StartedSession {
  /** The secret for the cookie; it is stored nowhere. */
  readonly token: string;
  readonly caller: UserCaller;
  /** The cookie by which this browser is known from now on. */
  readonly device: { readonly token: string; readonly expiresAt: number };
}

const browsers = [
  [/MicroMessenger\//, 'WeChat'],
  [/Edg(?:A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/(?:Firefox|FxiOS)\//, 'Firefox'],
  [/(?:Chrome|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const systems = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
] as const;

/** Browser and system, as far as they are known; empty for anything else, because the text is the sender's to choose. */
export function describeDevice(userAgent: string): string {
  const found = [browsers, systems].map((list) => list.find(([pattern]) => pattern.test(userAgent))?.[1]);
  return found.filter((one) => one !== undefined).join(' · ');
}
