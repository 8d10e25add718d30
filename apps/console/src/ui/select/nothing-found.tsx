import { useTranslation } from 'react-i18next';

/** Stands in a list of choices that has none: as one that cannot be taken, because assistive technology expects choices in it. */
export function NothingFound({ text }: { readonly text?: string }) {
  const { t } = useTranslation();
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- An option of the document belongs to a select, and this list is none.
    <div ref={takeActivePlace} role="option" aria-selected={false} aria-disabled className="nothing-found">
      {text ?? t('empty.noMatch')}
    </div>
  );
}

/** With nothing to be active in a list, its input names the choice before the first, which there is not: this one takes its place. */
function takeActivePlace(element: HTMLElement | null): void {
  const list = element?.closest('[role=listbox]');
  if (element !== null && list?.id !== undefined && list.id !== '') element.id = `${list.id}_-1`;
}
