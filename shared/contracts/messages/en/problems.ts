import type { SigningBasis } from '../../../domain/package.ts';
import type { AnyProblem } from '../../../domain/refusal.ts';
import { money, shortDate } from '../format.ts';
import { fields } from './fields.ts';

const BASES: { readonly [B in SigningBasis]: string } = {
  own_right: 'does not fit: the head signs in his or her own right.',
  kt: 'does not fit: a deputy signs for the head; choose “KT.”.',
  tl: 'does not fit: who signs by the head’s order chooses “TL.”.',
  tuq: 'does not fit: who signs by a written authorisation chooses “TUQ.”.',
};

/** What is wrong and its remedy, without the place: for a message that stands at its field. */
export const explain = (found: AnyProblem): string => {
  switch (found.code) {
    case 'away-too-long':
      return `is more than ${found.most} days. Record that the person leaves the post, and have another entered.`;
    case 'absence-overlaps':
      return `overlaps the absence recorded from ${shortDate(found.from)} to ${shortDate(found.until)}. Take that back first, or choose other days.`;
    case 'away-too':
      return `is away too, from ${shortDate(found.from)} to ${shortDate(found.until)}. Choose somebody who is there.`;
    case 'stands-in':
      return `overlaps standing in for ${found.person} (${shortDate(found.from)} to ${shortDate(found.until)}). Name another there first.`;
    case 'not-of-the-office':
      return `is neither of ${found.offices.join(', ')} nor authorised by its head for all these days. Choose somebody of the office, or record an authorisation first.`;
    case 'leaves-already':
      return `is recorded as leaving after ${shortDate(found.lastDay)}. Nothing more is needed.`;
    case 'not-later':
      return `has to be after ${shortDate(found.than)}. An extension only gives more time.`;
    case 'after-lock':
      return `is after the day by which the estimates are closed (${shortDate(found.latest)}). Extend the closing first, or choose an earlier day.`;
    case 'outside-years':
      return `is outside ${shortDate(found.from)} to ${shortDate(found.to)}, which the calendar takes. Check the year.`;
    case 'works-anyhow':
      return 'is a weekday, which is worked anyhow. A day worked in exchange is a Saturday or Sunday.';
    case 'off-anyhow':
      return 'is a Saturday or Sunday, which is off anyhow. A day off in exchange is a weekday.';
    case 'day-listed':
      return `${shortDate(found.date)} is in the calendar already (${found.name.en}). Correct the row of that day instead of adding another.`;
    case 'day-not-listed':
      return `${shortDate(found.date)} is not in the calendar. Load the page again and choose the day anew.`;
    case 'too-many-days':
      return `are more than ${found.most} days at a time. Divide them.`;
    case 'in-a-package':
      return `is in ${found.package === null ? 'a package' : `package ${found.package.replace(/^.*\.p/, '')}`} already. A supplement is for units that had nothing in at the lock.`;
    case 'too-many-units':
      return `are more than ${found.most} units. Open several supplements.`;
    case 'empty':
      return 'is empty. Fill it in, or clear the whole row if it is not needed.';
    case 'missing':
      return 'is missing. Enter or choose it.';
    case 'invalid':
      return 'is not valid. Enter it again in the form suggested.';
    case 'reason-missing':
      return 'is empty. Say why, so that whoever receives it knows.';
    case 'not-a-date':
      return 'is not a date. Write day/month/year, for example 25/03/2022.';
    case 'too-long':
      return `is longer than ${found.most} characters. Shorten it.`;
    case 'not-an-amount':
    case 'not-a-number':
      return `“${found.given}” is not a number. Write it as 1.234.567 or 1234567.`;
    case 'comma-in-amount':
    case 'comma':
      return `“${found.given}” has a comma, so it can be read in two ways. Write a whole number with dots between thousands: 1.234.567.`;
    case 'not-whole':
      return 'must be a whole number, without a fraction. For example 1.234.567.';
    case 'negative':
      return 'cannot be negative. Enter 0 or more.';
    case 'zero':
      return 'must be more than 0. Enter it again, or clear the whole row if it is not needed.';
    case 'too-large':
      return `is more than allowed (${money(found.most).replace('\u00a0đ', '')}). Check the digits, or split it into several lines.`;
    case 'amount-differs':
      return `${money(found.given)} is not quantity × times × unit price = ${money(found.worked)}. Correct one of them, or leave it empty to have it worked out.`;
    case 'unknown-activity':
      return `“${found.given}” is not in the plan. Choose one of: ${found.allowed.join(', ')}.`;
    case 'not-your-activity':
      return `“${found.given}” is led by another unit. Choose one of: ${found.allowed.join(', ')}.`;
    case 'commune-budget-line':
      return "is the commune's own budget, outside this chain. Take the line out and put it in the commune's own estimate; it can stand only as a memo beside the chain's part of an activity with two routes.";
    case 'doubled-line':
      return 'is the same as another line. Reload the page and enter this line again.';
    case 'no-successor':
      return `has ${found.name.en}, which has ended and has no successor yet. Name one in “successions” of the plan and register it again.`;
    case 'nobody-reports':
      return 'nobody. Choose one unit at least, or add the units to the plan first.';
    case 'short-notice':
      return 'is not ticked, though the date leaves less than a working day. Move the date, or tick that you know.';
    case 'no-such-period':
      return `“${found.given}” is no part of this period. Reload the page.`;
    case 'not-owed':
      return `“${found.given}” is not an activity that this unit reports on, or it is there twice. Reload the page.`;
    case 'not-a-link':
      return `“${found.given}” is not an address. One address a line, beginning with http:// or https://.`;
    case 'too-many-links':
      return `more than ${found.most} addresses. Keep the main ones.`;
    case 'activity-unsaid':
      return `activity ${found.activity} is left out. Each activity that the unit leads needs its row, also where nothing was done.`;
    case 'done-above-planned':
      return `is empty, though ${found.done} were done where ${found.planned} were planned. Write one sentence; it goes up with the figures.`;
    case 'spent-above-granted':
      return `is empty, though more was spent than granted (${money(found.granted)}). Give the reason; it goes up with the figures.`;
    case 'far-from-last':
      return `is empty, though this time it is ${found.done}, far from last time (${found.before}). Write one sentence, or correct the figure.`;
    case 'estimate-not-trued':
      return `is empty, though the last report reckoned ${found.estimated}. Give the official figure of that period, or write one sentence why there is none yet.`;
    case 'reached-above-all':
      return `is above the whole: ${found.reached} of ${found.of}. What reaches a target is at most all there are, and there is at least one.`;
    case 'nothing-to-true':
      return 'is only for a period that is over and of which the last report gave an estimate. Leave it empty.';
    case 'done-without-count':
      return 'is empty, though it says done and the count is 0. Correct it, or write one sentence.';
    case 'unknown-line':
      return 'is not in the locked estimate. Reload the page.';
    case 'too-many-lines':
      return `has more than ${found.most} lines. Put small ones together.`;
    case 'no-lines':
      return 'has none yet. Enter at least one line, or sign that nothing is requested.';
    case 'bad-classification':
      return 'is not a code. Chapter, category and item have 3 digits, section and subsection 4; all may be left empty.';
    case 'unknown-code':
      return `${fields.classificationParts[found.part]} “${found.given}” is not in the budget index that was loaded. Look the code up on the page Budget index, or leave it empty.`;
    case 'no-codes':
      return 'is empty. Paste the table, one code a line: subsection; 6606; Publicity.';
    case 'code-row':
      return `“${found.given}” cannot be read. Write: kind; code; name. Chapter, category and item have 3 digits, section and subsection 4.`;
    case 'doubled-code':
      return `“${found.given}” repeats a code above it. Keep one of them.`;
    case 'too-many-codes':
      return `has more than ${found.most} rows, which is no budget index. Check the table.`;
    case 'above-proposed':
      return `is above what the unit proposed (${money(found.proposed)}). Keep or lower it; to raise it, return the estimate to the unit.`;
    case 'date-in-future':
      return `is after today (${shortDate(found.today)}). Choose today or an earlier day.`;
    case 'date-too-early':
      return `is too early. Choose ${shortDate(found.earliest)} or later.`;
    case 'due-out-of-order':
      return `is before the due date of the step before it (${shortDate(found.after)}). Choose that day or later.`;
    case 'unknown-unit':
      return `“${found.given}” is no unit of this plan's chain. Choose from the list.`;
    case 'not-in-package':
      return `“${found.given}” is not in this package. Choose one of its units.`;
    case 'outside-plan-period':
      return `is outside the plan's period (${shortDate(found.start)} to ${found.end === null ? 'now' : shortDate(found.end)}). Choose a year within it.`;
    case 'above-total':
      return `is above what there is now (${money(found.total)}), so nothing has to be cut. Enter 0 up to that total.`;
    case 'above-standing':
      return `is above the figure there is now (${money(found.standing)}). A cut to a ceiling only keeps or lowers.`;
    case 'above-ceiling':
      return `is passed by ${money(found.by)}. Lower the amounts that were fixed, or release them, and work it out again.`;
    case 'not-joint':
      return `“${found.given}” is no activity that several units lead together. Choose from the list.`;
    case 'above-activity':
      return `come to ${money(found.shared)}, above the total of the activity (${money(found.total)}). Lower them.`;
    case 'not-a-priority':
      return `must be a number from ${found.least} to ${found.most}; 1 is the most urgent and is kept longest.`;
    case 'wrong-basis':
      return BASES[found.allowed];
    case 'unknown-person':
      return `“${found.given}” is nobody in this plan. Choose a person from the list.`;
    case 'not-the-head':
      return 'is not the head of this office. Only the head lends the head’s signature.';
    case 'same-person':
      return 'is the giver too. Choose another person.';
    case 'not-office-work':
      return 'is not signed by this office. Choose from the list.';
    case 'lent-on':
      return `signs only by authorisation ${found.number}, and what is lent is not lent on. Let the head give the authorisation.`;
    case 'number-taken':
      return `“${found.number}” is the number of another authorisation of the year. Check the number.`;
    case 'authorisation-overlaps':
      return `falls on days of authorisation ${found.number} for the same kind of work. Revoke that one first, or choose other days.`;
    case 'authorisation-circular':
      return `has lent out signatures in those days (authorisation ${found.number}), which makes a circle. Choose another person or other days.`;
    case 'unknown-source':
      return `“${fields.sources[found.given]}”: nothing of this activity was approved from that source. Choose: ${found.allowed.map((source) => fields.sources[source]).join(', ')}.`;
    case 'above-balance':
      return `is above what is left of this activity from this source (${money(found.balance)}). Grant no more than that; for more, it has to be approved first.`;
    case 'tranche-taken':
      return `is the number of another grant. Use ${found.free}, or take the other grant back first.`;
    case 'below-granted':
      return `leaves the activity less than is granted of it from this source already (${money(found.granted)}). Take the grant back first, then adjust.`;
    case 'no-such-decision':
      return `names no decision of this round: there is no “${found.given}” of that date. Check the number and date on the paper that is changed.`;
    case 'decision-replaced':
      return `was replaced by decision ${found.number} of ${shortDate(found.date)}. Adjust the one in force.`;
    case 'wrong-direction':
      return found.kind === 'supplement'
        ? `is below what it is now (${money(found.before)}), and a supplement only raises. Enter more, or choose “Change”.`
        : `is above what it is now (${money(found.before)}), and a recovery only lowers. Enter less, or choose “Change”.`;
  }
};

/** What is wrong at one place of a form, with its remedy. */
export const problem = (found: AnyProblem): string => `${fields.place(found.path)}: ${explain(found)}`;
