export { decidedRows, type RegisterWrite } from './decided-rows.ts';
export { registersFacet } from './facet.ts';
export { findRegisterField, registersIndex, type RegisterReader } from './fields.ts';
export { registerFactTypes } from './interpret-registers.ts';
export { registersAsOf } from './registers-as-of.ts';
export { attributeKey, emptyAttribute, joinAttributes } from './registers.ts';
export { mayChangeAt } from './judge-change.ts';
export { attributeChangeRows, attributeRows, type AttributeChangeRow, type AttributeRow } from './rows.ts';
export { registersRulesOf } from './rules.ts';
