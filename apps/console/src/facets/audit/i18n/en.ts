import { wordsIn } from '@perennial/contracts';
import { actorWords, actWords, auditColumnWords, outcomeWords } from '@perennial/contracts/staff';

/** The audit log; `act` is what it records, in words; the code is the title of each. */
export const en = {
  ofMember: 'Who did what with this member',
  section: 'Audit log',
  title: 'Audit log',
  lead: 'Who did what. Nobody can change it; erasing a member empties reasons and tags written about her.',
  ...wordsIn(auditColumnWords, 'en'),
  outcomes: wordsIn(outcomeWords, 'en'),
  actors: wordsIn(actorWords, 'en'),
  none: 'Nothing was recorded yet.',
  filterAction: 'Action',
  filterPerson: 'Who acted',
  filterMember: 'Member: phone, e-mail, card, name',
  filterOutcome: 'Outcome',
  from: 'From day',
  to: 'To day',
  act: wordsIn(actWords, 'en'),
} as const;
