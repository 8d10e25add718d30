import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = {
  attributes: '属性',
  tags: '标签',
  addTag: '添加标签',
  consents: '授权',
  granted: '已同意',
  withdrawn: '已撤回',
  decided: {
    tagAdded: '添加标签：{{tag}}',
    tagRemoved: '移除标签：{{tag}}',
    tagUnchanged: '标签未变',
    attributes: '设置属性：{{attributes}}',
    attributesUnchanged: '属性未变',
    value: '{{name}} = {{value}}',
    taken: '移除 {{name}}',
    separator: '、',
  },
};
