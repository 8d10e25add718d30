import {
  choiceOf,
  chosenIntervals,
  customerValues,
  distributionsOf,
  fitValueModel,
  prioritiesOf,
  silenceAt,
  silenceQuestion,
  warnOfChurn,
} from '@perennial/domain/models';
import type {
  ChurnWarning,
  CustomerValues,
  Occasions,
  ShoppingYear,
  StageWindowSuggestion,
  ValueModel,
} from '@perennial/domain/models';
import type { AnalyzeWishes } from '../wishes/wishes.ts';
import { absent, attempt } from './absences.ts';
import type { Analysis, Maybe } from './analysis.ts';

export interface ScoreOptions {
  readonly occasions: Occasions;
  readonly asOf: number;
  readonly horizonDays: number;
  readonly tested: Analysis['backtest'];
  readonly windows: StageWindowSuggestion;
  /** Without amounts nothing is told in money. */
  readonly hasMoney: boolean;
  readonly options: {
    readonly wishes: AnalyzeWishes;
    readonly shoppingYear: ShoppingYear;
    readonly wantsIntervals: boolean;
  };
}

type Scores = Pick<Analysis, 'model' | 'values' | 'calendar' | 'churn' | 'priorities'>;

/** What the model chosen by the back-test, fitted anew on everything known, says of each customer. */
export function scoreCustomers(given: ScoreOptions): Scores {
  const { occasions, asOf, horizonDays, options, tested, hasMoney } = given;
  const { wishes, shoppingYear } = options;
  const choice = tested.is === 'there' ? tested.value.choice : choiceOf('bg-nbd/plain');
  const model: Maybe<ValueModel> =
    occasions.count === 0
      ? absent('nobody-yet')
      : !hasMoney
        ? absent('no-amounts')
        : attempt(() => fitValueModel(occasions, { asOf, horizonDays, shoppingYear, ...choice }));
  const expected: Maybe<CustomerValues> =
    model.is === 'absent'
      ? model
      : attempt(() =>
          customerValues(model.value, {
            horizonDays,
            marginShare: wishes.margin,
            annualDiscountRate: wishes.discount,
          }),
        );
  const churn = churnOf(given, model, expected);
  const values = withIntervals(given, { model, values: expected, churn });
  return {
    model,
    values,
    churn,
    calendar: model.is === 'there' ? model.value.calendar : null,
    priorities: prioritiesFor(given, values, churn),
  };
}

/** From the same forecasts as the value, so that both order people alike; from her rhythm alone where there are none. */
function churnOf(given: ScoreOptions, model: Maybe<ValueModel>, values: Maybe<CustomerValues>): Maybe<ChurnWarning> {
  const { occasions, asOf, horizonDays, tested } = given;
  if (occasions.count === 0) return absent('nobody-yet');
  if (model.is === 'absent' || values.is === 'absent')
    return attempt(() => warnOfChurn(occasions, { asOf, horizonDays }));
  const uses = tested.is === 'there' ? (tested.value.silence?.uses ?? 'forecast') : 'forecast';
  return attempt(() => {
    const question = silenceQuestion({ model: model.value, values: values.value }, model.value.choice, {
      known: occasions,
      asOf,
      horizonDays,
      shoppingYear: given.options.shoppingYear,
    });
    return question === null ? warnOfChurn(occasions, { asOf, horizonDays }) : silenceAt(question, uses);
  });
}

interface Scored {
  readonly model: Maybe<ValueModel>;
  readonly values: Maybe<CustomerValues>;
  readonly churn: Maybe<ChurnWarning>;
}

function withIntervals({ tested, options }: ScoreOptions, { model, values, churn }: Scored): Maybe<CustomerValues> {
  if (!options.wantsIntervals || values.is === 'absent' || model.is === 'absent' || churn.is === 'absent')
    return values;
  const distributions = distributionsOf({ model: model.value, values: values.value }, churn.value);
  const levelSeen = tested.is === 'there' ? (tested.value.interval?.levelSeen ?? null) : null;
  return { is: 'there', value: { ...values.value, ...chosenIntervals(distributions, levelSeen) } };
}

function prioritiesFor(
  { occasions, asOf, windows, options }: ScoreOptions,
  values: Maybe<CustomerValues>,
  churn: Maybe<ChurnWarning>,
): Analysis['priorities'] {
  if (values.is === 'absent' || churn.is === 'absent') return [];
  return prioritiesOf({
    occasions,
    asOf,
    windows: windows.suggested.windows,
    values: values.value,
    churn: churn.value,
    marginShare: options.wishes.margin,
  });
}
