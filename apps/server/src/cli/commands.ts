import type { Command } from './command/command.ts';

/** A command in the list: its code is loaded only when it runs, so that `--help` answers at once. */
export interface ListedCommand {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const commands: readonly ListedCommand[] = [
  {
    name: 'start',
    summary: 'Start the server',
    load: async () => (await import('./commands/start-command.ts')).startCommand,
  },
  {
    name: 'demo',
    summary: 'Make a brand with members and open the console',
    load: async () => (await import('../demo/demo-command.ts')).demoCommand,
  },
  {
    name: 'migrate',
    summary: 'Apply missing migrations',
    load: async () => (await import('./commands/migrate-command.ts')).migrateCommand,
  },
  {
    name: 'import',
    summary: 'Take a file of orders, members, facts or products',
    load: async () => (await import('./imports/import-command.ts')).importCommand,
  },
  {
    name: 'export',
    summary: 'Write facts, members or stages to a file',
    load: async () => (await import('./commands/export-command.ts')).exportCommand,
  },
  {
    name: 'backup',
    summary: 'Write the whole database to one file while the server runs',
    load: async () => (await import('./commands/backup-command.ts')).backupCommand,
  },
  {
    name: 'restore',
    summary: 'Fill an empty data folder or database from a backup',
    load: async () => (await import('./commands/restore-command.ts')).restoreCommand,
  },
  {
    name: 'keys create',
    summary: 'Create a write key or an API key',
    load: async () => (await import('./commands/keys-command.ts')).keysCreateCommand,
  },
  {
    name: 'keys rotate',
    summary: 'Take a new master or hash key into use',
    load: async () => (await import('./commands/keys-rotate-command.ts')).keysRotateCommand,
  },
  {
    name: 'members get',
    summary: 'Show one member as the API does',
    load: async () => (await import('./commands/members-command.ts')).membersGetCommand,
  },
  {
    name: 'members export',
    summary: 'Hand over all that is stored about one member',
    load: async () => (await import('./commands/members-command.ts')).membersExportCommand,
  },
  {
    name: 'members erase',
    summary: 'Destroy the personal data of one member',
    load: async () => (await import('./commands/members-command.ts')).membersEraseCommand,
  },
  {
    name: 'wallets import',
    summary: 'Bring in what members had in another system',
    load: async () => (await import('./wallets/wallets-import-command.ts')).walletsImportCommand,
  },
  {
    name: 'wallets export',
    summary: 'Write the open lots of all members to a file that `wallets import` takes',
    load: async () => (await import('./wallets/wallets-export-command.ts')).walletsExportCommand,
  },
  {
    name: 'tiers import',
    summary: 'Bring in the levels that members had in another system',
    load: async () => (await import('./tiers/tiers-import-command.ts')).tiersImportCommand,
  },
  {
    name: 'tiers export',
    summary: 'Write the levels of all members to a file that `tiers import` takes',
    load: async () => (await import('./tiers/tiers-export-command.ts')).tiersExportCommand,
  },
  {
    name: 'users sign-in-link',
    summary: 'Make a one-time link to sign in with',
    load: async () => (await import('./commands/users-command.ts')).usersSignInLinkCommand,
  },
  {
    name: 'delivery resume',
    summary: 'Let messages go out again after a restore',
    load: async () => (await import('./commands/delivery-command.ts')).deliveryResumeCommand,
  },
  {
    name: 'users reset-factors',
    summary: 'Take the second factors off a user who lost them',
    load: async () => (await import('./commands/users-command.ts')).usersResetFactorsCommand,
  },
  {
    name: 'members retry',
    summary: 'Fold parked members again',
    load: async () => (await import('./commands/members-retry-command.ts')).membersRetryCommand,
  },
  {
    name: 'replay',
    summary: 'Fold every member anew and compare with the live state',
    load: async () => (await import('./commands/proving/replay-command.ts')).replayCommand,
  },
  {
    name: 'prove',
    summary: 'Prove that wallets are what their entries, lots and holds say',
    load: async () => (await import('./commands/proving/prove-command.ts')).proveCommand,
  },
  {
    name: 'doctor',
    summary: 'Check this installation and say what is wrong',
    load: async () => (await import('./commands/doctor-command.ts')).doctorCommand,
  },
  {
    name: 'program pull',
    summary: 'Write the program in force into a folder, a file for each document',
    load: async () => (await import('./program/program-pull-command.ts')).programPullCommand,
  },
  {
    name: 'program plan',
    summary: 'Say what applying a folder would change, and who would move',
    load: async () => (await import('./program/program-plan-command.ts')).programPlanCommand,
  },
  {
    name: 'program rehearse',
    summary: 'Say what would have been different, had the documents of a folder been in force',
    load: async () => (await import('./program/program-rehearse-command.ts')).programRehearseCommand,
  },
  {
    name: 'program apply',
    summary: 'Publish the documents of a folder as the next version',
    load: async () => (await import('./program/program-apply-command.ts')).programApplyCommand,
  },
  {
    name: 'scenario',
    summary: 'Tell stories on a scratch store and say where they end otherwise',
    load: async () => (await import('./commands/scenario-command.ts')).scenarioCommand,
  },
  {
    name: 'analyze',
    summary: 'Analyse order files: who buys, what they are worth, what to do first',
    load: async () => (await import('./commands/analyze-command.ts')).analyzeCommand,
  },
];

/** The command whose words the line begins with, and the words after them. */
export function findCommand(
  words: readonly string[],
): { load: ListedCommand['load']; words: readonly string[] } | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ');
    const command = commands.find((one) => one.name === name);
    if (command !== undefined && words.length >= length) return { load: command.load, words: words.slice(length) };
  }
  return undefined;
}
