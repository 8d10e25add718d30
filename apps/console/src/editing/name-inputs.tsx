import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LocalizedText } from '@perennial/domain';

export interface NameInputsProps {
  readonly name: LocalizedText;
  readonly isDisabled: boolean;
  /** What each of the two is called, given the word for its language's name. */
  readonly labelOf: (nameInLanguage: string) => string;
  readonly onChange: (name: LocalizedText) => void;
}

/** A name in both languages, one input each. */
export function NameInputs({ name, isDisabled, labelOf, onChange }: NameInputsProps) {
  const { t } = useTranslation();
  const inputs = [
    { language: 'zh', mark: t('name.markZh'), label: labelOf(t('name.zh')) },
    { language: 'en', mark: t('name.markEn'), label: labelOf(t('name.en')) },
  ] as const;
  return inputs.map(({ language, mark, label }) => (
    <Input
      key={language}
      value={name[language]}
      disabled={isDisabled}
      prefix={
        <span className="input-language" aria-hidden>
          {mark}
        </span>
      }
      aria-label={label}
      onChange={({ target }) => onChange({ ...name, [language]: target.value })}
    />
  ));
}
