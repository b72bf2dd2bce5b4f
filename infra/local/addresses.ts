/** The region that the laptop plays; the one that the deployment is meant for. */
export const region = 'ap-southeast-1';

/** The account that the laptop plays. */
export const accountId = '000000000000';

/** The ARN of something of the laptop's account. */
export const arnOf = (service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** The last part of an ARN: the name of a function, queue, table or machine. Returns a bare name unchanged. */
export const nameOfArn = (arn: string): string => {
  const [resource = arn] = arn.split('/stream/');
  return resource.slice(Math.max(resource.lastIndexOf(':'), resource.lastIndexOf('/')) + 1);
};

/** The ARN of a table's stream. */
export const streamArnOf = (table: string): string =>
  arnOf('dynamodb', `table/${table}/stream/2021-01-01T00:00:00.000`);
