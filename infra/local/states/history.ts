import type { Json } from './json.ts';

/** Details of an event as the API carries them. */
export type EventDetails = { [field: string]: Json };

/** An event of an execution's history; `at` in epoch milliseconds. */
export type HistoryEvent = {
  id: number;
  previousEventId: number;
  at: number;
  type: string;
  /** Name of the field that holds the details (`taskFailedEventDetails`), and the details. */
  detailsField: string;
  details: EventDetails;
};

const fieldOf = (type: string): string => {
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`;
};

/** Makes an event. The first state, an abort and an execution's time-out point at no event before them, as on AWS. */
export const historyEvent = (id: number, at: number, type: string, details: EventDetails): HistoryEvent => ({
  id,
  previousEventId: id <= 2 || type === 'ExecutionAborted' || type === 'ExecutionTimedOut' ? 0 : id - 1,
  at,
  type,
  detailsField: fieldOf(type),
  details,
});

const notTruncated: Json = { truncated: false };

/** A text that the history carries whole. */
export const inputDetails = (input: string): EventDetails => ({ input, inputDetails: notTruncated });
/** A text that the history carries whole. */
export const outputDetails = (output: string): EventDetails => ({ output, outputDetails: notTruncated });
/** The variables that a state assigned, each as JSON text. */
export const assignedDetails = (variables: readonly (readonly [string, Json])[]): EventDetails =>
  variables.length === 0
    ? {}
    : {
        assignedVariables: Object.fromEntries(variables.map(([name, value]) => [name, JSON.stringify(value)])),
        assignedVariablesDetails: notTruncated,
      };
/** Error and cause, without those that are absent. */
export const failureDetails = (failure: { error?: string | undefined; cause?: string | undefined }): EventDetails => ({
  ...(failure.error === undefined ? {} : { error: failure.error }),
  ...(failure.cause === undefined ? {} : { cause: failure.cause }),
});

/** The most events that one execution may have; the last of them is its failure. */
export const eventLimit = 25_000;
