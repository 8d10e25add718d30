import type { LocalText } from './entry.ts';

/** What is wrong with a program document, in Chinese, by the domain's stable code; the English sentence is the domain's own. */
const chinese: Readonly<Record<string, string>> = {
  'calendar.beyond_published': '节假日晚于日历已公布的日期。',
  'calendar.ends_before_start': '节假日的结束日期早于开始日期。',
  'calendar.holidays_overlap': '两个节假日包含同一天。',
  'calendar.not_a_year_end': '此处应为某年的最后一天,例如 2026-12-31。',
  'calendar.workday_off': '同一天既是假日又是调休上班日。',
  'calendar.workday_twice': '同一调休上班日出现了两次。',
  'calendar.wrong_path': '日历的标识与文档路径不一致。',
  'condition.empty_group': '条件组不能为空。',
  'condition.field_not_in_lists': '列表不能按该字段筛选。',
  'condition.field_of_lists_only': '该字段仅供列表筛选,不能用于会员判定。',
  'condition.field_without_history': '该字段没有历史值,不能用于生命周期阶段。',
  'condition.window_without_past': '按过去时间查看列表时,时间窗口只能以天数表示。',
  'condition.field_without_past': '按过去时间查看列表时,不能按该字段筛选。',
  'condition.not_a_boolean': '此处应为“是”或“否”。',
  'condition.not_a_condition': '此处应为一个条件或条件组。',
  'condition.not_a_date': '此处应为日期。',
  'condition.not_a_list_of_texts': '此处应为文本列表。',
  'condition.not_a_number': '此处应为允许范围内的数字。',
  'condition.not_a_range': '此处应为两个数字组成的区间。',
  'condition.not_a_text': '此处应为文本。',
  'condition.not_a_window': '此处应为时间窗口。',
  'condition.too_deep': '条件嵌套层级过深。',
  'condition.too_many_rules': '条件数量过多。',
  'condition.unknown_field': '没有该字段。',
  'condition.unknown_operator': '该字段不支持此运算符。',
  'condition.window_too_short': '时间窗口过短，不会对任何人成立：一般至少一小时，行为类字段至少两天。',
  'condition.window_bounds_crossed': '窗口的下限大于上限。',
  'document.not_a_callers_name': '此处应为 1 至 64 个字母、数字或 . _ : / # - 之一。',
  'document.not_a_choice': '此处的值不在可选范围内。',
  'document.not_a_day': '此处应为 1970 至 2100 年间的日期,例如 2026-03-08。',
  'document.not_a_list': '此处应为列表。',
  'document.not_a_moment': '此处应为日期或时间,例如 2026-03-08 或 2026-03-08T10:00。',
  'document.not_a_reason': '此处应为 1 至 40 个小写字母、数字或“_”组成的代码,以字母开头。',
  'document.not_a_text': '此处应为长度合适的文本。',
  'document.not_a_truth_value': '此处应为 true 或 false。',
  'document.not_an_id': '标识应为 1 至 20 个小写字母、数字、“_”或“-”。',
  'document.not_an_object': '此处应为对象。',
  'document.not_in_range': '数字超出允许范围。',
  'document.too_many': '项目数量过多。',
  'document.too_large': '文档过大。',
  'document.unknown_key': '未知的键。',
  'identities.not_a_type': '此处应为身份类型,例如 phone 或 external_id:crm。',
  'identities.type_twice': '同一身份类型出现了两次。',
  'lifecycle.condition_never_holds': '不会有会员处于此阶段：其条件相互排斥。',
  'lifecycle.hidden_stages': '只有最后一个阶段可以没有条件,否则其后的阶段永远不会生效。',
  'lifecycle.no_last_resort': '最后一个阶段接纳其余所有人,不能有条件。',
  'lifecycle.stage_unreachable':
    '不会有会员处于此阶段：符合条件的会员都已被更靠前的阶段收纳。时间窗口若不长于更靠前阶段的窗口，则没有任何时长。',
  'lifecycle.stage_twice': '阶段标识重复。',
  'lifecycle.too_few_stages': '生命周期至少需要两个阶段。',
  'lifecycle.wrong_path': '生命周期的标识与文档路径不一致。',
  'number_spaces.source_twice': '同一来源只能属于一个编号空间。',
  'number_spaces.space_twice': '编号空间标识重复。',
  'program.no_lifecycle': '方案至少需要一个生命周期。',
  'program.too_many_documents': '方案中的文档过多。',
  'program.too_many_lifecycles': '方案中的生命周期过多。',
  'program.unknown_document': '该路径没有对应的文档类型。',
  'properties.listed_twice': '同一属性或字段出现了两次。',
  'properties.not_a_path': '此处应为字段路径,例如 box.colour。',
  'properties.not_a_type': '此处应为事件类型,例如 gift.chosen。',
  'schedule.empty_list': '列表不能为空;不作限制时请省略此项。',
  'schedule.ends_before_start': '结束时间早于开始时间。',
  'schedule.hours_empty': '时段的开始与结束不能相同。',
  'schedule.listed_twice': '同一项出现了两次。',
  'schedule.not_a_time': '此处应为时间,例如 09:30,最晚为 24:00。',
  'schedule.unknown_calendar': '没有该节假日历。',
  'schedule.unknown_holiday': '日历中没有该节假日。',
  'settings.metric_twice': '指标标识重复。',
  'sources.not_a_country': '此处应为两个大写字母的国家或地区代码,例如 GB。',
  'sources.not_a_source': '此处应为来源,例如 shop 或 pos.london。',
  'sources.source_twice': '同一来源出现了两次。',
  'statistics.category_twice': '品类重复或无法区分。',
};

/** The bounds stand in the domain's sentence alone. */
function rangeText({ code, message }: { readonly code: string; readonly message: string }): string | undefined {
  const [, min, max] = /from (\S+) to (\S+) is expected/u.exec(message) ?? [];
  return code === 'document.not_in_range' && min !== undefined && max !== undefined
    ? `此处应为 ${min} 至 ${max} 之间的数字。`
    : undefined;
}

/** The sentence for a problem of a document in Chinese; undefined for a code without one. */
export function documentMessageZh(problem: { readonly code: string; readonly message: string }): string | undefined {
  return rangeText(problem) ?? (Object.hasOwn(chinese, problem.code) ? chinese[problem.code] : undefined);
}

/** The sentence for a problem of a document in both languages; a code without one is said in English and named. */
export function documentMessage(problem: { readonly code: string; readonly message: string }): LocalText {
  const known = documentMessageZh(problem);
  return { en: problem.message, zh: known ?? `${problem.message}（${problem.code}）` };
}
