import type { LocalizedText } from '../schemas/common.ts';

export const roles = ['administrator', 'operator', 'analyst', 'store_staff', 'viewer'] as const;
export type Role = (typeof roles)[number];

/**
 * Everything of the staff's that may be allowed or refused, with the roles that have it. One table for the server, which
 * refuses, and for the console, which disables and says why. An API key's scopes are the same names.
 */
export const capabilityTable = {
  'overview.read': ['administrator', 'operator', 'analyst', 'viewer'],
  /** Store staff see the members of their own stores. */
  'members.read': ['administrator', 'operator', 'analyst', 'store_staff', 'viewer'],
  'members.reveal': ['administrator', 'operator'],
  'members.tag': ['administrator', 'operator', 'store_staff'],
  /** To change a locked attribute before its time, with a reason. */
  'members.unlock': ['administrator'],
  /** Tags of a whole list, and what tags are called. */
  'members.tagMany': ['administrator', 'operator'],
  /** Who is in which segment, and by which rules. */
  'segments.read': ['administrator', 'operator', 'analyst'],
  'segments.manage': ['administrator', 'operator', 'analyst'],
  'members.download': ['administrator', 'operator', 'analyst'],
  'members.merge': ['administrator', 'operator'],
  'members.export': ['administrator'],
  'members.erase': ['administrator'],
  /** Balances, lots and entries; store staff see those of members of their own stores. */
  'wallet.read': ['administrator', 'operator', 'analyst', 'store_staff', 'viewer'],
  /** What a till does: spending, holding, and giving back what was spent. */
  'wallet.redeem': ['administrator', 'operator', 'store_staff'],
  'wallet.adjust': ['administrator', 'operator'],
  /** To bring in what members had elsewhere: units and levels that nothing here gave, of which no second person is asked. */
  'wallet.open': ['administrator'],
  /** What is owed for units over all members, in units and in money. */
  'wallet.liability': ['administrator', 'operator', 'analyst'],
  /** To say what is expected of it, which moves revenue from one month to another. */
  'wallet.estimate': ['administrator', 'operator'],
  /** To be the second person of an adjustment. */
  'wallet.approve': ['administrator', 'operator'],
  /** Names of stages and fields, without which screens would show ids. */
  'program.read': ['administrator', 'operator', 'analyst', 'store_staff', 'viewer'],
  /** What stages are made by: conditions, all other documents, what was published and is drafted, and why by clause a member is where she is. */
  'program.rules': ['administrator', 'operator', 'analyst'],
  'program.edit': ['administrator', 'operator', 'analyst'],
  'program.publish': ['administrator', 'operator'],
  'facts.read': ['administrator', 'operator', 'analyst'],
  'quarantine.read': ['administrator', 'operator', 'analyst'],
  'quarantine.repair': ['administrator', 'operator'],
  'imports.read': ['administrator', 'operator', 'analyst'],
  'imports.run': ['administrator', 'operator'],
  'reference.read': ['administrator', 'operator', 'analyst', 'store_staff', 'viewer'],
  /** What things cost and what is earned by them, wherever it stands. */
  'reference.costs': ['administrator', 'operator', 'analyst'],
  'reference.write': ['administrator', 'operator'],
  /** Apart from other reference data, so that a key that brings the rates of the day can do nothing else. */
  'rates.publish': ['administrator', 'operator'],
  'keys.read': ['administrator', 'operator'],
  'keys.manage': ['administrator'],
  'users.manage': ['administrator'],
  'audit.read': ['administrator'],
  /** Which systems are told of events, and what was delivered to them. */
  'webhooks.read': ['administrator', 'operator'],
  'webhooks.manage': ['administrator'],
  /** Letting messages go out again after a restore. */
  'delivery.resume': ['administrator'],
} as const satisfies Record<string, readonly Role[]>;

export type Capability = keyof typeof capabilityTable;
export const capabilities = Object.keys(capabilityTable) as readonly Capability[];

/** Capabilities that no API key can carry: a key must not be able to make keys or users, read who did what, pass a lock, be a second person, or say that all is well. */
export const capabilitiesClosedToKeys: readonly Capability[] = [
  'keys.manage',
  'users.manage',
  'audit.read',
  'members.unlock',
  'wallet.approve',
  'delivery.resume',
];
export const scopes = capabilities.filter((capability) => !capabilitiesClosedToKeys.includes(capability));

export function isCapability(text: string): text is Capability {
  return Object.hasOwn(capabilityTable, text);
}

const roleNames: Readonly<Record<Role, LocalizedText>> = {
  administrator: { en: 'administrator', zh: '管理员' },
  operator: { en: 'operator', zh: '运营' },
  analyst: { en: 'analyst', zh: '分析师' },
  store_staff: { en: 'store staff', zh: '门店员工' },
  viewer: { en: 'viewer', zh: '访客' },
};

export function nameOfRole(role: Role): LocalizedText {
  return roleNames[role];
}
