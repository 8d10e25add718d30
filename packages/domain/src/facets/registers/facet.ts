import type { Facet } from '../../kernel/facet.ts';
import { notByTime } from '../../kernel/base/instants.ts';
import { registerCommands } from './commands.ts';
import { forgetWrites } from './decided-rows.ts';
import { registerFamilies, registersIndex } from './fields.ts';
import { registerHandlers } from './handlers.ts';
import { registersLens } from './lens.ts';
import { registerStepsWanted } from './registers-as-of.ts';
import { attributeRows } from './rows.ts';

/** Attributes, tags and consents: what is said of a member, each the last that was said. */
export const registersFacet: Facet<null, 'none', 'none'> = {
  name: 'registers',
  index: registersIndex,
  revision: 1,
  stepRank: 100,
  dueRank: 100,
  keeps: null,
  codec: { bytesMax: 0, create: () => null, encode: () => new Uint8Array(), decode: () => null },
  rowKinds: [attributeRows],
  documents: [],
  exports: [],
  reads: [],
  fields: () => [],
  families: registerFamilies,
  subject: (view) => view.rows(attributeRows),
  parse: () => 'none',
  compile: () => 'none',
  foldKey: () => '',
  stepsWanted: registerStepsWanted,
  handlers: () => registerHandlers,
  commands: registerCommands,
  // What was written is said of her, names and tags as well as values.
  forget: forgetWrites,
  dueAt: () => notByTime,
  lens: registersLens,
};
