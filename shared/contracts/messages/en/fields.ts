import type { fields as vi } from '../vi/fields.ts';

/** What the fields of forms are called, by the last part of their path. */
const names: Readonly<Record<string, string>> = {
  no: 'Number',
  activity: 'Activity',
  content: 'Content',
  measure: 'Unit of measure',
  quantity: 'Quantity',
  times: 'Times',
  unitPrice: 'Unit price',
  amount: 'Amount',
  figure: 'Amount',
  source: 'Source of funds',
  basis: 'Basis',
  note: 'Note',
  classification: 'Budget classification',
  reason: 'Reason',
  number: 'Decision number',
  date: 'Date of signing',
  year: 'Year',
  to: 'Returned to',
  remark: 'Remark',
  choice: 'Decision',
  due: 'Due date',
  members: 'Members of the group',
  lines: 'Lines',
  giver: 'Given by',
  recipient: 'Given to',
  paperNumber: 'Number of the authorisation',
  from: 'Holds from',
  until: 'Until the end of',
  works: 'To be signed',
  office: 'Office',
  about: 'Attached to',
  upload: 'Uploaded file',
  target: 'Attached to',
  text: 'Budget index',
  ceiling: 'Ceiling',
  spread: 'Way to cut',
  unit: 'Unit',
  units: 'Units',
  estimate: 'Unit',
  shares: 'Shares',
  comment: 'Comment',
  line: 'Line',
  countedWith: 'Counted with',
  tranche: 'Tranche',
  signer: 'Signed by',
  cites: 'The decision that is changed',
  kind: 'Kind',
  split: 'Amount by activity',
  narrative: 'What the office says',
  channel: 'Way',
  cutOff: 'Cut-off day',
  sure: 'Short notice',
  asks: 'What is asked for',
  summary: 'Results in general',
  difficulties: 'Difficulties',
  proposals: 'Proposals',
  links: 'Links to evidence',
  rows: 'The activities',
  progress: 'Progress',
  planned: 'Planned',
  done: 'Done',
  estimated: 'Estimate for the period',
  reached: 'Reached',
  of: 'Of',
  actual: 'Official figure of last time',
  spent: 'Spent',
  count: 'Number',
  airings: 'Airings',
  minutes: 'Minutes',
  span: 'Part of the period',
};

const stages: Readonly<Record<string, string>> = {
  estimate: 'Due date of the estimates',
  synthesis: 'Due date of the synthesis',
  appraisal: 'Due date of the appraisal',
  approval: 'Due date of the approval',
};

const sources = {
  state_budget: 'State budget',
  mobilised: 'Mobilised funds',
  merged_programme: 'Merged programme',
  commune_budget: 'Commune budget (outside the chain)',
};

const sourceNames: Readonly<Record<string, string>> = sources;

/** Names of fields and of the places in a form. */
export const fields: typeof vi = {
  name: (key) => names[key] ?? key,
  place: (path) => {
    const [, row] = /^codes\[(\d+)\]$/.exec(path) ?? [];
    if (row !== undefined) return `Row ${Number(row) + 1} of the table`;
    const [, list, index, rest] = /(?:^|\.)(lines|figures|split)\[(\d+)\](?:\.(.+))?$/.exec(path) ?? [];
    const last = path.split('.').at(-1) ?? path;
    if (list !== undefined) {
      const key = rest?.split('.')[0];
      const name = key === undefined ? '' : (names[key] ?? key);
      return [`Line ${Number(index) + 1}`, name].filter((part) => part !== '').join(', ');
    }
    const [, row2, cell = ''] = /^rows\[(\d+)\](?:\.counts\[\d+\])?\.(\w+)$/.exec(path) ?? [];
    if (row2 !== undefined)
      return `Activity ${Number(row2) + 1}, ${cell === 'remark' ? 'Explanation' : (names[cell] ?? cell)}`;
    const [, target, part = ''] = /^targets\[(\d+)\]\.(\w+)$/.exec(path) ?? [];
    if (target !== undefined) return `Target ${Number(target) + 1}, ${names[part] ?? part}`;
    if (path.startsWith('due.') || path.includes('.due.')) return stages[last] ?? 'Due date';
    if (path.startsWith('line.')) return `Line ${path.slice('line.'.length)}`;
    const [, source = '', activity] = /^amount\.(\w+)\.(.+)$/.exec(path) ?? [];
    if (activity !== undefined)
      return `Amount granted, activity ${activity}${source === 'state_budget' ? '' : ` (${sourceNames[source] ?? source})`}`;
    if (path.startsWith('members')) return 'Members of the group';
    if (path.startsWith('share')) return 'Shares';
    if (path.startsWith('priority.')) return `Priority of ${path.slice(9)}`;
    if (path.startsWith('cut.')) return `Amount after the cut, line ${/(\d+)\.amount$/.exec(path)?.[1] ?? ''}`;
    if (last === 'basis') return 'Basis of signing';
    return names[last] ?? path;
  },
  datePattern: 'dd/mm/yyyy',
  sources,
  classificationParts: {
    chapter: 'Chapter',
    category: 'Category',
    item: 'Item',
    section: 'Section',
    subsection: 'Subsection',
  },
};
