/** What a function threw, or what ended it, as Lambda tells it; a trace only where its code threw. */
export type FunctionFault = { errorType: string; errorMessage: string; trace?: string[] };

/** A fault that Lambda's runtime itself raises, such as `Runtime.HandlerNotFound`. */
export class RuntimeFault extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The most that a function is given, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const largestRequestPayload = 6 * 1024 * 1024;
const largestResponsePayload = largestRequestPayload + 100;

/** What Lambda's Node runtime makes of a thrown value. */
export const faultOf = (error: unknown): FunctionFault => {
  try {
    if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
    return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      trace: [],
    };
  }
};

/** A time-out, as it is told to the caller. */
export const timedOut = (requestId: string, seconds: number): FunctionFault => ({
  errorType: 'Sandbox.Timedout',
  errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds.toFixed(2)} seconds`,
});

/** A request that Lambda does not take, in its own words. */
export const requestTooLarge = (most: number = largestRequestPayload): FunctionFault => ({
  errorType: 'RequestTooLargeException',
  errorMessage: `Request must be smaller than ${most} bytes for the InvokeFunction operation`,
});

const textOf = (result: unknown): string => {
  try {
    const text: unknown = JSON.stringify(result ?? null);
    return typeof text === 'string' ? text : 'null';
  } catch {
    throw new RuntimeFault('Runtime.JSONStringifyError', 'Unable to stringify response body');
  }
};

/** What the caller gets of a function's result: a copy that went through JSON, or a fault where that cannot be. */
export const answerOf = (result: unknown): { ok: true; payload: unknown } | { ok: false; error: FunctionFault } => {
  const text = textOf(result);
  if (Buffer.byteLength(text) > largestResponsePayload) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${largestResponsePayload} bytes).`;
    return { ok: false, error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
  }
  const payload: unknown = JSON.parse(text);
  return { ok: true, payload };
};
