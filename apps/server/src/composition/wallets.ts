import type { Commands } from '@perennial/engine';
import type { Platform } from '../platform/platform.ts';
import type { Audit } from '../use-cases/audit/audit.ts';
import { createFindPlace } from '../use-cases/commands/find-living.ts';
import { createFindMember } from '../use-cases/members/find-member.ts';
import type { Members } from '../use-cases/members/members.ts';
import type { ReadingWorld } from '../use-cases/reading/world.ts';
import { createActOnWallets } from '../use-cases/wallets/acting/act-on-wallets.ts';
import type { ActOnWallets } from '../use-cases/wallets/acting/act-on-wallets.ts';
import { createApprovals } from '../use-cases/wallets/acting/approvals.ts';
import type { Approvals } from '../use-cases/wallets/acting/approvals.ts';
import { createTransferUnits } from '../use-cases/wallets/acting/transfer-units.ts';
import type { TransferUnits } from '../use-cases/wallets/acting/transfer-units.ts';
import { createActOnWallet } from '../use-cases/wallets/acting/wallet-commands.ts';
import type { ActOnWallet } from '../use-cases/wallets/acting/wallet-commands.ts';
import { createListExpiring } from '../use-cases/wallets/expiring/expiring-units.ts';
import type { ListExpiring } from '../use-cases/wallets/expiring/expiring-units.ts';
import { createLiabilities } from '../use-cases/wallets/liability/liability.ts';
import type { Liabilities } from '../use-cases/wallets/liability/liability.ts';
import { createOpenings } from '../use-cases/wallets/openings/openings.ts';
import type { Openings } from '../use-cases/wallets/openings/openings.ts';
import { documentsOfDraft, existingDraft } from '../use-cases/program/drafts.ts';
import { createPreviewEarning } from '../use-cases/wallets/earning/preview-earning.ts';
import type { PreviewEarning } from '../use-cases/wallets/earning/preview-earning.ts';
import { createRuleBudgets } from '../use-cases/wallets/earning/rule-budgets.ts';
import type { RuleBudgets } from '../use-cases/wallets/earning/rule-budgets.ts';
import { readLastProof } from '../use-cases/wallets/proof/last-proof.ts';
import type { LastProof } from '../use-cases/wallets/proof/last-proof.ts';
import { createRuleNames } from '../use-cases/wallets/reading/rule-names.ts';
import { createWalletReader } from '../use-cases/wallets/reading/wallet-reader.ts';
import { createStatementKeys } from '../use-cases/wallets/statements/statement-keys.ts';
import type { StatementKeys } from '../use-cases/wallets/statements/statement-keys.ts';
import { createWallets } from '../use-cases/wallets/wallets.ts';
import type { Wallets } from '../use-cases/wallets/wallets.ts';

import { fileSettingsOf } from './file-settings.ts';

export interface WalletUseCases {
  readonly wallets: Wallets;
  readonly previewEarning: PreviewEarning;
  readonly ruleBudgets: RuleBudgets;
  readonly actOnWallet: ActOnWallet;
  readonly actOnWallets: ActOnWallets;
  readonly transferUnits: TransferUnits;
  readonly approvals: Approvals;
  readonly statementKeys: StatementKeys;
  readonly liabilities: Liabilities;
  readonly openings: Openings;
  readonly listExpiring: ListExpiring;
  readonly lastProof: () => Promise<LastProof>;
}

interface Around {
  readonly audit: Audit;
  readonly world: ReadingWorld;
  readonly commands: Commands;
  readonly members: Pick<Members, 'resolveReference'>;
}

/** Wallets on the stores of a platform. */
export function composeWallets(platform: Platform, { audit, world, commands, members }: Around): WalletUseCases {
  const { clock, database, ingestion, installation, keyring, programStore } = platform;
  const findMember = createFindMember(database, installation.shard_count);
  const statementKeys = createStatementKeys({ database, keyring, audit, now: clock.now });
  const reading = {
    statementKeys,
    sql: database,
    world,
    findMember,
    readWallets: createWalletReader(platform),
    ruleNames: createRuleNames((version) => programStore.documentsOf(version)),
  };
  const acting = { audit, commands, findPlace: createFindPlace(findMember, installation.shard_count) };
  const { resolveReference } = members;
  const actOnWallets = createActOnWallets({ ...acting, resolveReference });
  const shardCount = installation.shard_count;
  return {
    approvals: createApprovals({
      ...acting,
      sql: database,
      keyring,
      findMember,
      program: world.program,
      now: clock.now,
    }),
    transferUnits: createTransferUnits({ ...acting, resolveReference }),
    wallets: createWallets(reading),
    previewEarning: createPreviewEarning({
      ...platform,
      ...reading,
      facets: platform.programs.facets,
      catalogue: ingestion.catalogue,
      documentsOfDraft: async (draftId) => documentsOfDraft(await existingDraft(database, draftId)),
      now: clock.now,
    }),
    ruleBudgets: createRuleBudgets(platform),
    lastProof: () => readLastProof(database, installation.shard_count),
    statementKeys,
    liabilities: createLiabilities({ database, audit, world, fileSettings: fileSettingsOf(platform) }),
    listExpiring: createListExpiring(world),
    actOnWallet: createActOnWallet(acting),
    actOnWallets,
    openings: createOpenings({ sql: database, audit, world, resolveReference, shardCount, actOnWallets }),
  };
}
