import type { CheckedFact } from '@perennial/domain';
import { checkFact, fieldMeaningsOf } from '@perennial/contracts/ingest';
import {
  createDayTable,
  createIdentityPolicies,
  dayMs,
  defaultIdentityPolicies,
  orderNumberReader,
  type IdentityPolicies,
  type IdentityPolicy,
  sharedTypeReader,
  type NumberSpaces,
  type SourceDocument,
} from '@perennial/domain';
import {
  createAppendFacts,
  createBlinding,
  createIngest,
  createLineEnrichment,
  createProductCatalogue,
  createQuarantine,
  createTrialAppend,
  createRateBook,
  productsWithoutCategory,
  type AppendOptions,
  type Ingest,
  qualifyIdentity,
  type BlindIdentityOf,
  type Keyring,
  type ProductCatalogue,
  type Quarantine,
  type RateBook,
  type RawIdentity,
} from '@perennial/engine';
import {
  createIngestStore,
  createQuarantineStore,
  readCategories,
  readHeldRates,
  type Database,
} from '@perennial/postgres';
import { readKnownMessages } from '@perennial/postgres/imports';
import { currencyDigits } from './currency-digits.ts';
import { guessPhoneCountry } from './phone-country.ts';
import { createSoldLines } from './sold-lines.ts';

export interface IngestionOptions {
  readonly database: Database;
  readonly keyring: Keyring;
  /** Whether messages were logged here before their ids were keyed; not unless given. */
  readonly hasUnkeyedMessages?: boolean;
  /** Whether customer numbers were kept without the source that they are of; not unless given. */
  readonly hasUnqualifiedIds?: boolean;
  readonly shardCount: number;
  readonly programCurrency: string;
  /** The program's zone, IANA: published rates hold from a day of it on. */
  readonly zone: string;
  /** Where telephone numbers without a country are dialled, ISO 3166-1, '' for nowhere; as zone and currency tell unless given. */
  readonly phoneCountry?: string;
  /** What the program in force says of sources; nothing unless given. Asked and taken into use as the policies are. */
  readonly sources?: () => readonly SourceDocument[];
  /**
   * Policies of identities that stand beside or instead of the default ones: those of the program in force. Asked for every
   * request, so it answers from memory; another list than before is taken into use, facts on their way go by either.
   */
  readonly identityPolicies?: () => readonly IdentityPolicy[];
  /** Which sources share order numbers, as the program in force has it; none unless given. Asked and taken into use as the policies are. */
  readonly numberSpaces?: () => NumberSpaces;
  readonly now: () => number;
  /** Told the shards that have grown, and by what, after each commit. */
  readonly signal: AppendOptions['signal'];
}

export interface Ingestion {
  readonly ingest: Ingest;
  /**
   * The same checks and preparation, of which nothing is kept: each verdict is what ingestion would give. A trial remembers what it
   * was given, so that repeats within it are recognised.
   */
  openTrial(): Ingest;
  readonly quarantine: Quarantine;
  readonly catalogue: ProductCatalogue;
  readonly rates: RateBook;
  /** The policies in force, whatever was published since. */
  readonly policies: IdentityPolicies;
  /** An identity as a source sent it, blinded as ingestion does: customer numbers belong to their source. */
  readonly blind: BlindIdentityOf;
  /** Where the telephone numbers of a source, or those that are typed here, are dialled. */
  readonly phoneCountryOf: (source?: string) => string;
}

