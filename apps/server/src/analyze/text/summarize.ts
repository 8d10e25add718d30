import { STAGES } from '@perennial/domain/models';
import type { Backtest, ChurnWarning } from '@perennial/domain/models';
import { count } from '../../cli/command/amounts.ts';
import type { Analysis, Maybe } from '../findings/analysis.ts';
import { dayText } from '../findings/days.ts';
import { forecasterWords } from '../report/writing/model-words.ts';
import {
  absenceWords,
  cautionWords,
  priorityWords,
  spendWords,
  stageWords,
  surenessWords,
} from '../report/writing/words.ts';

/** The analysis in a terminal of 80 columns. */
export function summarize(analysis: Analysis): string {
  return [
    ...unreadable(analysis),
    ...overview(analysis),
    ...leftOut(analysis),
    ...segments(analysis),
    ...stages(analysis),
    ...(analysis.hasMoney ? value(analysis) : []),
    ...churn(analysis),
    ...priorities(analysis),
  ].join('\n');
}

const barWidth = 24;

/** So many unreadable lines are no slips: whoever reads on should know first. */
const unreadableShareMax = 0.02;

function unreadable({ quality }: Analysis): string[] {
  if (quality.unreadableShare <= unreadableShareMax) return [];
  const share = percent(quality.unreadableShare);
  return ['', ...fold(`${share} OF THE LINES CANNOT BE READ: all figures are of the others. Reasons stand below.`, '')];
}

function overview(analysis: Analysis): string[] {
  const { people, quality, concentration, hasMoney } = analysis;
  const tenth = concentration.topShares.find((top) => top.people === 0.1)?.value ?? Number.NaN;
  return [
    '',
    `WHAT YOU HAVE   ${dayText(analysis.firstOn)} to ${dayText(analysis.lastOn)}`,
    `  ${count(people)} customers, ${count(analysis.purchases)} purchase days${hasMoney ? `, ${money(analysis.netSales, analysis)} net sales` : ''}`,
    `  ${percent(analysis.oneTime / people)} bought once.${hasMoney ? ` The best tenth carries ${percent(tenth)} of net sales.` : ''}`,
    ...orders(quality),
    ...(hasMoney ? reconciled(analysis) : []),
  ];
}

function orders({ orders: known, cancellations, unpaidOrders, anonymous }: Analysis['quality']): string[] {
  if (known === null) return [];
  const beside = [
    ...(cancellations === null || cancellations === 0 ? [] : [`${count(cancellations)} cancelled`]),
    ...(unpaidOrders === null || unpaidOrders === 0 ? [] : [`${count(unpaidOrders)} not paid`]),
    ...(anonymous.orders === null || anonymous.orders === 0 ? [] : [`${count(anonymous.orders)} anonymous`]),
  ];
  return [
    `  ${count(known)} orders of known customers${beside.length === 0 ? '' : `; beside them ${beside.join(', ')}`}.`,
  ];
}

/** How net sales come about, and what of them belongs to no customer of whom something remains. */
function reconciled(analysis: Analysis): string[] {
  const { quality, netSales, netSalesOfBuyers } = analysis;
  const returned = quality.returns.amount + quality.refunds.amount;
  const rest = netSalesOfBuyers - netSales;
  const text = `Sales ${money(quality.sales.amount, analysis)} less ${money(returned, analysis)} given back (${percent(returned / quality.sales.amount)}).`;
  const beyond =
    Math.abs(rest) < 0.005
      ? ''
      : ` ${money(rest, analysis)} of that belong to no purchase that remains: customers with one carry ${money(netSalesOfBuyers, analysis)}.`;
  return fold(text + beyond);
}

