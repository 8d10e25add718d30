export type {
  AuditEntry,
  ClaimRow,
  CommandStore,
  CommandTransaction,
  Look,
  Moment,
  AnswerToKeep,
  StoredCommand,
} from './deciding/command-store.ts';
export {
  createCommands,
  type CommandCall,
  type CommandOptions,
  type Commands,
  type MemberCommandCall,
  type PairCommandCall,
} from './commands.ts';
export type { CommandOutcome } from './deciding/outcome.ts';
export type { Block } from './deciding/identity-block.ts';
export type { EntryOf } from './deciding/queued-command.ts';
