export type {
  AuditEntry,
  ClaimRow,
  CommandStore,
  CommandTransaction,
  Look,
  Moment,
  AnswerToKeep,
  StoredCommand,
} from './command-store.ts';
export {
  createCommands,
  type CommandCall,
  type CommandOptions,
  type Commands,
  type MemberCommandCall,
} from './commands.ts';
export type { CommandOutcome } from './outcome.ts';
export type { Block } from './identity-block.ts';
export type { EntryOf } from './queued-command.ts';
