import { undressCell } from '../text/formula-guard.ts';
import { withoutInvisible } from '../text/invisible.ts';

const scheme = /^(?:tel|mailto|sms):/i;
const wholeDecimals = /^(\+?\d[\d ]*)\.0+$/;
/** `1.38E+10`, as spreadsheets show long numbers and then save them; codes such as `1E5` have no plus. */
const rounded = /^\d([.,]\d+)?E\+\d+$/i;

/** A telephone number without what spreadsheets and address books put on it: apostrophe, `="…"`, direction marks, `.0`, full-width digits, `tel:`. */
export function undressPhone(text: string): string {
  const bare = withoutInvisible(undressCell(withoutInvisible(text)).normalize('NFKC')).replace(scheme, '');
  return withoutInvisible(bare.replace(/^'(?=[+\d])/, '').replace(wholeDecimals, '$1'));
}

/** An e-mail address without `mailto:`, `Name <…>` and marks nobody sees, in lower case: two spellings of one address are equal. */
export function undressEmail(text: string): string {
  const bare = withoutInvisible(undressCell(withoutInvisible(text)).normalize('NFKC')).replace(scheme, '');
  return (/^[^<>]*<([^<>\s]+)>$/.exec(bare)?.[1] ?? bare).toLowerCase();
}

/** A number of a customer, order or product as it was before a spreadsheet had it: `17850.0` is 17850; leading zeros stay. */
export function readId(text: string): string {
  const bare = withoutInvisible(undressCell(withoutInvisible(text)));
  return bare.endsWith('0') ? bare.replace(/^(\d+)\.0+$/, '$1') : bare;
}

/** Whether a spreadsheet has rounded the number away: all ids that begin alike would become one. */
export function isRoundedId(text: string): boolean {
  return rounded.test(text);
}
