import { amount, counts, date, dong, due, howFar, moment, sourceRows } from './en-words.ts';
import { ADJUSTS } from './en-grants.ts';
import { formats } from '../messages/en/formats.ts';
import { report } from '../messages/en/report.ts';
import type { TaskFact } from './facts.ts';
import type { MailBlock, MailText } from './messages.ts';

/** What each kind of task asks for. */
export const ACTIONS = {
  estimate: 'Estimate',
  lock: 'Close the estimates',
  synthesis: 'Synthesize the estimates',
  appraisal: 'Appraise the estimates',
  approval: 'Approve the estimates',
  report: 'Report',
  consolidation: 'Finish the consolidated report',
  'send-up': 'Send the consolidated report up',
  receipt: 'Confirm that the report arrived',
} as const;

/** What the button of each kind of task says. */
export const BUTTONS = {
  estimate: 'Open the estimate',
  lock: 'Open the round',
  synthesis: 'Open the package',
  appraisal: 'Open the package',
  approval: 'See the package and decide',
  report: 'Open the report',
  consolidation: 'Open the consolidated report',
  'send-up': 'Open the consolidated report',
  receipt: 'See it and confirm',
} as const;

const TO_SIGN = {
  estimate: 'Sign the estimate',
  lock: 'Close the estimates',
  synthesis: 'Sign the synthesis',
  appraisal: 'Sign the appraisal',
  approval: 'Sign the approval',
  report: 'Sign the report',
  consolidation: 'Sign the consolidated report',
  'send-up': 'Send the consolidated report up',
  receipt: 'Confirm that the report arrived',
} as const;

const action = (fact: TaskFact): string => {
  const adjusts = fact.package?.adjusts;
  if (fact.prepared !== undefined)
    return adjusts === undefined
      ? TO_SIGN[fact.kind]
      : `Sign the ${fact.kind === 'approval' ? 'approval' : 'appraisal'} of the ${ADJUSTS[adjusts.kind].toLowerCase()} of the estimates`;
  if (adjusts !== undefined && fact.kind !== 'estimate')
    return `${fact.kind === 'approval' ? 'Approve' : 'Appraise'} the ${ADJUSTS[adjusts.kind].toLowerCase()} of the estimates`;
  if (fact.kind !== 'estimate') return ACTIONS[fact.kind];
  if (fact.apart?.kind === 'supplement') return 'Estimate for the supplement';
  if (fact.returned !== undefined) return 'Correct and resubmit the estimate';
  return fact.recalled ? 'Resubmit the recalled estimate' : ACTIONS.estimate;
};

/** Within a sentence. */
export const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What a task asks for, in a few words. */
export const what = (fact: TaskFact): string => {
  const { report: asked } = fact;
  if (asked !== undefined)
    return fact.kind === 'report'
      ? `${fact.prepared === undefined ? 'Write' : 'Sign'} the ${report.name(asked.type, fact.year, asked.n)}`
      : `${action(fact)}: ${report.name(asked.type, fact.year, asked.n)}`;
  const total = fact.package?.appraised ?? fact.package?.proposed;
  const submission =
    fact.package === undefined || fact.package.submission === 1 ? '' : `, submission ${fact.package.submission}`;
  const { apart } = fact;
  const own = apart === undefined ? '' : `, package ${apart.number}`;
  return `${action(fact)} for ${fact.year}${own}${submission}${total === undefined ? '' : ` (${dong(total.figures)})`}`;
};

const reportRequest = ({ office, plan, report: asked, next }: TaskFact): string =>
  asked === undefined
    ? `${office} is asked to report on the plan “${plan}”.`
    : `${office} is asked to report what came of the plan “${plan}” from ${date(asked.from)} to ${date(asked.to)}${next === undefined ? '' : `, to ${next}`}. If there is nothing to report, choose “Nothing to report” and give the reason; sending nothing is not the same.`;

const asksBlocks = ({ report: asked }: TaskFact): readonly MailBlock[] =>
  asked?.asks === undefined ? [] : [{ kind: 'quote', label: 'What is asked for', text: asked.asks }];

