import * as z from 'zod';
import { systemClock } from '../../shared/adapters/clock.ts';
import { bucketIn, fileKey, s3Files } from '../../shared/adapters/s3-files.ts';
import type { Clock, Files } from '../../shared/app/ports.ts';
import { region } from './addresses.ts';
import type { Deployment } from './deployment.ts';
import { folderBlobs } from './object-blobs.ts';
import { createObjects } from './objects.ts';
import { laptopCredentials } from './s3-protocol.ts';
import type { Database } from './sqlite.ts';

const Told = z.object({ FILES_BUCKET: z.string() });

/** The bucket of files, as the template tells the portal. */
export const bucketOf = ({ functions }: Pick<Deployment, 'functions'>): string => {
  const told = functions.map(({ environment }) => Told.safeParse(environment)).find(({ success }) => success);
  if (told?.data === undefined) throw new Error('No function of the template is told the bucket of files.');
  return told.data.FILES_BUCKET;
};

/** The files of a runtime that answers at an address. */
export const servedFiles = (
  deployment: Pick<Deployment, 'functions'>,
  endpoint: string,
  clock: Clock = systemClock,
): Files =>
  s3Files(
    bucketIn(bucketOf(deployment), () => ({
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: laptopCredentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: laptopCredentials.secretAccessKey,
    })),
    clock,
  );

/** The files of a runtime that is stopped, as they lie in its data folder. */
export const folderFiles = (deployment: Deployment, database: Database, folder: string): Pick<Files, 'sizeOf'> => {
  const bucket = bucketOf(deployment);
  const objects = createObjects({ database, blobs: folderBlobs(folder), buckets: [], now: () => new Date(0) });
  return {
    sizeOf: (locality, sha256) => {
      const found = objects.find(bucket, fileKey(locality, sha256));
      return Promise.resolve(found === undefined ? undefined : objects.bytesOf(found)?.byteLength);
    },
  };
};
