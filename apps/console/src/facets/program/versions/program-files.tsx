import { Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../ui/panel.tsx';

/** As somebody would type them who keeps the program in a folder of this name. */
const commands = [
  { id: 'pull', text: 'npx perennial program pull our-program' },
  { id: 'plan', text: 'npx perennial program plan our-program' },
  { id: 'apply', text: 'npx perennial program apply our-program --note "…"' },
] as const;

const guide = 'docs/how-to/program-in-git.md';

/** The other way to change a program: its documents as files in a folder. */
export function ProgramFiles() {
  const { t } = useTranslation();
  return (
    <Panel title={t('program.files.title')} lead={t('program.files.lead')}>
      <dl className="program-commands">
        {commands.map(({ id, text }) => (
          <div key={id}>
            <dt>
              <Typography.Text code copyable={{ text, tooltips: [t('action.copy'), t('action.copied')] }}>
                {text}
              </Typography.Text>
            </dt>
            <dd>{t(`program.files.${id}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="hint">
        {t('program.files.guide')} <code>{guide}</code>
      </p>
    </Panel>
  );
}
