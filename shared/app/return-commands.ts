import type { Command } from '../contracts/commands.ts';
import type { ActingSetting } from '../domain/context.ts';
import { cycleOfReturn } from '../domain/ids.ts';
import type { Decision } from '../domain/refusal.ts';
import {
  excuseReturn,
  fileNil,
  fileReturn,
  handBackReturn,
  type OpenReturn,
  saveReturn,
  signReturn,
} from '../domain/return-decisions.ts';
import { returnTaskId } from '../domain/task.ts';
import { besideOf, contentOf, lastOf } from './beside.ts';
import type { Ports } from './ports.ts';

/** A command about one unit's report. */
export type ReturnCommand = Extract<Command, { readonly return: unknown }>;

/** Loads a report with its task and cycle, and decides. */
export const decideReturn = async (
  ports: Pick<Ports, 'store'>,
  setting: ActingSetting,
  command: ReturnCommand,
): Promise<Decision> => {
  const { store } = ports;
  const locality = setting.plan.locality.id;
  const [report, task, cycle] = await Promise.all([
    store.load(locality, 'return', command.return),
    store.load(locality, 'task', returnTaskId(command.return)),
    store.load(locality, 'cycle', cycleOfReturn(command.return)),
  ]);
  if (report === undefined || task === undefined || cycle === undefined) return { kind: 'not-found', what: 'return' };
  const open: OpenReturn = { report, task, cycle: cycle.body };
  switch (command.do) {
    case 'save-return':
      return saveReturn(open, command, setting);
    case 'file-return':
      return fileReturn(open, command, await besideOf(ports, report.body, cycle.body), setting);
    case 'nil-return':
      return fileNil(open, command, { last: await lastOf(ports, report.body) }, setting);
    case 'sign-return': {
      const [content, last] = await Promise.all([
        contentOf(ports, report.body, report.body.prepared),
        lastOf(ports, report.body),
      ]);
      return signReturn(open, command, { content, beside: { last } }, setting);
    }
    case 'hand-back-return':
      return handBackReturn(open, command, setting);
    case 'excuse-return':
      return excuseReturn(open, command, setting);
  }
};
