import { describe, expect, it, vi } from 'vitest';
import { localClient } from '../../infra/local/local-tables.ts';
import { dynamoScan } from '../../shared/adapters/dynamodb-scan.ts';
import { sha256 } from '../../shared/adapters/hash.ts';
import { verifyStore } from '../../shared/app/verify.ts';
import { dynamoDbLocalUrl, noDynamoDbLocal, skipped } from '../support/each-dynamo.ts';
import { proposing } from '../support/package-p.ts';
import { openRuntime } from './open-runtime.ts';
import { peopleOnPages, PLAN } from './people-on-pages.ts';

describe.skipIf(noDynamoDbLocal !== undefined)(`the runtime on AWS's DynamoDB Local${skipped(noDynamoDbLocal)}`, () => {
  it('carries a round from its opening to every published result, stream and mails included', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', await dynamoDbLocalUrl());
    const { runtime, faults } = await openRuntime(PLAN);
    expect(runtime.emulatorPid).toBeUndefined();
    const people = peopleOnPages(runtime.portalUrl, 'vi', () => runtime.timeline.settled());
    await people.openRound();
    // What the stream of the journal brought about: each unit is told of its task.
    expect(runtime.mailbox.count()).toBe(7);
    for (const unit of proposing) await people.file(unit);
    await people.signNil();
    await people.lock();
    await people.passSynthesis();
    const appraised = await people.appraisalConfirm({});
    await people.done(await people.sign(appraised), 'forwarded');
    const published = await people.approve(await people.decisionForm(), '14/02/2022');
    expect(published.text).toContain('145/QĐ-UBND');
    const own = await people.as('tg.tt.vc');
    await own.follow(people.t.home.openResult);
    expect(own.page().text).toContain('74.400.000');
    expect(runtime.mailbox.count()).toBe(26);

    const scan = dynamoScan(localClient(runtime.endpointUrl), runtime.tables);
    expect((await verifyStore(scan, sha256)).faults).toEqual([]);
    expect(faults).toEqual([]);
  }, 120_000);
});
