import type { Analysis } from '../../findings/analysis.ts';
import { escape, renderFigure } from '../writing/html.ts';
import type { Writing } from '../writing/html.ts';
import { priorityWords, surenessWords } from '../writing/words.ts';

/** What to do first, in order of money. */
export function prioritiesSection(analysis: Analysis, writing: Writing): string {
  const { t, say, number, money, percent } = writing;
  const { priorities, settings } = analysis;
  const most = Math.max(...priorities.map(({ gainHigh }) => gainHigh), 1e-9);
  const items = priorities.map((priority) => {
    const words = priorityWords[priority.code];
    const at = (gain: number): string => `${Math.round((1000 * gain) / most) / 10}%`;
    return `<li><strong>${escape(say(words?.title))}</strong><span class="gain">${escape(money(priority.expectedGain))}</span>
<span class="track" role="img" aria-label="${escape(`${money(priority.gainLow)} – ${money(priority.gainHigh)}`)}"><i style="left:${at(priority.gainLow)};width:${at(priority.gainHigh - priority.gainLow)}"></i><b style="left:${at(priority.expectedGain)}"></b></span>
<span class="quiet">${escape(t(`${number(priority.people)} people: ${say(words?.who)}. Between ${money(priority.gainLow)} and ${money(priority.gainHigh)}; ${say(surenessWords[priority.sureness])}.`, `${number(priority.people)} 人：${say(words?.who)}。${money(priority.gainLow)} 至 ${money(priority.gainHigh)}；${say(surenessWords[priority.sureness])}。`))}</span></li>`;
  });
  const columns = [
    t('Action', '行动'),
    t('People', '人数'),
    t('Expected gain', '预期收益'),
    t('from', '下限'),
    t('to', '上限'),
    t('At stake a person', '人均风险金额'),
    t('Response assumed', '假定响应率'),
    t('How sure', '把握'),
  ];
  return renderFigure(
    {
      title: t(`Expected extra profit within ${settings.horizonDays} days`, `${settings.horizonDays} 天内的预期增收`),
      lead:
        priorities.length === 0
          ? t(
              'Nothing can be told yet: there are too few customers or too little history.',
              '尚无可说：客户或历史太少。',
            )
          : t(
              'One customer may stand in several lists; the gains are not to be added up.',
              '同一客户可能在多个名单中，收益不可相加。',
            ),
      html: `<ol class="actions">${items.join('\n')}</ol>`,
      table: {
        columns: columns.map((title, at) => ({ title, isNumber: at > 0 && at < 7 })),
        rows: priorities.map((one) => [
          say(priorityWords[one.code]?.title),
          number(one.people),
          money(one.expectedGain),
          money(one.gainLow),
          money(one.gainHigh),
          money(one.stakePerPerson),
          `${percent(one.response.low)} – ${percent(one.response.high)}`,
          say(surenessWords[one.sureness]),
        ]),
      },
      how: t(
        `People × what is at stake for each × the share whom the action moves. The stake comes from the data and the models and carries the margin of ${settings.margin}. The response is an assumption, stated in the table, until a test against a control group has measured it.`,
        `人数 × 每人的金额 × 行动能打动的比例。金额来自数据与模型，并乘毛利率 ${settings.margin}。响应率是表中写明的假定，直到用对照组测试量得。`,
      ),
    },
    writing,
  );
}
