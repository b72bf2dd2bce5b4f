/** What a caller names a function by, taken apart. */
export type FunctionReference = {
  name: string;
  /** A version or alias; functions of a deployment have `$LATEST` alone. */
  qualifier: string | undefined;
  region: string | undefined;
  account: string | undefined;
};

/** The pattern of Invoke's FunctionName: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export const functionNamePattern =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?';

const reference =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:(?<region>[a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(?<account>\d{12}):)?(?:function:)?(?<name>[a-zA-Z0-9-_]+)(?::(?<qualifier>\$LATEST|[a-zA-Z0-9-_]+))?$/;

/** Reads a function's name, ARN or partial ARN; undefined for what Lambda would refuse as a name. */
export const readFunctionReference = (text: string): FunctionReference | undefined => {
  const found = text.length > 170 ? undefined : reference.exec(text)?.groups;
  const name = found?.['name'];
  if (found === undefined || name === undefined) return undefined;
  return { name, qualifier: found['qualifier'], region: found['region'], account: found['account'] };
};
