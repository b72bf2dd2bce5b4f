import type { Deadline } from '../../../domain/deadline.ts';
import type { Obligation, StageKey } from '../../../domain/plan.ts';
import type { Refusal } from '../../../domain/refusal.ts';
import { moment, shortDate } from '../format.ts';
import type { Names } from '../names.ts';
import { askSigner, signingRefusal } from './signing-refusals.ts';
import type { Said, refusal as vi } from '../vi/refusals.ts';
import { commentRefusal } from './comments.ts';
import { fileRefusal } from './files.ts';

const REPORTS: { readonly [T in Obligation['type']]: string } = {
  six_month: 'six-month report',
  annual: 'annual report',
  five_year: 'five-year report',
  ad_hoc: 'report on request',
  event: 'report on the event',
  periodic_unspecified: 'periodic report',
};

const STAGES: { readonly [K in StageKey | 'ended']: string } = {
  estimate: 'estimate',
  synthesis: 'synthesis',
  appraisal: 'appraisal',
  approval: 'approval',
  ended: 'ended',
};

const due = (deadline: Deadline): string => {
  switch (deadline.kind) {
    case 'before_month_day':
      return `before ${deadline.monthDay.slice(3)}/${deadline.monthDay.slice(0, 2)}`;
    case 'before_date':
      return `before ${shortDate(deadline.date)}`;
    case 'within':
      return `within ${deadline.count}${deadline.unit === 'working_days' ? ' working' : ''} days`;
  }
};

const outside = (refused: Extract<Refusal, { kind: 'outside-chain' }>, names: Names): Said => {
  const reports = names.owedReports(refused.unit).map(({ type, deadline }) => `${REPORTS[type]} (${due(deadline)})`);
  const still = reports.length === 0 ? '' : ` The unit still owes the plan's reports: ${reports.join(', ')}.`;
  const unit = names.unit(refused.unit);
  return refused.route === 'commune_budget'
    ? {
        what: `${unit} is paid from the commune's own budget, outside this chain, so no estimate is taken here and nothing enters the total.`,
        next: `Put it in the commune's own budget estimate.${still}`,
      }
    : {
        what: `${unit} is not among the units that estimate in this round, so no estimate is taken here.`,
        next: `If that is a mistake, ask the plan's standing unit.${still}`,
      };
};

