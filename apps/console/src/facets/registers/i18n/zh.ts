import type { Texts } from '../../../i18n/texts.ts';
import type { en } from './en.ts';

export const zh: Texts<typeof en> = {
  attributes: '属性',
  edit: {
    open: '编辑属性',
    title: '编辑属性',
    lead: '只提交有改动的属性，并写入审计日志。加密的值不显示，输入新值即可替换。',
    save_one: '保存 {{count}} 处改动',
    save_other: '保存 {{count}} 处改动',
    done_one: '已更改 {{count}} 个属性。',
    done_other: '已更改 {{count}} 个属性。',
    add: '添加属性',
    name: '属性名称',
    sealed: '已加密，输入即替换',
    notByHand: '列表或对象：可在此移除，不能手工输入。',
    nameTwice: '有两个属性同名。',
    nameMissing: '有属性尚未填写名称。',
    valueMissing: '有属性没有值。如需去掉，请使用“删除”。',
  },
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
