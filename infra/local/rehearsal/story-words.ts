import { money, shortDate } from '../../../shared/contracts/messages/format.ts';
import { messagesIn } from '../../../shared/contracts/messages/messages.ts';
import { totalOfAmounts } from '../../../shared/domain/funds.ts';
import type { Events, RecordType } from '../../../shared/domain/records.ts';
import type { StageKey } from '../../../shared/domain/plan.ts';
import type { Bilingual, Language } from '../../../shared/domain/text.ts';
import { isOfReports, tellReport } from './story-reports.ts';

/** What is told of an event. `rank` puts what follows from something after it where both bear the same moment. */
export type Told = { readonly rank: number; readonly text: Bilingual };

const stageName = (language: Language, stage: StageKey): string =>
  messagesIn(language).round.stages[stage].toLocaleLowerCase('vi');

const stagesInOrder = ['estimate', 'synthesis', 'appraisal', 'approval'] as const;

const datesOf = (due: Extract<Events['round'], { type: 'RoundOpened' }>['due'], language: Language): string =>
  stagesInOrder
    .flatMap((stage) => {
      const date = due[stage];
      return date === undefined ? [] : [`${stageName(language, stage)} ${shortDate(date)}`];
    })
    .join(', ');

/** Says in a few words what happened; undefined for the steps between that only the system takes. */
export const tell = (event: Events[RecordType]): Told | undefined => {
  if (isOfReports(event)) return tellReport(event);
  switch (event.type) {
    case 'RoundOpened': {
      const { due, units } = event;
      return {
        rank: 0,
        text: {
          vi: `mở đợt dự toán cho ${units.count} đơn vị; hạn: ${datesOf(due, 'vi')}`,
          en: `opened the round for ${units.count} units; due: ${datesOf(due, 'en')}`,
        },
      };
    }
    case 'SubmitterNamed':
      return {
        rank: 0,
        text: {
          vi: `chỉ định ${event.unit} nộp phần của nhiệm vụ ${event.activity}`,
          en: `named ${event.unit} to submit ${event.activity}`,
        },
      };
    case 'ActivityShared':
      return {
        rank: 0,
        text: {
          vi: `chia kinh phí nhiệm vụ ${event.activity}: ${event.shares.map(({ unit, amount }) => `${unit} ${money(amount)}`).join(', ')}`,
          en: `shared ${event.activity}: ${event.shares.map(({ unit, amount }) => `${unit} ${money(amount)}`).join(', ')}`,
        },
      };
    case 'CodesLoaded': {
      const { count } = event.codes;
      return {
        rank: 0,
        text: { vi: `nạp mục lục ngân sách, ${count} mã`, en: `loaded the budget index, ${count} codes` },
      };
    }
    case 'DraftSaved':
      return {
        rank: 0,
        text: { vi: `lưu nháp ${money(event.total)}`, en: `saved a draft of ${money(event.total)}` },
      };
    case 'EstimateSubmitted':
      return {
        rank: 0,
        text: {
          vi: `nộp dự toán ${money(event.total)}${event.late ? ' (nộp muộn)' : ''}`,
          en: `submitted an estimate of ${money(event.total)}${event.late ? ' (late)' : ''}`,
        },
      };
    case 'EstimateRecalled':
      return { rank: 0, text: { vi: 'rút lại dự toán', en: 'recalled the estimate' } };
    case 'NilSigned':
      return {
        rank: 0,
        text: {
          vi: `ký không đề xuất kinh phí${event.late ? ' (muộn)' : ''}: ${event.reason}`,
          en: `signed that it proposes nothing${event.late ? ' (late)' : ''}: ${event.reason}`,
        },
      };
    case 'EstimateReturned':
      return {
        rank: 0,
        text: {
          vi: `trả lại dự toán, hạn nộp lại ${shortDate(event.due)}: ${event.reason}`,
          en: `returned the estimate, due again ${shortDate(event.due)}: ${event.reason}`,
        },
      };
    case 'FileAttached':
      return {
        rank: 0,
        text: { vi: `đính kèm tệp “${event.file.name}”`, en: `attached the file “${event.file.name}”` },
      };
    case 'FileDetached':
      return { rank: 0, text: { vi: 'gỡ một tệp đính kèm', en: 'took an attached file off' } };
    case 'LineCommented': {
      const { unit, line, text } = event.comment;
      return {
        rank: 0,
        text: {
          vi: `ý kiến phối hợp về ${line === null ? `dự toán của ${unit}` : `dòng ${line} của ${unit}`}: ${text}`,
          en: `commented on ${line === null ? `the estimate of ${unit}` : `line ${line} of ${unit}`}: ${text}`,
        },
      };
    }
    case 'CommentWithdrawn':
      return { rank: 0, text: { vi: `rút ý kiến số ${event.no}`, en: `withdrew comment ${event.no}` } };
    case 'LockOrdered':
      return { rank: 0, text: { vi: 'khóa dự toán của cả đợt', en: 'locked the round' } };
    case 'FiguresSet': {
      const { stage, total, changed } = event.set;
      return {
        rank: 0,
        text: {
          vi: `${stage === 'approval' ? 'ghi số phê duyệt' : 'thẩm định'} ${money(total)} (${changed} nội dung thay đổi)`,
          en: `${stage === 'approval' ? 'set the figures to approve at' : 'appraised at'} ${money(total)} (${changed} line${changed === 1 ? '' : 's'} changed)`,
        },
      };
    }
    case 'StageForwarded': {
      const { stage, next, submission, content } = event;
      return {
        rank: 0,
        text: {
          vi: `xong bước ${stageName('vi', stage)}, ${stage === 'appraisal' ? 'trình lên' : 'chuyển sang'} bước ${stageName('vi', next)} (lần ${submission}): ${money(content.totals.approved)}`,
          en: `finished the ${stageName('en', stage)} and ${stage === 'appraisal' ? 'submitted upward for' : 'passed it on to'} ${stageName('en', next)} (submission ${submission}): ${money(content.totals.approved)}`,
        },
      };
    }
    case 'StageReturned': {
      const { to, submission, reason } = event;
      return {
        rank: 0,
        text: {
          vi: `trả lại lần ${submission} về bước ${stageName('vi', to)}: ${reason}`,
          en: `returned submission ${submission} to ${stageName('en', to)}: ${reason}`,
        },
      };
    }
    case 'PackageApproved': {
      const { content, decision } = event;
      return {
        rank: 0,
        text: {
          vi: `phê duyệt ${money(content.totals.approved)}, quyết định số ${decision.number}`,
          en: `approved ${money(content.totals.approved)}, decision ${decision.number}`,
        },
      };
    }
    case 'PackageSealed': {
      if (event.adjusts !== undefined) {
        const { cites, before, reason } = event.adjusts;
        const [was, will] = [money(before), money(event.content.totals.approved)];
        return {
          rank: 1,
          text: {
            vi: `lập hồ sơ điều chỉnh quyết định số ${cites.number}, từ ${was} thành ${will}: ${reason}`,
            en: `opened an adjustment of decision ${cites.number}, from ${was} to ${will}: ${reason}`,
          },
        };
      }
      const { submitted, nil, missing } = event.counts;
      return {
        rank: 1,
        text: {
          vi: `lập hồ sơ trình ${money(event.content.totals.proposed)}: ${submitted} đã nộp, ${nil} không đề xuất, ${missing} chưa nộp`,
          en: `sealed the package of ${money(event.content.totals.proposed)}: ${submitted} submitted, ${nil} nil, ${missing} missing`,
        },
      };
    }
    case 'PackageOpened': {
      const { origin, due, units } = event;
      const part = origin?.kind === 'part';
      return {
        rank: 1,
        text: {
          vi: `${part ? `tách phần của ${units.join(', ')} thành hồ sơ số ${event.number}` : `mở hồ sơ bổ sung số ${event.number} cho ${units.join(', ')}`}, hạn ${shortDate(due)}`,
          en: `${part ? `made the part of ${units.join(', ')} package ${event.number}` : `opened supplement ${event.number} for ${units.join(', ')}`}, due ${shortDate(due)}`,
        },
      };
    }
    case 'PartLeft':
      return {
        rank: 0,
        text: {
          vi: `trả lại phần của ${event.unit}: ${event.reason}`,
          en: `returned the part of ${event.unit}: ${event.reason}`,
        },
      };
    case 'CollectingClosed':
      return { rank: 0, text: { vi: 'chốt hồ sơ, không chờ thêm', en: 'closed the collecting without the rest' } };
    case 'TaskReminded': {
      const { rungs, escalatedTo: to } = event;
      const up =
        to === undefined ? { vi: '', en: '' } : { vi: `, báo lên ${to.office}`, en: `, escalated to ${to.office}` };
      return {
        rank: 1,
        text: { vi: `được nhắc việc (${rungs.join(', ')})${up.vi}`, en: `was reminded (${rungs.join(', ')})${up.en}` },
      };
    }
    case 'TaskLapsed':
      return event.ladder?.end === 'lock'
        ? { rank: 1, text: { vi: 'quá nấc cuối mà chưa chốt', en: 'was not closed by the last rung' } }
        : { rank: 1, text: { vi: 'hết hạn mà không nộp', en: 'lapsed without an answer' } };
    case 'LockedByLadder':
      return {
        rank: 1,
        text: {
          vi: `hệ thống chốt dự toán theo nấc cuối của kế hoạch (${event.rung})`,
          en: `the system closed the estimates by the plan's last rung (${event.rung})`,
        },
      };
    case 'TaskExtended':
      return {
        rank: 0,
        text: {
          vi: `gia hạn đến ${shortDate(event.due)}: ${event.reason}`,
          en: `extended it to ${shortDate(event.due)}: ${event.reason}`,
        },
      };
    case 'TaskRedated':
      return {
        rank: 1,
        text: {
          vi: `tính lại theo lịch: hạn ${shortDate(event.due)}`,
          en: `followed the calendar: due ${shortDate(event.due)}`,
        },
      };
    case 'TaskHandedOver':
      return {
        rank: 1,
        text: {
          vi: `bàn giao từ ${event.from} cho ${event.to.join(', ')}`,
          en: `was handed over from ${event.from} to ${event.to.join(', ')}`,
        },
      };
    case 'AbsenceRecorded': {
      const days = `${shortDate(event.from)}–${shortDate(event.until)}`;
      const by = event.standIn;
      return {
        rank: 0,
        text: {
          vi: `ghi ${event.person} vắng ${days}, ${by === null ? 'chưa có người thay' : `${by} thay`}`,
          en: `recorded ${event.person} as away ${days}, ${by === null ? 'with no stand-in yet' : `${by} stands in`}`,
        },
      };
    }
    case 'StandInNamed':
      return { rank: 0, text: { vi: `cử ${event.standIn} làm thay`, en: `named ${event.standIn} to stand in` } };
    case 'LeavingCancelled':
      return { rank: 0, text: { vi: 'bỏ ghi thôi giữ chức vụ', en: 'took back that somebody leaves' } };
    case 'AbsenceCancelled':
      return { rank: 0, text: { vi: 'bỏ ghi vắng mặt', en: 'took an absence back' } };
    case 'LeavingRecorded':
      return {
        rank: 0,
        text: {
          vi: `ghi ${event.person} thôi giữ chức vụ sau ngày ${shortDate(event.lastDay)}`,
          en: `recorded that ${event.person} leaves after ${shortDate(event.lastDay)}`,
        },
      };
    case 'WorkHandedOver':
    case 'PeopleHandedOver':
      return {
        rank: 1,
        text: { vi: `đã bàn giao ${event.tasks} việc`, en: `handed over ${event.tasks} tasks` },
      };
    case 'CalendarChanged': {
      const count = event.set.length + event.removed.length;
      return { rank: 0, text: { vi: `sửa lịch làm việc, ${count} ngày`, en: `changed the calendar, ${count} days` } };
    }
    case 'TasksRedated':
      return {
        rank: 1,
        text: {
          vi: `đã tính lại hạn của ${event.tasks.count} việc theo lịch mới`,
          en: `re-dated ${event.tasks.count} tasks by the changed calendar`,
        },
      };
    case 'AttemptRaised':
      return { rank: 1, text: { vi: 'quy trình được chạy lại', en: 'the workflow was started again' } };
    case 'PackagePublished':
      return { rank: 2, text: { vi: 'công bố kết quả', en: 'published the result' } };
    case 'ResultPublished':
      return {
        rank: 3,
        text: { vi: `được duyệt ${money(event.approved)}`, en: `is granted ${money(event.approved)}` },
      };
    case 'EstimatePrepared': {
      const { act } = event;
      return {
        rank: 0,
        text:
          act.do === 'nil'
            ? { vi: 'trình ký không đề xuất kinh phí', en: 'laid a nil before the head to sign' }
            : {
                vi: `trình ký dự toán ${money(act.total)}`,
                en: `laid an estimate of ${money(act.total)} before the head to sign`,
              },
      };
    }
    case 'StagePrepared':
      return {
        rank: 0,
        text: {
          vi: `trình người đứng đầu ký bước ${stageName('vi', event.stage)}: ${money(event.content.totals.approved)}`,
          en: `laid the ${stageName('en', event.stage)} before the head to sign: ${money(event.content.totals.approved)}`,
        },
      };
    case 'EstimateHandedBack':
    case 'StageHandedBack':
      return {
        rank: 0,
        text: { vi: `trả lại chuyên viên: ${event.remark}`, en: `handed it back to the officer: ${event.remark}` },
      };
    case 'AuthorisationRecorded': {
      const { number, from, until } = event;
      const days = `${shortDate(from)}–${shortDate(until)}`;
      return {
        rank: 0,
        text: { vi: `ghi nhận giấy ủy quyền số ${number} (${days})`, en: `recorded authorisation ${number} (${days})` },
      };
    }
    case 'AuthorisationRevoked':
      return {
        rank: 0,
        text: {
          vi: `thu hồi ủy quyền ${event.authorisation}: ${event.reason}`,
          en: `revoked authorisation ${event.authorisation}: ${event.reason}`,
        },
      };
    case 'GrantRecorded': {
      const amount = money(totalOfAmounts(event.amounts));
      return {
        rank: 0,
        text: {
          vi: `ghi đợt cấp ${event.tranche}: giao ${amount}, quyết định số ${event.paper.number}`,
          en: `recorded tranche ${event.tranche}: granted ${amount}, decision ${event.paper.number}`,
        },
      };
    }
    case 'GrantReversed': {
      const amount = money(totalOfAmounts(event.amounts));
      return {
        rank: 0,
        text: {
          vi: `thu hồi ${amount}, quyết định số ${event.paper.number}: ${event.reason}`,
          en: `took back ${amount}, decision ${event.paper.number}: ${event.reason}`,
        },
      };
    }
    case 'RoundClosed':
      return {
        rank: 0,
        text: {
          vi: `kết thúc đợt: đã giao ${money(event.totals.granted)}, hết hiệu lực ${money(event.totals.lapsed)}`,
          en: `closed the round: ${money(event.totals.granted)} granted, ${money(event.totals.lapsed)} lapsed`,
        },
      };
    case 'AdjustmentWithdrawn':
      return {
        rank: 0,
        text: { vi: `rút hồ sơ điều chỉnh: ${event.reason}`, en: `withdrew the adjustment: ${event.reason}` },
      };
    case 'AdjustmentApplied':
      return {
        rank: 3,
        text: {
          vi: `được điều chỉnh theo quyết định số ${event.number}`,
          en: `is adjusted by decision ${event.number}`,
        },
      };
    case 'EstimateReopened':
    case 'UnitCameIn':
    case 'UnitTookBack':
    case 'MembersSealed':
    case 'PackageEnded':
    case 'AdjustmentOpened':
    case 'AdjustmentClosed':
    case 'YearEndOrdered':
    case 'PlanRegistered':
    case 'EstimatesOpened':
    case 'PackageFormed':
    case 'EstimateOpened':
    case 'EstimateLocked':
    case 'StageOpened':
    case 'PhaseFrozen':
    case 'PhaseReopened':
    case 'DecisionPrepared':
    case 'TaskOpened':
    case 'TaskDone':
    case 'TaskReopened':
    case 'EstimateExtended':
      return undefined;
  }
};
