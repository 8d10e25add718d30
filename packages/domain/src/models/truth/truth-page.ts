import type { Verdict } from '../claims/claim.ts';

/** The claims and what became of them as a Markdown page; the same verdicts give the same bytes. */
export function renderTruthPage(verdicts: readonly Verdict[]): string {
  const topics = [...new Set(verdicts.map(({ claim }) => claim.topic))];
  const count = (verdict: Verdict['verdict']): number => verdicts.filter((one) => one.verdict === verdict).length;
  return [
    '# Truth: what the models are held to',
    '',
    'Written by `npm run truth`, which computes everything below anew; do not edit.',
    'Published numbers must agree to half of their last digit unless a tolerance is shown. On stretches held out, the model that was chosen from what was known before (in bold) must not be worse than plain BG/NBD as published',
    'by more than a hundredth of any error (deviance, a square, by two), nor miss total sales by five points more; rivals stand beside it, those without a model too, whether it beats them or not.',
    '',
    `Passed: ${count('pass')}. Failed: ${count('fail')}. Without data: ${count('no data')}.`,
    '',
    ...topics.flatMap((topic) => [
      `## ${topic}`,
      '',
      ...renderTopic(verdicts.filter(({ claim }) => claim.topic === topic)),
      '',
    ]),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

/** The line of one claim, by which the committed page can be compared claim by claim. */
export function renderVerdict({ claim, verdict, shown }: Verdict): string {
  const cells =
    claim.kind === 'published'
      ? [claim.name, claim.source, `${claim.published}`, ...shown, `${claim.tolerance}`, verdict]
      : [claim.name, ...shown, verdict === 'beside' ? '' : verdict];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function renderTopic(verdicts: readonly Verdict[]): readonly string[] {
  const published = verdicts.filter(({ claim }) => claim.kind === 'published');
  const properties = verdicts.filter(({ claim }) => claim.kind === 'property');
  const holdOuts = verdicts.filter(({ claim }) => claim.kind === 'hold-out');
  return [
    ...table(['what', 'source', 'published', 'ours', 'difference', 'tolerance', ''], published),
    ...(published.length > 0 && properties.length > 0 ? [''] : []),
    ...table(HOLD_OUT_HEADS, holdOuts),
    ...(holdOuts.length > 0 && properties.length > 0 ? [''] : []),
    ...table(['what', 'shown by', ''], properties),
  ];
}

const HOLD_OUT_HEADS = [
  'forecast by',
  'purchases',
  'happened',
  'missed by',
  'RMSE',
  'deviance',
  'sales',
  'happened',
  'missed by',
  'RMSE',
  '',
];

function table(head: readonly string[], verdicts: readonly Verdict[]): readonly string[] {
  if (verdicts.length === 0) return [];
  return [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...verdicts.map(renderVerdict)];
}
