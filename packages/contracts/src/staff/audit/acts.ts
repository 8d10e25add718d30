/** Acts of the audit log that no route does: those of the command line alone. */
export const commandLineActs = [
  'facts.exported',
  'installation.restored',
  'tier.openings_exported',
  'wallet.openings_exported',
] as const;
