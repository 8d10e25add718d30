import { ApiError } from '@perennial/contracts';
import { useTranslation } from 'react-i18next';
import { isRecord } from '../../../api/is-record.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { unitsText } from '../../../units/units-text.ts';

interface Props {
  readonly error: unknown;
  readonly decimals: number;
}

const unitFacts = [
  'available',
  'asked',
  'inPlace',
  'held',
  'captured',
  'left',
  'balanceMax',
  'unitsMin',
  'unitsMax',
  'above',
] as const;
const numberFacts = ['minutesMax'] as const;
const instantFacts = ['startsAt', 'endedAt', 'expiresAt'] as const;

/** Why an act was not done, with the figures that the refusal speaks of. */
export function Refusal({ error, decimals }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = factsOf(error);
  const said = [
    ...unitFacts.map((name) => ({ name, text: (value: number) => unitsText(value, decimals, format) })),
    ...numberFacts.map((name) => ({ name, text: (value: number) => format.integer(value) })),
  ].flatMap(({ name, text }) => {
    const value = facts[name];
    return typeof value === 'number' ? [{ name, text: text(value) }] : [];
  });
  const instants = instantFacts.flatMap((name) => {
    const value = facts[name];
    return typeof value === 'string' ? [{ name, text: format.instant(value) }] : [];
  });
  const shown = [...said, ...instants];
  return (
    <>
      <ProblemPanel error={error} isWrite />
      {shown.length > 0 && (
        <dl className="facts-list">
          {shown.map(({ name, text }) => (
            <div key={name}>
              <dt>{t(`wallets.refusal.${name}`)}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** What the server says beside the code. */
export function factsOf(error: unknown): Readonly<Record<string, unknown>> {
  const context: unknown = error instanceof ApiError ? error.problem['context'] : undefined;
  return isRecord(context) ? context : {};
}