const request = (fact: TaskFact): string => {
  const { kind, office, year, plan, returned, recalled, next, units, prepared, handedBack, apart } = fact;
  if (prepared !== undefined)
    return `${prepared.by} laid the work of ${office} for ${year} before you on ${moment(prepared.at)}. Please look it through and sign it, or hand it back with a remark. Until it is signed it is not the act of ${office}.`;
  if (handedBack && returned !== undefined)
    return `${returned.by} did not sign and handed it back on ${moment(returned.at)}. Please correct it by the remark below and lay it before the head again.`;
  const adjusts = fact.package?.adjusts;
  if (adjusts !== undefined)
    return `The ${ADJUSTS[adjusts.kind].toLowerCase()} of decision ${adjusts.number} of ${date(adjusts.date)} (estimates for ${fact.year}) has come to ${fact.office}. Please ${fact.next === undefined ? 'approve it, or return it with the reason' : `appraise it and pass it on to ${fact.next}`}. Silence is not consent.`;
  switch (kind) {
    case 'report':
      return reportRequest(fact);
    case 'consolidation':
      return `The cycle is cut off and the units’ figures are put together. ${office} is asked to look at them, write what is to be said beside them, and lay it before the head. The figures cannot be changed; who has not reported is named in the annex.`;
    case 'send-up':
      return `The consolidated report is signed. ${office} is asked to record the number, date and way of the outgoing paper${next === undefined ? '' : `, to ${next}`}.`;
    case 'receipt':
      return `The consolidated report on the plan “${plan}” was sent to ${office}. Please look at it and confirm that it arrived; the incoming number may be given.`;
    case 'estimate':
      if (apart?.kind === 'supplement')
        return `${apart.by} opened supplement ${apart.number}. Please estimate what ${office} needs in ${year} for the plan “${plan}”, and submit it in time; once every estimate is in, the supplement goes up by itself. If you propose nothing, sign that on the same page.`;
      if (returned !== undefined)
        return `${returned.by} returned the ${year} estimate of ${office} on ${moment(returned.at)}. Please correct it for the reason below and submit it again in time.`;
      return recalled
        ? `${office} took its ${year} estimate back to correct it. It counts only once it is submitted again.`
        : `Please estimate what ${office} needs in ${year} for the plan “${plan}”, and submit it in time. If you propose nothing this year, sign that on the same page; sending nothing is not the same.`;
    case 'lock':
      return `${units ?? 0} units are estimating for ${year}. ${office} is asked to watch what comes in, return what needs correcting, and close in time. Closing ends the intake and signs nothing; afterwards units can change nothing.`;
    case 'synthesis':
      return `The ${year} estimates are closed. ${office} is asked to synthesize them${next === undefined ? '' : ` and pass them to ${next}`}.`;
    case 'appraisal':
      return `The ${year} estimates have reached ${office}. Please appraise every line (keep it, or lower it with a reason)${next === undefined ? '' : `, then submit them to ${next}`}.`;
    case 'approval':
      return `The ${year} estimates were submitted to ${office}. Please approve, approve other amounts with reasons, or return them with a reason. Silence approves nothing.`;
  }
};

/** What is said besides of what goes up on its own. */
const apartBlocks = ({ kind, office, apart, prepared }: TaskFact): readonly MailBlock[] => {
  if (apart === undefined || prepared !== undefined) return [];
  const quote: MailBlock = { kind: 'quote', label: 'Why', text: apart.reason };
  if (kind !== 'estimate')
    return [
      {
        kind: 'paragraph',
        text:
          apart.kind === 'part'
            ? `This is package ${apart.number}: the part of ${apart.units}, which was returned and drawn up again. The rest of the round goes in other packages.`
            : `This is supplement ${apart.number}: ${apart.units} had no estimate in at the lock.`,
      },
      quote,
    ];
  if (apart.kind === 'supplement') return [quote];
  return [
    {
      kind: 'paragraph',
      text: `This part goes on its own in package ${apart.number}: once ${office} submits it again, it goes up by itself.`,
    },
  ];
};

const returnBlocks = ({ kind, returned, handedBack }: TaskFact): readonly MailBlock[] => {
  if (returned === undefined) return [];
  if (handedBack) return [{ kind: 'quote', label: 'The head’s remark', text: returned.reason }];
  const quote: MailBlock = { kind: 'quote', label: 'Why it was returned', text: returned.reason };
  if (kind === 'estimate') return [quote];
  const text = `The last submission was returned by ${returned.by} on ${moment(returned.at)}.`;
  return [{ kind: 'paragraph', text }, quote];
};

