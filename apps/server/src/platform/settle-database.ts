import type { Keyring } from '@perennial/engine';
import { ensureInstallation, findInstallation, migrate } from '@perennial/postgres';
import type { Database, InstallationRow } from '@perennial/postgres';
import { adoptCalendar, canAdoptCalendar } from '@perennial/postgres/imports';
import type { Config } from '../config/config.ts';
import { guessPhoneCountry } from '../ingest/phone-country.ts';
import { settleFolder } from '../stores/index.ts';
import type { Stores } from '../stores/index.ts';
import { refuseUnfinishedRestoration } from './refuse-unfinished.ts';
import { refuseOtherKeys, settleKeys } from './settle-keys.ts';

/** Zone and currency that an installation without facts takes over; one with facts keeps its own. */
export interface Adoption {
  readonly zone?: string | undefined;
  readonly currency?: string | undefined;
  /** `try`: this process counts as if they had been taken over, and nothing is written. */
  readonly mode?: 'keep' | 'try';
}

export interface SettleOptions {
  readonly config: Config;
  readonly adopt?: Adoption;
  /** By the restore itself, which finds its own work unfinished. */
  readonly isRestoring?: true;
  /** Told what is under way, before it begins. */
  readonly onPhase?: (what: string) => void;
}

export interface SettledDatabase {
  readonly installation: InstallationRow;
  readonly keyring: Keyring;
}

/**
 * Brings the database of a folder to this release, and folder, database and keys to one installation. What the database says of itself was
 * compared with the folder when the stores were opened; keys are compared first here, so that somebody else's is left as it was. The
 * folder notes whose it is last: until then it may still go with another database.
 */
export async function settleDatabase(
  stores: Pick<Stores, 'databaseUrl' | 'mode'>,
  database: Database,
  { config, adopt, isRestoring, onPhase }: SettleOptions,
): Promise<SettledDatabase> {
  const source = { dataFolder: config.dataFolder, keys: config.keys };
  refuseOtherKeys(await findInstallation(database), source);
  onPhase?.('bringing the database up to date');
  await migrate(stores.databaseUrl);
  if (isRestoring !== true) await refuseUnfinishedRestoration(database);
  const phoneCountry = config.phoneCountry ?? guessPhoneCountry(config.zone, config.currency);
  const created = await ensureInstallation(database, { ...config, phoneCountry });
  const keyring = await settleKeys(database, source);
  const postgres = config.databaseUrl === undefined ? 'embedded' : 'external';
  settleFolder(config.dataFolder, { id: created.id, postgres });
  const installation = stores.mode === 'guest' ? created : await adoptWanted(database, created, adopt ?? {});
  return { installation, keyring };
}

/** A running server has its zone and currency in memory, which is why a guest changes nothing. */
async function adoptWanted(
  database: Database,
  installation: InstallationRow,
  { zone = installation.zone, currency = installation.currency, mode = 'keep' }: Adoption,
): Promise<InstallationRow> {
  if (zone === installation.zone && currency === installation.currency) return installation;
  const phoneCountry = guessPhoneCountry(zone, currency);
  const wanted = { zone, currency, phoneCountry };
  const isAdopted = await (mode === 'try' ? canAdoptCalendar(database) : adoptCalendar(database, wanted));
  return isAdopted ? { ...installation, zone, currency, phone_country: phoneCountry } : installation;
}
