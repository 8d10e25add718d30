export { guardCell, undressCell } from './text/formula-guard.ts';
export { parseExactly } from './text/exact-json.ts';
export { withoutInvisible } from './text/invisible.ts';
export { currenciesOfMark, currencyOfMark } from './numbers/currency-signs.ts';
export { isUsableNumber, numberMax, toMinor } from './numbers/minor.ts';
export {
  createNumberEvidence,
  describeNumberQuestion,
  settleNumbers,
  type NumberColumn,
  type NumberEvidence,
  type NumberQuestion,
  type SettledNumber,
} from './numbers/number-format.ts';
export { parseNumber, readNumber, toPlainDigits, type DecimalSign, type NumberText } from './numbers/number-text.ts';
export {
  createInstantReader,
  createInstantsReader,
  instantFormats,
  toInstantFormats,
  type InstantFormat,
  type ReadInstant,
} from './instants/instant-text.ts';
export {
  dayPart,
  describeInstantQuestion,
  guessInstantFormat,
  settleInstants,
  type DayOrder,
  type InstantQuestion,
  type SettledInstants,
} from './instants/settle-instants.ts';
export { isRoundedId, readId, undressEmail, undressPhone } from './people/contacts.ts';
export { isNobody } from './people/nobody.ts';
export { readOrderStatus, type OrderStanding } from './orders/order-status.ts';
export {
  readJsonText,
  type JsonPath,
  type JsonProblem,
  type JsonTextOptions,
  type TextPlace,
} from './json/json-text.ts';
