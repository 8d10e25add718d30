import { useTranslation } from 'react-i18next';

/** Stands in a list of choices that has none: as one that cannot be taken, because assistive technology expects choices in it. */
export function NothingFound({ text }: { readonly text?: string }) {
  const { t } = useTranslation();
  return (
    <div role="option" aria-selected={false} aria-disabled className="nothing-found">
      {text ?? t('empty.noMatch')}
    </div>
  );
}
