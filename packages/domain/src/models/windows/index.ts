export { categoryGapSurvival, comebackShare, gapQuantile, gapSurvivalOf, watchedDays } from './gaps.ts';
export type { GapSelection, GapSurvival } from './gaps.ts';
export { checkWindows, NOT_YET, stageHistory, stageOf, STAGES, stagesAt } from './stages.ts';
export type { Stage, StageCount, StageFlow, StageHistory, StageWindows } from './stages.ts';
export { STAGE_SHARES, stageWindowChoice, suggestWindows } from './suggest.ts';
export type { StageWindowChoice, StageWindowSuggestion, WindowOutcome } from './suggest.ts';
