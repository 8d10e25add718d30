/** Enough of an id to tell members apart by eye. */
const idEndLength = 6;

interface Props {
  readonly id: string;
  /** Name or masked identity. */
  readonly label: string;
}

/** The same as plain text, for headings and titles. */
export function memberName({ id, label }: Props): string {
  return isReadable(label) ? label : `${label} #${id.slice(-idEndLength)}`;
}

function isReadable(label: string): boolean {
  return /[\p{L}\p{N}]/u.test(label);
}

/** What a member is called; one who is known by nothing readable is told apart by the end of her id. */
export function MemberName({ id, label }: Props) {
  if (isReadable(label)) return <>{label}</>;
  return (
    <>
      {label} <span className="quiet">#{id.slice(-idEndLength)}</span>
    </>
  );
}
