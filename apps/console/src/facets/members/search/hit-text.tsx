import { useTranslation } from 'react-i18next';
import { matchedName } from '../../../i18n/known-names.ts';

interface Props {
  readonly q: string;
  readonly hit: { readonly matched: string; readonly maskedName: string };
}

/** What somebody was found by, in words, with as much of her name as may be shown. */
export function HitText({ q, hit: { matched, maskedName } }: Props) {
  const { t } = useTranslation();
  const words = matchedName(matched, q, t);
  return <span className="quiet">{maskedName === '' ? words : `${maskedName} · ${words}`}</span>;
}
