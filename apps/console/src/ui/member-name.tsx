import { useTranslation } from 'react-i18next';
/** Enough of an id to tell members apart by eye. */
const idEndLength = 6;

interface Props {
  readonly id: string;
  /** Name or masked identity. */
  readonly label: string;
  /** Something personal of her is damaged and cannot be read. */
  readonly isUnreadable?: boolean;
}

/** The same as plain text, for headings and titles. */
export function memberName({ id, label }: Props): string {
  return isReadable(label) ? label : `${label} #${id.slice(-idEndLength)}`;
}

function isReadable(label: string): boolean {
  return /[\p{L}\p{N}]/u.test(label);
}

/** What a member is called; one who is known by nothing readable is told apart by the end of her id. */
export function MemberName({ id, label, isUnreadable = false }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {label}
      {!isReadable(label) && <span className="quiet"> #{id.slice(-idEndLength)}</span>}
      {isUnreadable && <span className="quiet"> {t('value.unreadable')}</span>}
    </>
  );
}
