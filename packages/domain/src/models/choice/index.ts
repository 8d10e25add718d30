export { chooseModel } from './choose-model.ts';
export type { ModelChoice, ModelChoiceOptions } from './choose-model.ts';
export { innerFoldsOf } from './folds.ts';
export type { InnerFold, InnerFoldsOptions } from './folds.ts';
