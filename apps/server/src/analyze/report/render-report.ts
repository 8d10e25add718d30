import type { Analysis } from '../findings/analysis.ts';
import { renderPage } from './page.ts';
import { churnSection } from './sections/churn.ts';
import { cohortsSection } from './sections/cohorts.ts';
import { itemsSection } from './sections/items.ts';
import { overviewSection } from './sections/overview.ts';
import { prioritiesSection } from './sections/priorities.ts';
import { qualitySection } from './sections/quality.ts';
import { rfmSection } from './sections/rfm.ts';
import { stagesSection } from './sections/stages.ts';
import { valueSection } from './sections/value.ts';
import { createWriting } from './writing/html.ts';
import type { Locale } from './writing/words.ts';

/** The report as one HTML file: the same bytes for the same analysis. */
export function renderReport(analysis: Analysis, locale: Locale): string {
  const writing = createWriting(locale, analysis);
  const { t, number, day } = writing;
  const sections = [
    { id: 'have', title: t('What you have', '现状'), html: overviewSection(analysis, writing) },
    {
      id: 'first',
      title: t('What to do first', '先做什么'),
      html: analysis.hasMoney ? prioritiesSection(analysis, writing) : '',
    },
    { id: 'people', title: t('Who they are', '客户是谁'), html: rfmSection(analysis, writing) },
    { id: 'stages', title: t('Stages', '生命周期阶段'), html: stagesSection(analysis, writing) },
    { id: 'cohorts', title: t('Coming back', '回购'), html: cohortsSection(analysis, writing) },
    { id: 'value', title: t('Value', '价值'), html: valueSection(analysis, writing) },
    { id: 'leaving', title: t('Who is leaving', '谁在离开'), html: churnSection(analysis, writing) },
    { id: 'items', title: t('What they buy', '他们买什么'), html: itemsSection(analysis, writing) },
    { id: 'quality', title: t('Data quality', '数据质量'), html: qualitySection(analysis, writing) },
  ].filter(({ html }) => html !== '');
  const names = analysis.files.map(({ name }) => name).join(', ');
  return renderPage(
    {
      title: t(`Customers of ${names}`, `客户分析：${names}`),
      subtitle: t(
        `${number(analysis.people)} customers, as of the end of ${day(analysis.asOf)}`,
        `${number(analysis.people)} 位客户，截至 ${day(analysis.asOf)} 日终`,
      ),
      foot: t(
        'Made by Perennial from the file alone; nothing has left this machine.',
        '由 Perennial 仅凭文件生成；没有任何数据离开本机。',
      ),
      sections,
    },
    writing,
  );
}
