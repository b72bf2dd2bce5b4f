import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { type Fault, type Verified, verifyStore } from '../../shared/app/verify.ts';
import type { Files } from '../../shared/app/ports.ts';
import { synthesizeTemplate } from '../aws/app.ts';
import { dynamoFileIn, openDataFolder, runningIn } from './data-folder.ts';
import type { Deployment } from './deployment.ts';
import { startEmulator } from './emulator.ts';
import { folderFiles, servedFiles } from './local-files.ts';
import { localClient, tablesOf } from './local-tables.ts';
import { openDatabase } from './sqlite.ts';
import { messageOf, StartError } from './start-error.ts';
import { readTemplate } from './template.ts';

/** What each fault means, and what to do about it. */
const meanings: Readonly<Record<Fault['fault'], string>> = {
  'hash-differs': 'the entry is not what was hashed: its bytes were changed',
  'not-an-entry': 'the entry cannot be read',
  'wrong-stream': 'the entry belongs to another stream',
  'wrong-number': 'an entry is missing before this one, or it stands in the wrong place',
  'wrong-predecessor': 'the entry before this one was replaced',
  'unknown-stream': 'no record has such a stream',
  'cannot-follow': 'the entry cannot follow the one before it',
  'record-missing': 'the journal has it, the records do not: rebuild the record from the journal',
  'journal-missing': 'the records have it, the journal does not: the stream was removed',
  'record-differs': 'the record is not what its journal says: rebuild it from the journal',
  'page-differs': 'the content is not what its hash says: it was changed',
  'page-missing': 'content that is cited is not there',
  'shares-above-activity': 'has shares of a joint activity that are above its total',
  'counted-twice': 'counts an activity that several units lead more than once',
  'sources-differ': 'has totals by source that are not those of its lines',
  'total-differs': 'a total is not the sum of its lines',
  'figure-above-proposed': 'a figure is above what the unit proposed',
  'cut-without-reason': 'a cut has no reason',
  'outside-chain-money': "a commune's own money is in a chain estimate",
  'estimate-missing': 'a unit of the round has no estimate',
  'task-missing': 'an estimate or a report has no task',
  'return-missing': 'a unit of the cycle has no report, not even a missing one',
  'sum-differs': 'a number of an edition is not the sum of its reports, or a row is not what the report says',
  'return-not-cut': 'a report is not cut as its cycle says, or a version says wrongly when it came',
  'not-locked-into-it': 'a member of the package is not locked into it, or in another version',
  'authorisations-overlap': 'two authorisations of an office hold on the same days for the same work',
  'lent-to-giver': 'an authorisation is lent to its own giver',
  'signed-without-right': 'something was signed by who prepared it, for himself, or outside an authorisation’s days',
  'files-differ': 'the list of attached files is not what the journal says',
  'comments-differ': 'the comments of consulted offices are not what the journal says',
  'file-missing': 'the file is not in the store under its hash, or not whole: put it back from a copy',
  'granted-above-approved': 'more of an activity is granted than was approved',
  'balance-differs': 'what the ledger has approved of an activity and source is not what its lines come to',
  'lapse-differs': 'what lapsed at the end of the year is not what the unit had left',
};

/** What a verified store comes to, line by line. */
export const linesOf = ({ streams, entries, pages, faults }: Verified): string[] => [
  ...faults.map(
    ({ where, seq, fault }) => `${where}${seq === undefined ? '' : ` entry ${seq}`}: ${meanings[fault]} (${fault})`,
  ),
  `${streams} chains, ${entries} entries, ${pages} pages: ${faults.length === 0 ? 'every one verifies' : `${faults.length} off`}.`,
];

const deploymentAt = (endpoint: string): Deployment =>
  readTemplate(synthesizeTemplate(), { portalUrl: endpoint, endpointUrl: endpoint });

const verifyAt = (endpoint: string, deployment: Deployment, files: Pick<Files, 'sizeOf'>): Promise<Verified> =>
  verifyStore(dynamoScan(localClient(endpoint), tablesOf(deployment)), sha256, files);

const verifyServed = (endpoint: string): Promise<Verified> => {
  const deployment = deploymentAt(endpoint);
  return verifyAt(endpoint, deployment, servedFiles(deployment, endpoint));
};

const sameFault = (a: Fault, b: Fault): boolean => a.where === b.where && a.seq === b.seq && a.fault === b.fault;

/** While people work, a record may be read just after an entry was missed: what is off twice is off. */
const verifyRunning = async (endpoint: string): Promise<Verified> => {
  const first = await verifyServed(endpoint);
  if (first.faults.length === 0) return first;
  const second = await verifyServed(endpoint);
  return { ...second, faults: second.faults.filter((fault) => first.faults.some((seen) => sameFault(seen, fault))) };
};

const verifyStopped = async (folder: string): Promise<Verified> => {
  const held = openDataFolder(folder, false);
  try {
    const emulator = await startEmulator({ file: held.dynamo });
    try {
      const deployment = deploymentAt(emulator.url);
      const database = openDatabase(held.local);
      try {
        return await verifyAt(emulator.url, deployment, folderFiles(deployment, database, held.files));
      } finally {
        database.close();
      }
    } finally {
      await emulator.stop();
    }
  } finally {
    held.release();
  }
};

/** Verifies the store of a data folder: through the runtime that has it open, or by opening it. */
export const verifyFolder = async (folder: string): Promise<Verified> => {
  const running = runningIn(folder);
  if (running !== undefined) {
    try {
      return await verifyRunning(running.endpoint);
    } catch {
      // What was written down is of a runtime that was killed: the folder is free.
    }
  }
  if (!existsSync(dynamoFileIn(folder)))
    throw new StartError(
      `There is no store in ${folder}: name the data folder of npm start or npm run rehearse with --data DIR.`,
    );
  return verifyStopped(folder);
};

/** Runs `npm run verify`; exits with 1 where anything is off, with 2 where there is nothing to look at. */
export const main = async (args: readonly string[]): Promise<void> => {
  try {
    const { values } = parseArgs({ args: [...args], options: { data: { type: 'string', default: '.data' } } });
    const verified = await verifyFolder(path.resolve(values.data));
    console.log(linesOf(verified).join('\n'));
    if (verified.faults.length > 0) process.exitCode = 1;
  } catch (error) {
    console.error(messageOf(error));
    process.exitCode = 2;
  }
};
