import type { Context } from 'aws-lambda';
import * as z from 'zod';

const AnyContext = z.custom<Context>((value) => typeof value === 'object' && value !== null && 'awsRequestId' in value);

/** A call's context, as much of it as our wrappers look at. */
export const aContext = (): Context => AnyContext.parse({ awsRequestId: 'request-1', functionName: 'a-function' });