/** Ingestion on PostgreSQL, composed. */
export function createIngestion(options: IngestionOptions): Ingestion {
  const { database, keyring, now, shardCount, signal } = options;
  const identities = createIdentities(options);
  const { policies } = identities;
  const catalogue = createProductCatalogue({ readCategories: (ids) => readCategories(database, ids), now });
  const rates = createRates(options);
  const orderNumbers = createOrderNumbers(options);
  const sold = createSoldLines({ ...options, orderNumberOf: orderNumbers.numberOf });
  const store = createQuarantineStore(database);
  const preparing = {
    check: checkFact,
    prefetch(facts: readonly CheckedFact[]) {
      identities.refresh();
      orderNumbers.refresh();
      const products = catalogue.prefetch(facts.flatMap(({ payload }) => productsWithoutCategory(payload)));
      const others = [rates.prefetch(facts), sold.prefetch(facts)].filter((one) => one !== undefined);
      return others.length === 0 ? products : Promise.all([products, ...others]).then(() => undefined);
    },
    keyring,
    hasUnkeyedMessages: options.hasUnkeyedMessages ?? false,
    hasUnqualifiedIds: options.hasUnqualifiedIds ?? false,
    blind: identities.blind,
    meaningsOf: fieldMeaningsOf,
    enrich: createLineEnrichment(catalogue.categoryOf),
    currencies: { program: options.programCurrency, rateOf: rates.rateOf },
    orderNumberOf: orderNumbers.numberOf,
    sharedTypeOf: orderNumbers.sharedTypeOf,
    soldLinesOf: (fact: CheckedFact) => sold.linesOf(fact),
    now,
  };
  const append = createAppendFacts({ store: createIngestStore(database), keyring, policies, shardCount, now, signal });
  const ingest = createIngest({ ...preparing, append, quarantineStore: store });
  return {
    ingest,
    openTrial() {
      const judge = createTrialAppend((keys) => readKnownMessages(database, keys));
      return createIngest({ ...preparing, append: judge, quarantineStore: { add: keepNothing } });
    },
    quarantine: createQuarantine({ store, ingest, check: checkFact, keyring, refresh: () => rates.forget(), now }),
    catalogue,
    rates,
    policies(type) {
      // Also where no fact came since they were published: joins are tried again by them.
      identities.refresh();
      return policies(type);
    },
    blind: (identity, source) => blindAsSent(options, identities.blind, { identity, source }),
    phoneCountryOf: identities.phoneCountryOf,
  };
}

async function keepNothing(): Promise<void> {
  // What a trial finds wrong is answered and not kept.
}

function blindAsSent(
  { hasUnqualifiedIds }: IngestionOptions,
  blind: BlindIdentityOf,
  { identity, source }: { readonly identity: RawIdentity; readonly source: string | undefined },
) {
  return blind(qualifyIdentity(hasUnqualifiedIds ?? false, identity, source ?? ''), source);
}

function createRates({ database, programCurrency, zone, now }: IngestionOptions): RateBook {
  const days = createDayTable(zone);
  return createRateBook({
    program: programCurrency,
    readRates: (questions) => readHeldRates(database, programCurrency, questions),
    digitsOf: currencyDigits,
    dayOf: (at) => new Date(days.dayOf(at) * dayMs).toISOString().slice(0, 10),
    now,
  });
}

/** What was remembered of identities under older policies is forgotten with them. */
function createIdentities(options: IngestionOptions) {
  const { keyring, identityPolicies } = options;
  const phoneCountryOf = createPhoneCountries(options);
  let own: readonly IdentityPolicy[] = identityPolicies?.() ?? [];
  let inForce = createIdentityPolicies(mergePolicies(own));
  const policies: IdentityPolicies = (type) => inForce(type);
  let blinding = createBlinding({ keyring, policies, phoneCountryOf });
  return {
    policies,
    phoneCountryOf,
    blind: (identity: RawIdentity, source?: string) => blinding(identity, source),
    refresh() {
      const next = identityPolicies?.() ?? own;
      if (next === own) return;
      own = next;
      inForce = createIdentityPolicies(mergePolicies(own));
      blinding = createBlinding({ keyring, policies, phoneCountryOf });
    },
  };
}

/** Asked for every identity, and so kept until other sources are given. */
function createPhoneCountries({
  phoneCountry,
  sources,
  zone,
  programCurrency,
}: Pick<IngestionOptions, 'phoneCountry' | 'sources' | 'zone' | 'programCurrency'>): (source?: string) => string {
  const usual = phoneCountry ?? guessPhoneCountry(zone, programCurrency);
  let given: readonly SourceDocument[] | undefined;
  let countries: ReadonlyMap<string, string> = new Map();
  return (source) => {
    const next = sources?.();
    if (next !== given) {
      given = next;
      countries = new Map(next?.map((one) => [one.id, one.phoneCountry]));
    }
    return source === undefined ? usual : (countries.get(source) ?? usual);
  };
}

function createOrderNumbers({ numberSpaces }: IngestionOptions) {
  let spaces: NumberSpaces = numberSpaces?.() ?? { spaces: [] };
  let read = orderNumberReader(spaces);
  let readSharedType = sharedTypeReader(spaces);
  return {
    numberOf: (fact: CheckedFact) => read(fact),
    sharedTypeOf: (type: string) => readSharedType(type),
    refresh() {
      const next = numberSpaces?.() ?? spaces;
      if (next === spaces) return;
      spaces = next;
      read = orderNumberReader(spaces);
      readSharedType = sharedTypeReader(spaces);
    },
  };
}

function mergePolicies(own: readonly IdentityPolicy[]): readonly IdentityPolicy[] {
  return [...new Map([...defaultIdentityPolicies, ...own].map((policy) => [policy.type, policy])).values()];
}
