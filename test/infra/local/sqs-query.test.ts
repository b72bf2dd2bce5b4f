import { describe, expect, it } from 'vitest';
import { awsFault, awsJson, type AwsResponse } from '../../../infra/local/aws-http.ts';
import { answerSqsQuery, isSqsQuery } from '../../../infra/local/sqs-query.ts';

const QueueUrl = 'http://127.0.0.1:1/000000000000/Mail';

/** What a form asks for in JSON, and how a JSON answer is told back. */
const ask = async (form: Readonly<Record<string, string>>, response: AwsResponse = awsJson(200, {})) => {
  const asked: unknown[] = [];
  const { status, body } = await answerSqsQuery(
    new URLSearchParams({ ...form, Version: '2012-11-05' }),
    (operation, json) => {
      asked.push([operation, json]);
      return response;
    },
  );
  const xml = body.toString().replaceAll(/<RequestId>[0-9a-f-]+<\/RequestId>/g, '<RequestId/>');
  return { asked: asked[0], status, xml };
};

describe("SQS's query protocol", () => {
  it('is told from others by its version', () => {
    expect(isSqsQuery(new URLSearchParams('Action=ListQueues&Version=2012-11-05'))).toBe(true);
    expect(isSqsQuery(new URLSearchParams('Action=SendEmail&Version=2010-12-01'))).toBe(false);
  });

  it('carries a message with its attributes', async () => {
    const { asked } = await ask({
      Action: 'SendMessage',
      QueueUrl,
      MessageBody: 'chờ duyệt & gửi',
      DelaySeconds: '5',
      'MessageAttribute.1.Name': 'lang',
      'MessageAttribute.1.Value.DataType': 'String',
      'MessageAttribute.1.Value.StringValue': 'vi',
      'MessageAttribute.2.Name': 'n',
      'MessageAttribute.2.Value.DataType': 'Number',
      'MessageAttribute.2.Value.StringValue': '7',
    });
    const MessageAttributes = {
      lang: { DataType: 'String', StringValue: 'vi' },
      n: { DataType: 'Number', StringValue: '7' },
    };
    const body = { QueueUrl, MessageBody: 'chờ duyệt & gửi', DelaySeconds: 5, MessageAttributes };
    expect(asked).toEqual(['SendMessage', body]);
  });

  it('carries a batch in its order, and what became of each', async () => {
    const entries = Array.from({ length: 10 }, (_, n) => ({ Id: `id-${n + 1}`, MessageBody: `${n}` }));
    const fields = new Map<string, string>();
    for (const [n, { Id, MessageBody }] of entries.entries().toArray().toReversed()) {
      fields.set(`SendMessageBatchRequestEntry.${n + 1}.Id`, Id);
      fields.set(`SendMessageBatchRequestEntry.${n + 1}.MessageBody`, MessageBody);
    }
    const answered = await ask(
      { Action: 'SendMessageBatch', QueueUrl, ...Object.fromEntries(fields) },
      awsJson(200, {
        Successful: [{ Id: 'id-1', MessageId: 'm' }],
        Failed: [{ Id: 'id-2', SenderFault: true, Code: 'No' }],
      }),
    );
    expect(answered.asked).toEqual(['SendMessageBatch', { QueueUrl, Entries: entries }]);
    expect(answered.xml).toContain(
      '<SendMessageBatchResultEntry><Id>id-1</Id><MessageId>m</MessageId></SendMessageBatchResultEntry>' +
        '<BatchResultErrorEntry><Id>id-2</Id><SenderFault>true</SenderFault><Code>No</Code></BatchResultErrorEntry>',
    );
  });

  it('tells of queues, attributes and messages', async () => {
    const listed = await ask({ Action: 'ListQueues' }, awsJson(200, { QueueUrls: ['a', 'b'] }));
    expect(listed).toEqual({
      asked: ['ListQueues', {}],
      status: 200,
      xml: '<ListQueuesResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><ListQueuesResult><QueueUrl>a</QueueUrl><QueueUrl>b</QueueUrl></ListQueuesResult><ResponseMetadata><RequestId/></ResponseMetadata></ListQueuesResponse>',
    });
    const all = { Action: 'GetQueueAttributes', QueueUrl, 'AttributeName.1': 'All' };
    const attributes = await ask(all, awsJson(200, { Attributes: { DelaySeconds: '0' } }));
    expect(attributes.asked).toEqual(['GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] }]);
    expect(attributes.xml).toContain('<Attribute><Name>DelaySeconds</Name><Value>0</Value></Attribute>');
    const message = { Body: '<b> & "x"', MessageAttributes: { lang: { DataType: 'String', StringValue: 'vi' } } };
    const received = await ask(
      { Action: 'ReceiveMessage', QueueUrl, MaxNumberOfMessages: '10' },
      awsJson(200, { Messages: [message] }),
    );
    expect(received.asked).toEqual(['ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 }]);
    expect(received.xml).toContain(
      '<Message><Body>&lt;b&gt; &amp; &quot;x&quot;</Body><MessageAttribute><Name>lang</Name><Value><DataType>String</DataType><StringValue>vi</StringValue></Value></MessageAttribute></Message>',
    );
  });

  it('tells of a fault under the code that this protocol has for it', async () => {
    const fault = awsFault(400, 'QueueDoesNotExist', 'There is no <such> queue.');
    const headers = { ...fault.headers, 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' };
    const { status, xml } = await ask({ Action: 'PurgeQueue', QueueUrl }, { ...fault, headers });
    expect([status, xml]).toEqual([
      400,
      '<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>There is no &lt;such&gt; queue.</Message><Detail/></Error><RequestId/></ErrorResponse>',
    ]);
    expect((await ask({ Action: 'PurgeQueue', QueueUrl }, fault)).xml).toContain('<Code>QueueDoesNotExist</Code>');
  });
});
