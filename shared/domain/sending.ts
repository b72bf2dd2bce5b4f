import * as z from 'zod';
import { Instant, PlainDate } from './calendar.ts';
import { PagesRef } from './estimate.ts';
import { PersonId, UnitId } from './ids.ts';
import { Authority } from './journal.ts';

/** The steps that a consolidated report passes on its way up: the office's own words and signature, then the paper. */
export const EditionStage = z.enum(['consolidation', 'sending']);
export type EditionStage = z.infer<typeof EditionStage>;

/** By what way the paper leaves. */
export const Channel = z.enum(['document-system', 'paper', 'email']);
export type Channel = z.infer<typeof Channel>;

/** The paper by which a report goes up: number and date as the office gives them (Nghị định 30/2020/NĐ-CP, Điều 15). */
export const OutgoingPaper = z.strictObject({ number: z.string().min(1).max(50), date: PlainDate, channel: Channel });
export type OutgoingPaper = z.infer<typeof OutgoingPaper>;

/** Where a report goes on to, through whom, and who gets a copy. */
export const Onward = z.strictObject({
  to: z.array(UnitId).min(1),
  via: UnitId.nullable(),
  copies: z.array(UnitId).optional(),
});
export type Onward = z.infer<typeof Onward>;

/** That a recipient has it: confirmed by its own people, or by the incoming number that the sender was told. */
export const Receipt = z.strictObject({
  recipient: UnitId,
  number: z.string().max(50).nullable(),
  by: PersonId,
  at: Instant,
});
export type Receipt = z.infer<typeof Receipt>;

/** What an edition has of its way up; nothing of it where it stays with the office that put it together. */
export const Sending = z.strictObject({
  onward: Onward,
  /** Where it stands; null once it was sent, or another edition took its place. */
  position: z.strictObject({ stage: EditionStage, state: z.enum(['arriving', 'open']) }).nullable(),
  /** What the office says beside the numbers, and cannot change the numbers by: one page with a text. */
  narrative: z.strictObject({ content: PagesRef, by: PersonId, at: Instant }).nullable(),
  /** What lies with the head. */
  prepared: z.strictObject({ by: PersonId, at: Instant }).optional(),
  signed: z
    .strictObject({ by: PersonId, at: Instant, preparedBy: PersonId.optional(), authority: Authority.optional() })
    .nullable(),
  sent: z.strictObject({ paper: OutgoingPaper, by: PersonId, at: Instant }).nullable(),
  receipts: z.array(Receipt),
  /** A later edition took its place before it was sent. */
  superseded: z.literal(true).optional(),
  attempt: z.int().min(1),
  attemptAt: Instant,
});
export type Sending = z.infer<typeof Sending>;

/** What can happen to an edition on its way up. */
export const sendingEvents = [
  z.strictObject({ type: z.literal('EditionStageOpened'), stage: EditionStage }),
  z.strictObject({ type: z.literal('NarrativeSaved'), content: PagesRef }),
  z.strictObject({ type: z.literal('EditionPrepared'), content: PagesRef }),
  z.strictObject({ type: z.literal('EditionHandedBack'), remark: z.string().min(1) }),
  z.strictObject({ type: z.literal('EditionSigned'), content: PagesRef, preparedBy: PersonId.optional() }),
  z.strictObject({ type: z.literal('EditionSent'), paper: OutgoingPaper }),
  z.strictObject({ type: z.literal('ReceiptRecorded'), recipient: UnitId, number: z.string().max(50).nullable() }),
  z.strictObject({ type: z.literal('EditionSuperseded') }),
  z.strictObject({ type: z.literal('AttemptRaised'), attempt: z.int().min(2) }),
] as const;

const SendingEvent = z.discriminatedUnion('type', sendingEvents);
export type SendingEvent = z.infer<typeof SendingEvent>;

/** The way up as an edition begins it. */
export const beginSending = (onward: Onward, at: Instant): Sending => ({
  onward,
  position: { stage: 'consolidation', state: 'arriving' },
  narrative: null,
  signed: null,
  sent: null,
  receipts: [],
  attempt: 1,
  attemptAt: at,
});

type By = { readonly person: PersonId; readonly authority?: Authority | undefined };

const someone = (by: By | undefined): By => {
  if (by === undefined) throw new Error('A person does this to a consolidated report.');
  return by;
};

/** The way up after an entry. */
export const evolveSending = (state: Sending, event: SendingEvent, at: Instant, by: By | undefined): Sending => {
  switch (event.type) {
    case 'EditionStageOpened':
      return { ...state, position: { stage: event.stage, state: 'open' } };
    case 'NarrativeSaved':
      return { ...state, narrative: { content: event.content, by: someone(by).person, at } };
    case 'EditionPrepared': {
      const { person } = someone(by);
      return { ...state, narrative: { content: event.content, by: person, at }, prepared: { by: person, at } };
    }
    case 'EditionHandedBack': {
      const { prepared: _, ...rest } = state;
      return rest;
    }
    case 'EditionSigned': {
      const { prepared: _, ...rest } = state;
      const { person, authority } = someone(by);
      return {
        ...rest,
        narrative: rest.narrative ?? { content: event.content, by: person, at },
        position: { stage: 'sending', state: 'arriving' },
        signed: {
          by: person,
          at,
          ...(event.preparedBy === undefined ? {} : { preparedBy: event.preparedBy }),
          ...(authority === undefined ? {} : { authority }),
        },
      };
    }
    case 'EditionSent':
      return { ...state, position: null, sent: { paper: event.paper, by: someone(by).person, at } };
    case 'ReceiptRecorded':
      return {
        ...state,
        receipts: [...state.receipts, { recipient: event.recipient, number: event.number, by: someone(by).person, at }],
      };
    case 'EditionSuperseded': {
      const { prepared: _, ...rest } = state;
      return { ...rest, position: null, superseded: true };
    }
    case 'AttemptRaised':
      return { ...state, attempt: event.attempt, attemptAt: at };
  }
};
