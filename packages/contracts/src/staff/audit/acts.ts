/** Acts of the audit log that no route does: those of the command line alone. */
export const commandLineActs = ['facts.exported', 'installation.restored', 'wallet.openings_exported'] as const;
