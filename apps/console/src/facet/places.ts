import type { AreaSection } from './area-section.ts';
import type { TopBarItem } from './frame-places.ts';
import type { DecisionText, MemberList, MemberPart, MemberTab } from './member-places.ts';
import type { FirstStep, OverviewControl, OverviewPanel } from './overview-places.ts';
import type { ProgramEditor, ProgramRecord, ProgramSide } from './program-places.ts';
import { byRank } from './ranked.ts';

/** What facets put into the frame and into each other's pages, by place. */
export interface Places {
  readonly topBar: readonly TopBarItem[];
  readonly sections: readonly AreaSection[];
  readonly overviewPanels: readonly OverviewPanel[];
  readonly overviewControls: readonly OverviewControl[];
  readonly firstSteps: readonly FirstStep[];
  /** Beside what the till asks of a member: her tier. Takes no room while nothing stands in it. */
  readonly memberMarks: readonly MemberList[];
  /** Above the tabs of a member. */
  readonly memberHeads: readonly MemberPart[];
  readonly memberTabs: readonly MemberTab[];
  /** Panels of a member's summary, in its wide column. */
  readonly memberCards: readonly MemberPart[];
  readonly memberLists: readonly MemberList[];
  readonly decisionTexts: readonly DecisionText[];
  readonly programEditors: readonly ProgramEditor[];
  readonly programRecords: readonly ProgramRecord[];
  readonly programSides: readonly ProgramSide[];
}

/** All that stands in each place, in the order of rank. */
export function gatherPlaces(facets: readonly { readonly places?: Partial<Places> }[]): Places {
  const at = <Place extends keyof Places>(place: Place): readonly Places[Place][number][] =>
    facets.flatMap(({ places }) => [...(places?.[place] ?? [])]);
  return {
    topBar: byRank(at('topBar')),
    sections: byRank(at('sections')),
    overviewPanels: byRank(at('overviewPanels')),
    overviewControls: byRank(at('overviewControls')),
    firstSteps: byRank(at('firstSteps')),
    memberMarks: byRank(at('memberMarks')),
    memberHeads: byRank(at('memberHeads')),
    memberTabs: byRank(at('memberTabs')),
    memberCards: byRank(at('memberCards')),
    memberLists: byRank(at('memberLists')),
    decisionTexts: byRank(at('decisionTexts')),
    programEditors: byRank(at('programEditors')),
    programRecords: byRank(at('programRecords')),
    programSides: byRank(at('programSides')),
  };
}
