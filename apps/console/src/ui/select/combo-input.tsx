import { Input } from 'antd';
import type { InputProps, InputRef } from 'antd';
import type { Ref } from 'react';

/** The input of a list of suggestions. Where none of them is active, the library names one that there is not. */
export function ComboInput({ ref, ...props }: InputProps & { readonly ref?: Ref<InputRef> }) {
  const { 'aria-activedescendant': active, ...rest } = props;
  const isThere = active !== undefined && !active.endsWith('_-1');
  return (
    <Input
      {...rest}
      {...(ref === undefined ? {} : { ref })}
      {...(isThere ? { 'aria-activedescendant': active } : {})}
    />
  );
}
