import { shortDate } from '../../../shared/contracts/messages/format.ts';
import { CycleEvent } from '../../../shared/domain/cycle.ts';
import { EditionEvent } from '../../../shared/domain/edition.ts';
import type { Events, RecordType } from '../../../shared/domain/records.ts';
import { ReturnEvent } from '../../../shared/domain/return.ts';
import type { Told } from './story-words.ts';

/** Events that records of other kinds have, too: they are told with those. */
type Shared = 'FileAttached' | 'FileDetached';

/** What happens to cycles of reports and to the reports in them. */
type ReportEvent =
  | Exclude<Events['cycle'], { type: 'AttemptRaised' }>
  | Exclude<Events['return'], { type: Shared }>
  | Exclude<Events['edition'], { type: 'AttemptRaised' }>;

const TYPES: ReadonlySet<string> = new Set(
  [CycleEvent, ReturnEvent, EditionEvent]
    .flatMap(({ options }) => options.map(({ shape }) => shape.type.value))
    .filter((type) => type !== 'AttemptRaised' && type !== 'FileAttached' && type !== 'FileDetached'),
);

/** Whether an event is of a report, a cycle or an edition, and of nothing else. */
export const isOfReports = (event: Events[RecordType]): event is ReportEvent => TYPES.has(event.type);

/** Says in a few words what happened to a report or a cycle; undefined for the steps that only the system takes. */
export const tellReport = (event: ReportEvent): Told | undefined => {
  switch (event.type) {
    case 'CycleOpened': {
      const { units, due, cutOff } = event;
      const days = `${shortDate(due)}, ${shortDate(cutOff)}`;
      return {
        rank: 0,
        text: {
          vi: `mở kỳ báo cáo ${event.obligation} cho ${units.count} đơn vị; hạn và ngày chốt: ${days}`,
          en: `opened the cycle ${event.obligation} for ${units.count} units; due and cut off: ${days}`,
        },
      };
    }
    case 'ReturnPrepared':
      return { rank: 0, text: { vi: 'trình ký báo cáo', en: 'laid a report before the head to sign' } };
    case 'ReturnHandedBack':
      return {
        rank: 0,
        text: { vi: `chưa ký, trả lại báo cáo: ${event.remark}`, en: `handed the report back: ${event.remark}` },
      };
    case 'ReturnFiled': {
      const { act } = event;
      return {
        rank: 0,
        text:
          act.do === 'nil'
            ? { vi: `báo cáo không phát sinh: ${act.reason}`, en: `reported nothing: ${act.reason}` }
            : { vi: 'gửi báo cáo', en: 'sent the report' },
      };
    }
    case 'EstimatesTrued':
      return {
        rank: 0,
        text: {
          vi: `ghi số chính thức thay số ước của kỳ trước (${event.figures.length} nhiệm vụ)`,
          en: `replaced estimates of last time by official figures (${event.figures.length})`,
        },
      };
    case 'ReturnExcused':
      return {
        rank: 0,
        text: { vi: `cho miễn báo cáo: ${event.reason}`, en: `excused from the report: ${event.reason}` },
      };
    case 'CutOrdered':
      return {
        rank: 0,
        text: {
          'all-in': { vi: 'đã đủ báo cáo, chốt kỳ', en: 'everything is in, the cycle is cut off' },
          'cut-off': { vi: 'hết ngày chốt, chốt kỳ', en: 'the cut-off day has passed, the cycle is cut off' },
          office: { vi: 'chốt kỳ báo cáo', en: 'cut the cycle off' },
        }[event.cause],
      };
    case 'ReturnDraftSaved':
      return { rank: 0, text: { vi: 'lưu bản nháp báo cáo', en: 'saved a draft of the report' } };
    case 'EditionOrdered':
      return {
        rank: 0,
        text: { vi: `lập bản tổng hợp số ${event.number}`, en: `ordered edition ${event.number}` },
      };
    case 'EditionFormed':
      return { rank: 1, text: { vi: 'tổng hợp xong báo cáo', en: 'the reports are consolidated' } };
    case 'EditionPrepared':
      return {
        rank: 0,
        text: { vi: 'trình ký báo cáo tổng hợp', en: 'laid the consolidated report before the head to sign' },
      };
    case 'EditionHandedBack':
      return {
        rank: 0,
        text: {
          vi: `chưa ký, trả lại báo cáo tổng hợp: ${event.remark}`,
          en: `handed the consolidated report back: ${event.remark}`,
        },
      };
    case 'EditionSigned':
      return { rank: 0, text: { vi: 'ký báo cáo tổng hợp', en: 'signed the consolidated report' } };
    case 'EditionSent': {
      const { number, date } = event.paper;
      return {
        rank: 0,
        text: {
          vi: `gửi báo cáo tổng hợp, số ${number} ngày ${shortDate(date)}`,
          en: `sent the consolidated report up, number ${number} of ${shortDate(date)}`,
        },
      };
    }
    case 'ReceiptRecorded': {
      const number = event.number === null ? '' : ` (${event.number})`;
      return {
        rank: 0,
        text: {
          vi: `ghi nhận ${event.recipient} đã nhận báo cáo${number}`,
          en: `recorded that ${event.recipient} has the report${number}`,
        },
      };
    }
    case 'EditionSuperseded':
    case 'EditionStageOpened':
    case 'NarrativeSaved':
    case 'EditionOpened':
    case 'BatchGathered':
    case 'Consolidated':
    case 'ReturnsOpened':
    case 'ReturnsCut':
    case 'ReturnOpened':
    case 'ReturnExtended':
    case 'ReturnRedated':
    case 'ReturnCut':
      return undefined;
  }
};