function leftOut({ quality, ...analysis }: Analysis): string[] {
  const { anonymous, problems, duplicates } = quality;
  const lines = [
    '',
    `DATA QUALITY    ${count(quality.lines)} lines, ${count(quality.sales.lines + quality.returns.lines)} used`,
  ];
  if (anonymous.lines > 0)
    lines.push(
      `  ${count(anonymous.lines)} anonymous sales${analysis.hasMoney ? `, ${money(anonymous.amount, analysis)}` : ''}, counted apart`,
    );
  for (const { count: number, text, examples } of problems.slice(0, 6)) {
    const places = examples.slice(0, 3).map(({ line }) => count(line));
    lines.push(...fold(`${count(number)} left out: ${text} (line ${places.join(', ')}${number > 3 ? ' …' : ''})`));
  }
  if (problems.length > 6) lines.push(`  and ${problems.length - 6} more reasons, in the report`);
  if (duplicates.lines > 0)
    lines.push(
      ...fold(
        `${count(duplicates.lines)} lines repeat an earlier one in every column and are counted; --drop-duplicates leaves them out`,
      ),
    );
  for (const note of analysis.notes) lines.push(...fold(note));
  return lines;
}

function segments({ rfm, hasMoney }: Analysis): string[] {
  const rows = rfm.ten.filter(({ people }) => people > 0).sort((one, other) => other.sales - one.sales);
  const most = Math.max(...rows.map(({ people }) => people));
  return [
    '',
    `SEGMENTS        people                                  share of people${hasMoney ? '  sales' : ''}`,
    ...rows.map(
      ({ segment, people, peopleShare, salesShare }) =>
        `  ${segment.en.padEnd(20)} ${bars(people / most).padEnd(barWidth)} ${count(people).padStart(9)} ${percent(peopleShare).padStart(7)}${hasMoney ? ` ${percent(salesShare).padStart(7)}` : ''}`,
    ),
  ];
}

function stages({ windows, people }: Analysis): string[] {
  const { suggested, caution } = windows;
  const { newDays, activeDays, silentDays, dormantDays } = suggested.windows;
  const until = [
    `first ${newDays} d`,
    `to ${activeDays} d`,
    `to ${silentDays} d`,
    `to ${dormantDays} d`,
    `over ${dormantDays} d`,
  ];
  const words = cautionWords[caution]?.en ?? '';
  return [
    '',
    'STAGES          suggested by the gaps between purchases of this brand',
    ...STAGES.map((stage, at) => {
      const number = suggested.people[at] ?? 0;
      return `  ${(stageWords[stage]?.en ?? stage).padEnd(9)} ${(until[at] ?? '').padEnd(11)} ${bars(number / people).padEnd(barWidth)} ${count(number).padStart(9)} ${percent(number / people).padStart(7)}`;
    }),
    ...(words === '' ? [] : fold(words)),
  ];
}

function value(analysis: Analysis): string[] {
  const { backtest, values, settings } = analysis;
  const head = ['', `VALUE           of the next ${settings.horizonDays} days`];
  if (values.is === 'absent') return [...head, ...fold(absence(values))];
  const lines = [
    ...head,
    `  ${money(values.value.totalSales, analysis)} sales expected, value ${money(values.value.totalValue, analysis)}`,
  ];
  if (backtest.is === 'absent') return [...lines, ...fold(`Not tested: ${absence(backtest)}`)];
  return [...lines, ...tested(backtest.value)];
}

function tested({ chosen, choice, chosenBy, results, calibrationEnd, holdoutEnd, interval }: Backtest): string[] {
  const row = (name: string): string => {
    const result = results.find((one) => one.name === name);
    return `  ${clip(forecasterWords(name).en, 32).padEnd(32)} ${signed(result?.purchases?.bias).padStart(9)} ${fixed(result?.purchases?.rmse).padStart(9)} ${signed(result?.sales?.bias).padStart(9)} ${percent(result?.sales?.topDecileShare ?? Number.NaN).padStart(12)}`;
  };
  const rivals = [chosen, 'bg-nbd/published', 'rate-so-far', 'last-stretch', 'mean-rate'].filter(
    (name, at, all) => all.indexOf(name) === at,
  );
  const why = {
    'inner-folds': 'on stretches before it',
    evidence: 'as preferred, the history being short',
    'this-hold-out': 'because it did better here than what stretches before had chosen',
  }[chosenBy];
  return [
    ...fold(
      `Back-test: forecast on ${dayText(calibrationEnd)}, compared with what came until ${dayText(holdoutEnd)}; chosen ${why}: ${forecasterWords(chosen).en}, spend by ${spendWords[choice.spend]?.en ?? choice.spend}`,
    ),
    '                                   purchases      RMSE   revenue  best tenth',
    '                                   missed by  a person missed by  carries',
    ...rivals.map(row),
    ...(interval === null
      ? []
      : fold(
          `Intervals of ${percent(interval.share)} held what ${percent(interval.coverage)} of the customers brought.`,
        )),
  ];
}

