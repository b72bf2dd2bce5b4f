import type { Command } from '../contracts/commands.ts';
import type { ActingSetting } from '../domain/context.ts';
import { cycleOfEdition } from '../domain/ids.ts';
import type { Decision } from '../domain/refusal.ts';
import {
  finishEdition,
  handBackEdition,
  type OpenEdition,
  recordReceipt,
  saveNarrative,
  sendEdition,
  signEdition,
} from '../domain/sending-decisions.ts';
import { editionTaskId, receiptTaskId } from '../domain/task.ts';
import type { Ports } from './ports.ts';

/** A command about a consolidated report. */
export type EditionCommand = Extract<Command, { readonly edition: unknown }>;

/** Loads a consolidated report with its cycle and the task of its step, and decides. */
export const decideSending = async (
  { store }: Pick<Ports, 'store'>,
  setting: ActingSetting,
  command: EditionCommand,
): Promise<Decision> => {
  const locality = setting.plan.locality.id;
  const [edition, cycle] = await Promise.all([
    store.load(locality, 'edition', command.edition),
    store.load(locality, 'cycle', cycleOfEdition(command.edition)),
  ]);
  if (edition === undefined || cycle === undefined) return { kind: 'not-found', what: 'edition' };
  const stage = edition.body.sending?.position?.stage ?? 'sending';
  const id =
    command.do === 'record-receipt'
      ? receiptTaskId(command.edition, command.recipient)
      : editionTaskId(stage, command.edition);
  const open: OpenEdition = { edition, cycle: cycle.body, task: await store.load(locality, 'task', id) };
  switch (command.do) {
    case 'save-narrative':
      return saveNarrative(open, command, setting);
    case 'finish-edition':
      return finishEdition(open, command, setting);
    case 'sign-edition':
      return signEdition(open, command, setting);
    case 'hand-back-edition':
      return handBackEdition(open, command, setting);
    case 'send-edition':
      return sendEdition(open, command, setting);
    case 'record-receipt':
      return recordReceipt(open, command, setting);
  }
};
