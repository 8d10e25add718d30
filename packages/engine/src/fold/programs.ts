import { hash } from 'node:crypto';
import {
  compileProgram,
  createDayTable,
  createFoldContext,
  defaultIdentityPolicies,
  type Facets,
  type FoldContext,
  noProperties,
  type IdentityPolicy,
  type PropertyDocuments,
  type SourceDocument,
} from '@perennial/domain';
import type { FoldStore } from './fold-store.ts';

/** The published versions, compiled, as the fold knows them. */
export interface Programs {
  /** Compiles what was published up to `version`; cheap when nothing is new. */
  ensure(version: number): Promise<void>;
  readonly context: FoldContext;
  readonly facets: Facets;
  /** What the newest version says of identities; the default ones before the first. */
  readonly identities: readonly IdentityPolicy[];
  /** What the newest version says of sources. */
  readonly sources: readonly SourceDocument[];
  /** What the newest version says of attributes and properties. */
  readonly properties: PropertyDocuments;
  /** Members folded under an older version must be re-evaluated without waiting for their next step; 0 when none is asked for. */
  readonly eagerVersion: number;
}

/**
 * Reads the published versions of `store`. `zone` is the IANA zone of calendar days. Throws when a stored document does not
 * compile: published versions were checked, so that is a bug, and no shard may be folded under half a program.
 */
export async function createPrograms(
  store: Pick<FoldStore, 'programVersions'>,
  options: { readonly zone: string; readonly facets: Facets },
): Promise<Programs> {
  const days = createDayTable(options.zone);
  let context = createFoldContext({ programs: [], days });
  let identities: readonly IdentityPolicy[] = defaultIdentityPolicies;
  let sources: readonly SourceDocument[] = [];
  let properties = noProperties;
  let known = 0;
  let loading: Promise<void> | undefined;

  async function load(): Promise<void> {
    const stored = await store.programVersions(known);
    const compiled = stored.map((version) =>
      compileProgram(version.documents, version, { days, sha256, facets: options.facets }),
    );
    context = createFoldContext({ programs: [...context.programs, ...compiled], days });
    identities = compiled.at(-1)?.identities ?? identities;
    sources = compiled.at(-1)?.sources ?? sources;
    properties = compiled.at(-1)?.properties ?? properties;
    known = context.programs.at(-1)?.version ?? 0;
  }

  const programs: Programs = {
    async ensure(version) {
      while (version > known) {
        // Two lanes that ask at once share one read; a failed one is tried anew by whoever asks next.
        loading ??= load().finally(() => (loading = undefined));
        await loading;
      }
    },
    facets: options.facets,
    get identities() {
      return identities;
    },
    get sources() {
      return sources;
    },
    get properties() {
      return properties;
    },
    get context() {
      return context;
    },
    get eagerVersion() {
      return context.eagerVersion;
    },
  };
  await load();
  return programs;
}

/** OpenSSL's: every entry of a wallet is digested in the fold. */
function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
