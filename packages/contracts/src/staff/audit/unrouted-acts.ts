/** What stands in the audit log and nobody may ask for over the network. */
export const unroutedActs = ['installation.restored'] as const;