function churn({ churn: warning, churnList, ...analysis }: Analysis): string[] {
  if (warning.is === 'absent') return ['', 'LEAVING', ...fold(absence(warning))];
  const sure = surenessOf(warning.value, analysis.backtest);
  return [
    '',
    `LEAVING         no purchase in ${warning.value.horizonDays} days${analysis.hasMoney ? '; most at stake' : ''}`,
    ...fold(`Probabilities ${sure}.`),
    ...churnList
      .slice(0, 5)
      .map(
        (one) =>
          `  ${clip(one.customer, 20).padEnd(20)} ${percent(one.noPurchase).padStart(5)}  silent ${String(one.silentDays).padStart(4)} d${analysis.hasMoney ? `  ${money(one.atStake, analysis).padStart(14)} at stake` : ''}`,
      ),
  ];
}

function surenessOf({ reliability }: ChurnWarning, backtest: Analysis['backtest']): string {
  const silence = backtest.is === 'there' ? backtest.value.silence : null;
  if (silence !== null) {
    const error = percent(silence.reliability.calibrationError);
    return silence.isCalibrated
      ? `held on the hold-out in every tenth, mean error ${error}`
      : `did not hold on the hold-out in ${silence.tenthsOff} of ${silence.reliability.bins.length} tenths (mean error ${error}): take them as an order`;
  }
  return reliability === null
    ? 'not calibrated: too few outcomes'
    : `calibrated, mean error ${percent(reliability.calibrationError)}, and not tested on a hold-out`;
}

function priorities(analysis: Analysis): string[] {
  const lines = [
    '',
    `FIRST           in order of expected gain in ${analysis.settings.horizonDays} days; the response is assumed`,
  ];
  analysis.priorities.forEach((priority, at) => {
    const words = priorityWords[priority.code];
    lines.push(
      `  ${at + 1}. ${words?.title.en ?? priority.code}: ${count(priority.people)} people, gain ${money(priority.expectedGain, analysis)}`,
      ...fold(
        `between ${money(priority.gainLow, analysis)} and ${money(priority.gainHigh, analysis)}; ${surenessWords[priority.sureness]?.en ?? ''}`,
        '     ',
      ),
    );
  });
  return analysis.priorities.length === 0 ? [] : [...lines, ''];
}

function absence(figure: Maybe<unknown>): string {
  return figure.is === 'absent' ? (absenceWords[figure.reason]?.en ?? figure.reason) : '';
}

function bars(share: number): string {
  const eighths = Math.round(Math.max(0, Math.min(1, share || 0)) * barWidth * 8);
  const rest = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? '';
  return '█'.repeat(Math.floor(eighths / 8)) + rest;
}

function percent(share: number): string {
  if (!Number.isFinite(share)) return 'n/a';
  return `${(share * 100).toFixed(Math.abs(share) < 0.1 ? 1 : 0)} %`;
}

function signed(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return 'n/a';
  return `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)} %`;
}

function fixed(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? 'n/a' : value.toFixed(2);
}

function money(amount: number, { currency }: { readonly currency: string }): string {
  const text = amount.toLocaleString('en-US', { maximumFractionDigits: Math.abs(amount) < 100 ? 2 : 0 });
  return currency === '' ? text : `${currency} ${text}`;
}

function clip(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

const widthMax = 79;

function fold(text: string, indent = '  '): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/)) {
    if (line.length + word.length > widthMax && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = `${indent}  `;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}
