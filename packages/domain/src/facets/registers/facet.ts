import type { Facet } from '../../kernel/facet.ts';
import { notByTime } from '../../kernel/base/instants.ts';
import { registerCommands } from './commands.ts';
import { forgetWrites } from './decided-rows.ts';
import { registerFamilies, registersIndex } from './fields.ts';
import { registerHandlers } from './handlers.ts';
import { registersLens } from './lens.ts';
import { declaredLocks } from '../../kernel/documents/attribute-locks.ts';
import { registerStepsWanted } from './registers-as-of.ts';
import { attributeChangeRows, attributeRows } from './rows.ts';
import type { RegistersRules } from './rules.ts';

type Locks = RegistersRules['locks'];

/** Attributes, tags and consents: what is said of a member, each the last that was said. */
export const registersFacet: Facet<null, Locks, RegistersRules> = {
  name: 'registers',
  index: registersIndex,
  revision: 1,
  stepRank: 100,
  dueRank: 100,
  keeps: null,
  codec: { bytesMax: 0, create: () => null, encode: () => new Uint8Array(), decode: () => null },
  rowKinds: [attributeRows, attributeChangeRows],
  documents: [],
  exports: [],
  reads: [],
  fields: () => [],
  families: registerFamilies,
  subject: (view) => view.rows(attributeRows),
  // Whether they are sound is told where the rest of the document is read.
  parse: ({ documents }) => declaredLocks(documents),
  compile: (locks, { world: { days } }) => ({ locks, days }),
  // What she was given stays, whatever a later version locks.
  foldKey: () => '',
  stepsWanted: registerStepsWanted,
  handlers: () => registerHandlers,
  commands: registerCommands,
  // What was written is said of her, names and tags as well as values.
  forget: forgetWrites,
  dueAt: () => notByTime,
  lens: registersLens,
};