/** Why a request changed nothing, and what can be done. */
export const refusal: typeof vi = (refused, names) => {
  switch (refused.kind) {
    case 'problems':
      return {
        what: `${refused.problems.length === 1 ? 'One place needs' : `${refused.problems.length} places need`} correcting; nothing has been recorded.`,
        next: 'Correct each of them below and send again.',
      };
    case 'not-found':
      return {
        what: refused.what === 'return' ? 'This unit owes no report here.' : `There is no such ${refused.what}.`,
        next: 'Check the address, or open it from “My work”.',
      };
    case 'not-yours':
      return {
        what: `This is the work of ${names.units(refused.offices)}, not of your office.`,
        next: 'Ask that office to do it, or sign in as someone who belongs to it.',
      };
    case 'head-must-decide':
      return {
        what: `This decision is for the head of ${names.unit(refused.office)}, or a deputy signing for the head.`,
        next: 'Leave it to the head or a deputy; you can still read the whole package.',
      };
    case 'own-work':
      return {
        what: `You prepared or appraised the part of ${names.unit(refused.unit)}, so you can neither appraise nor approve it.`,
        next:
          refused.signers === undefined
            ? 'Another person in your office has to do this.'
            : askSigner(refused.signers, names),
      };
    case 'outside-chain':
      return outside(refused, names);
    case 'no-chain':
      return {
        what: 'This plan has no chain of estimates, appraisal and approval, so no budget round is opened.',
        next: "The money is in each office's own recurrent estimate; only the reports are followed.",
      };
    case 'absence-over':
      return {
        what: `This absence ended on ${shortDate(refused.until)} or was taken back.`,
        next: 'Load the page again to see the absences that stand.',
      };
    case 'too-many-absences':
      return {
        what: `${refused.most} absences of this plan stand already.`,
        next: 'Take back those that are no longer so, or register the plan without those who have left, then record this one again.',
      };
    case 'task-closed':
      return {
        what: `This was done or closed on ${moment(refused.at)}, so there is no date left to extend.`,
        next: 'Load the page again to see where it is.',
      };
    case 'already-open':
      return {
        what: 'This round or cycle is open already.',
        next: 'Open it from “My work”, or choose another year.',
      };
    case 'stays-here':
      return {
        what: 'This report goes no further.',
        next: 'The plan sends it nowhere; the edition can be printed or kept.',
      };
    case 'superseded':
      return {
        what: 'A later edition took the place of this one.',
        next: 'Open the newest edition of the cycle to sign and send it.',
      };
    case 'not-sent':
      return {
        what: 'This report was not sent yet.',
        next: 'It can be confirmed once the sender has recorded the number and date of the paper.',
      };
    case 'not-consolidated':
      return {
        what: 'This cycle is not consolidated yet.',
        next: 'Reload the page in some minutes; the consolidation is there once the cycle is cut off.',
      };
    case 'nothing-new':
      return {
        what: 'No report is new against the last edition.',
        next: 'The last edition still holds. Order the next one when a report or a correction came in.',
      };
    case 'came-in-already':
      return {
        what: `The report of ${names.unit(refused.unit)} is in already.`,
        next: 'It needs no excuse; what came in stays.',
      };
    case 'cut-already':
      return {
        what: `This cycle was cut off at ${moment(refused.at)}.`,
        next: 'Later reports are still taken, and marked late; reload the page to see it.',
      };
    case 'changed-since-shown': {
      const who = refused.by === null ? 'Someone else' : names.actor(refused.by);
      const when = refused.at === null ? '' : ` at ${moment(refused.at)}`;
      return {
        what: `${who} changed this${when}, after your page was opened. Your request was not recorded, and nothing was overwritten.`,
        next: 'Look at what is there now, then do it again if you still want to.',
      };
    }
    case 'locked': {
      const by = names.unit(refused.lockedBy);
      const { number, year } =
        refused.package === null ? { number: '', year: '' } : names.packageParts(refused.package);
      const into = refused.package === null ? '' : ` into package ${number} of ${year}`;
      return {
        what: `The estimate was locked${into} by ${by}, so it can no longer be changed directly.`,
        next: `Ask ${by}: a change joins by a supplementary package, or when the unit's part is returned.`,
      };
    }
    case 'nothing-to-recall':
      return {
        what: 'There is nothing to recall: the estimate has not been submitted, or was recalled.',
        next: 'Go on with the draft and submit it.',
      };
    case 'nothing-to-return':
      return {
        what: 'There is nothing to return yet: the unit has not submitted, has recalled, or has it back already.',
        next: 'Wait until the unit submits; it is reminded by its due date.',
      };
    case 'nothing-submitted':
      return {
        what: 'The unit has no estimate in this package, so there is nothing to appraise.',
        next: 'Choose another unit; this one can send its estimate by a supplementary package.',
      };
    case 'still-opening':
      return { what: 'This step is being opened.', next: 'Reload the page in a few minutes and try again.' };
    case 'too-many-versions':
      return {
        what: `The estimate has ${refused.most} versions, as many as there can be.`,
        next: 'Ask the standing unit before changing it again.',
      };
    case 'too-many-submissions':
      return {
        what: `The package has been submitted ${refused.most} times, as often as it can be.`,
        next: 'Settle what is open with the office below, then approve, or set the figures yourself.',
      };
    case 'already-decided':
      return {
        what: `${names.person(refused.by)} decided on this at ${moment(refused.at)}. A task is decided once.`,
        next: 'See the outcome in the package.',
      };
    case 'not-at-stage':
      return {
        what: `The package is not at the ${STAGES[refused.stage]}; it ${refused.now === 'ended' ? 'has ended' : `is at the ${STAGES[refused.now]}`}.`,
        next: 'Open the package again to see where it is and who has it.',
      };
    case 'being-decided':
      return {
        what: 'The figures are held as they are to be signed, so they cannot be changed now.',
        next: 'To change them, choose “Reopen the figures” on the confirmation page.',
      };
    case 'not-prepared':
      return {
        what: 'The figures have not been fixed for signing.',
        next: 'Choose “Fix the figures”, check the totals, then sign.',
      };
    case 'cannot-return-there':
      return {
        what: 'It cannot be returned to that step.',
        next:
          refused.allowed.length === 0
            ? 'The package is at its first step, so there is none before it.'
            : `Choose one of: ${refused.allowed.map((key) => STAGES[key]).join(', ')}.`,
      };
    case 'too-many-packages':
      return {
        what: `This round has ${refused.most} packages already, the most it can have.`,
        next: 'Wait until those on their way are decided, or gather what is left in one supplement.',
      };
    case 'not-locked':
      return {
        what: 'The round is not locked, so there is no supplement yet.',
        next: `Until ${names.unit(refused.lockedBy)} locks, units simply submit their estimates.`,
      };
    case 'already-claimed':
      return {
        what: `${names.units(refused.units)} already submitted lines of ${refused.activity}, so who submits it cannot be changed.`,
        next: 'Return those estimates so that the units take the lines out, then name the submitter again.',
      };
    case 'nothing-to-share':
      return {
        what: `The submitted estimate has no line of ${refused.activity} to share.`,
        next: 'Submit its lines first, then say what is for which lead.',
      };
    case 'command-reused':
      return {
        what: 'This page was sent once before with other content; this request was not recorded.',
        next: 'Open the page again and repeat what you wanted.',
      };
    case 'busy':
      return {
        what: 'Others are writing at the same moment, so your request was not recorded.',
        next: 'Send it again in a few seconds.',
      };
    case 'awaiting-signature':
    case 'nothing-to-sign':
    case 'another-must-sign':
    case 'officer-must-prepare':
    case 'outside-field':
    case 'authorisation-ended':
    case 'not-yet-authorised':
    case 'own-authorisation':
    case 'too-many-authorisations':
    case 'nothing-to-revoke':
      return signingRefusal(refused, names);
    case 'file-refused':
    case 'upload-gone':
    case 'upload-replaced':
    case 'too-many-files':
    case 'already-attached':
    case 'not-attached':
    case 'evidence-stands':
      return fileRefusal(refused);
    case 'not-published':
      return {
        what: 'Not every package of the round has its published decision, so there is nothing to grant or to close yet.',
        next: 'Wait until it is approved and the units have their results; open the package to see where it is.',
      };
    case 'nothing-approved':
      return {
        what: `Nothing was approved for ${names.unit(refused.unit)} in this round, so there is nothing to grant.`,
        next: 'Check the unit; if it needs money, that has to be approved first.',
      };
    case 'too-many-grants':
      return {
        what: `The unit's ledger has ${refused.most} grants, as many as there can be in a year.`,
        next: 'Put the rest into fewer: take one grant back and record it again together with the new part.',
      };
    case 'already-reversed':
      return {
        what: `${names.person(refused.by)} took this grant back at ${moment(refused.at)}, by decision ${refused.number}.`,
        next: "There is nothing more to do; the unit's balance has been worked out anew.",
      };
    case 'round-closed':
      return {
        what: `${names.person(refused.by)} closed this round at ${moment(refused.at)}. What was not granted has lapsed, so nothing more is granted or taken back.`,
        next: "See the round's ledger; next year's money belongs to a new round.",
      };
    case 'year-not-over':
      return {
        what: `The budget year is not over: this round can be closed from ${shortDate(refused.earliest)}.`,
        next: 'Do it again on that day; until then units can still be granted what is left.',
      };
    case 'adjustment-pending': {
      const { number, year } = names.packageParts(refused.package);
      return {
        what: `An adjustment of ${names.unit(refused.unit)} is still undecided (package ${number} of ${year}).`,
        next: 'Wait for its decision, or withdraw it and open a new one.',
      };
    }
    case 'too-many-adjustments':
      return {
        what: `What the unit was approved has been adjusted ${refused.most} times, as often as it can be in a year.`,
        next: "Put this change into next year's round.",
      };
    case 'not-an-adjustment':
      return {
        what: 'Only an adjustment can be withdrawn, and only at its first step.',
        next: 'If it is at a later step, ask for it to be returned, then withdraw it.',
      };
    case 'adjustment-fixed':
      return {
        what: 'The figures of an adjustment stay as they were opened; no line of it is changed, returned or commented on by itself.',
        next: 'If they are wrong, return it; whoever opened it withdraws it and opens a new one.',
      };
    case 'not-consulted':
    case 'comments-closed':
    case 'too-many-comments':
    case 'nothing-to-withdraw':
      return commentRefusal(refused, names);
  }
};