/** What a task is, row by row. */
export const factRows = (fact: TaskFact): MailBlock => {
  const { office, plan, package: pkg, stood, next } = fact;
  return {
    kind: 'facts',
    rows: [
      { label: 'Due', value: due(fact.due) },
      { label: 'How it is counted', value: formats.counted(fact.basis) },
      { label: 'Owed by', value: office },
      { label: 'Plan', value: plan },
      ...(fact.report === undefined
        ? []
        : [{ label: 'Period', value: `${date(fact.report.from)} - ${date(fact.report.to)}` }]),
      ...(pkg === undefined ? [] : [{ label: 'Submission', value: `${pkg.submission}` }]),
      ...(pkg?.adjusts === undefined
        ? []
        : [
            { label: 'In force', value: amount(pkg.adjusts.before) },
            { label: 'Why it is changed', value: pkg.adjusts.reason },
          ]),
      ...(pkg === undefined
        ? []
        : [{ label: pkg.adjusts === undefined ? 'Proposed in all' : 'After the change', value: amount(pkg.proposed) }]),
      ...(pkg?.appraised === undefined ? [] : [{ label: 'Appraised in all', value: amount(pkg.appraised) }]),
      ...(pkg === undefined ? [] : sourceRows(pkg.sources)),
      ...(pkg === undefined ? [] : [{ label: 'Units', value: counts(pkg.counts) }]),
      ...(stood === undefined ? [] : [{ label: 'Submitted before', value: amount(stood) }]),
      { label: 'Next', value: next ?? 'Every unit is told its result' },
    ],
  };
};

const activityBlocks = ({ activities }: TaskFact): readonly MailBlock[] =>
  activities.length === 0
    ? []
    : [
        {
          kind: 'list',
          caption: 'Activities you lead',
          items: activities.map(({ code, title }) => ({ title: `${code}) ${title}`, details: [] })),
          rest: undefined,
        },
      ];

/** That the reader is told in somebody's place, or has it from somebody who left. */
const placeBlocks = ({ instead, handedOverFrom }: TaskFact): readonly MailBlock[] => [
  ...(instead === undefined
    ? []
    : [
        {
          kind: 'paragraph' as const,
          text: `You get this in place of ${instead.of}, who is away until ${date(instead.until)}. Signing still takes a post or an authorisation.`,
        },
      ]),
  ...(handedOverFrom === undefined
    ? []
    : [
        {
          kind: 'paragraph' as const,
          text: `This was handed over from ${handedOverFrom}, who has left. Links in earlier mails work no more.`,
        },
      ]),
];

/** A task that is new, was returned or was recalled. */
export const assigned = (fact: TaskFact): MailText => ({
  subject: `${what(fact)}, due ${date(fact.due.date)}`,
  blocks: [
    { kind: 'paragraph', text: request(fact) },
    ...placeBlocks(fact),
    ...(fact.own
      ? []
      : [
          {
            kind: 'paragraph' as const,
            text: `${fact.office} has nobody here who gets mail. Please tell the office, and have somebody entered.`,
          },
        ]),
    ...returnBlocks(fact),
    ...apartBlocks(fact),
    ...asksBlocks(fact),
    factRows(fact),
    ...activityBlocks(fact),
  ],
  button: fact.prepared === undefined ? BUTTONS[fact.kind] : 'See it and sign',
});

const late = ({ kind, due: { state }, next }: TaskFact): readonly MailBlock[] => {
  if (state !== 'past') return [];
  if (kind === 'estimate') {
    const until = next === undefined ? 'until the estimates are closed' : `until ${next} closes`;
    return [{ kind: 'paragraph', text: `A late estimate is still taken ${until}, and is marked as late.` }];
  }
  if (kind === 'report')
    return [{ kind: 'paragraph', text: 'A late report is still taken, also after the cut-off, and is marked late.' }];
  return [{ kind: 'paragraph', text: 'It waits with the office until it is decided.' }];
};

/** A rung of the ladder. */
export const reminder = (fact: TaskFact): MailText => {
  const far = fact.due.state === 'today' ? howFar(fact.due) : `${howFar(fact.due)}, due ${date(fact.due.date)}`;
  const text = fact.own
    ? `${fact.office} still has this to do: ${lowered(what(fact))}.`
    : `${fact.office} still has this to do: ${lowered(what(fact))}. You are told so that you can press for it; you need not do it yourself.`;
  return {
    subject: fact.own ? `${what(fact)}: ${far}` : `Remind ${fact.office} to ${lowered(what(fact))}: ${far}`,
    blocks: [{ kind: 'paragraph', text }, ...placeBlocks(fact), ...late(fact), ...returnBlocks(fact), factRows(fact)],
    button: fact.own ? BUTTONS[fact.kind] : 'See how it stands',
  };
};
