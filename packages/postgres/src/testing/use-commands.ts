import { facets } from '@perennial/domain';
import { eraseMember, verifyReplay, type CommandOutcome, type Commands, type MemberPlace } from '@perennial/engine';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPrivacyStore } from '../stores/privacy-store.ts';
import { createCommandInstallation, type CommandInstallation } from './command-fixtures.ts';
import { testShardCount } from './fold-fixtures.ts';
import { createTestKeyring, testKept } from './ingest-fixtures.ts';

/** What all tests of a file are made on. */
export interface CommandUse {
  readonly installation: CommandInstallation;
  readonly commands: Commands;
}

/** One installation with commands for the tests of a file. Call it at the top. */
export function useCommands(): CommandUse {
  let made: CommandUse | undefined;
  beforeAll(async () => {
    const installation = await createCommandInstallation();
    made = { installation, commands: installation.createCommands() };
  });
  afterAll(async () => {
    await made?.installation.close();
  });
  const use = (): CommandUse => {
    if (made === undefined) throw new Error('asked for outside of a test');
    return made;
  };
  return {
    get installation() {
      return use().installation;
    },
    get commands() {
      return use().commands;
    },
  };
}

/** The last tests of a file: whatever the others did, everybody is what her log says. */
export function describeReplayed(made: () => CommandInstallation): void {
  describe('after all of it', () => {
    it('everybody is what her log says when the cursors have come by (E2, E4)', async () => {
      const installation = made();
      await installation.foldAll();
      const report = await verifyReplay(installation.store, installation.programs, { shardCount: testShardCount });
      expect(report.examples).toEqual([]);
    });
  });
}

export function done(outcome: CommandOutcome) {
  if (outcome.kind !== 'done') throw new Error(`not done: ${JSON.stringify(outcome)}`);
  return outcome;
}

export async function erase({ installation }: Pick<CommandUse, 'installation'>, member: MemberPlace): Promise<void> {
  const store = createPrivacyStore(installation.database, facets);
  const privacy = {
    store,
    keyring: createTestKeyring(),
    audit: () => Promise.resolve(),
    kept: testKept,
  };
  await eraseMember(privacy, member, { by: 'test', reason: 'asked for' });
}
