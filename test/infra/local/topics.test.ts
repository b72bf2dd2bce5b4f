import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createAsyncInvocations } from '../../../infra/local/async-invocations.ts';
import { missingInTemplate } from '../../../infra/local/rights-check.ts';
import { createSesFeedback, simulatedFate, userUnknown } from '../../../infra/local/ses-feedback.ts';
import { readTemplate } from '../../../infra/local/template.ts';
import { createTopics } from '../../../infra/local/topics.ts';
import { readFeedback } from '../../../shared/contracts/mail-feedback.ts';
import { mimeOf } from '../../../shared/adapters/ses-mailer.ts';
import { MailRequest } from '../../../shared/contracts/mail-request.ts';
import { aFunction, aTimeline, after } from './stand-ins.ts';
import { aTemplate } from './template-fixture.ts';

const addresses = { portalUrl: 'http://127.0.0.1:1', endpointUrl: 'http://127.0.0.1:2' };

const Sns = z.object({
  Records: z.tuple([
    z.looseObject({
      EventSource: z.literal('aws:sns'),
      Sns: z.looseObject({ TopicArn: z.string(), Message: z.string(), Timestamp: z.iso.datetime() }),
    }),
  ]),
});

type Change = Readonly<Record<string, object | undefined>>;

/** The small deployment with a topic that SES publishes to and `tick` hears; properties as the change has them. */
const withTopic = (change: Change = {}) => {
  const template = aTemplate();
  const parts: Readonly<Record<string, [type: string, properties: object]>> = {
    Heard: ['AWS::SNS::Topic', { KmsMasterKeyId: 'key' }],
    HeardBy: [
      'AWS::SNS::Subscription',
      { TopicArn: { Ref: 'Heard' }, Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Tick', 'Arn'] } },
    ],
    MayHear: [
      'AWS::Lambda::Permission',
      { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Tick' }, Principal: 'sns.amazonaws.com' },
    ],
    HeardPolicy: [
      'AWS::SNS::TopicPolicy',
      {
        Topics: [{ Ref: 'Heard' }],
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'ses.amazonaws.com' },
              Action: 'sns:Publish',
              Resource: { Ref: 'Heard' },
              Condition: { StringEquals: { 'AWS:SourceAccount': { Ref: 'AWS::AccountId' } } },
            },
          ],
        },
      },
    ],
    Set: ['AWS::SES::ConfigurationSet', { Name: 'mails' }],
    Fate: [
      'AWS::SES::ConfigurationSetEventDestination',
      {
        ConfigurationSetName: { Ref: 'Set' },
        EventDestination: {
          Enabled: true,
          MatchingEventTypes: ['bounce', 'complaint'],
          SnsDestination: { TopicARN: { Ref: 'Heard' } },
        },
      },
    ],
  };
  for (const [id, [Type, Properties]] of Object.entries(parts)) {
    const changed = change[id];
    if (id in change && changed === undefined) continue;
    template.Resources[id] = { Type, Properties: { ...Properties, ...changed } };
  }
  const sender = template.Resources['Sender'];
  if (sender !== undefined) sender.Properties['ConfigurationSetAttributes'] = { ConfigurationSetName: { Ref: 'Set' } };
  return template;
};

describe('topics of a template', () => {
  it('are read with who hears them, and what SES publishes there', () => {
    const deployment = readTemplate(withTopic(), addresses);
    expect(deployment.topics).toEqual([{ name: 'Heard', arn: 'arn:aws:sns:ap-southeast-1:000000000000:Heard' }]);
    expect(deployment.subscriptions).toEqual([{ topic: 'Heard', function: 'fixture-tick' }]);
    expect(deployment.senderSets).toEqual([{ sender: 'mail.example', set: 'mails' }]);
    expect(deployment.feedback).toEqual([
      { set: 'mails', topic: 'Heard', types: ['bounce', 'complaint'], mayPublish: true },
    ]);
    expect(missingInTemplate(deployment)).toEqual([]);
  });

  it.each([
    ['HeardBy', { Protocol: 'email', Endpoint: 'a@mail.example' }, 'a topic calls functions only here'],
    ['HeardBy', { FilterPolicy: { x: ['y'] } }, 'FilterPolicy'],
    ['Heard', { FifoTopic: true }, 'FifoTopic'],
    [
      'Fate',
      {
        EventDestination: {
          Enabled: true,
          MatchingEventTypes: ['open'],
          SnsDestination: { TopicARN: { Ref: 'Heard' } },
        },
      },
      'bounces and complaints are known here',
    ],
    [
      'Fate',
      { EventDestination: { Enabled: true, MatchingEventTypes: ['bounce'], CloudWatchDestination: {} } },
      'CloudWatchDestination',
    ],
  ])('are refused where their %s is what no laptop has', (id, change, said) => {
    expect(() => readTemplate(withTopic({ [id]: change }), addresses)).toThrow(said);
  });

  it('are refused where SES may not publish, or SNS may not call', () => {
    const missing = (change: Change) => missingInTemplate(readTemplate(withTopic(change), addresses)).join('; ');
    expect(missing({ HeardPolicy: undefined })).toContain('SES may not sns:Publish on');
    const elsewhere = { Topics: ['arn:aws:sns:ap-southeast-1:000000000000:Other'] };
    expect(missing({ HeardPolicy: elsewhere })).toContain('SES may not sns:Publish on');
    const foreign = {
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'ses.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: 'Heard' },
            Condition: { StringEquals: { 'AWS:SourceAccount': '111111111111' } },
          },
        ],
      },
    };
    expect(missing({ HeardPolicy: foreign })).toContain('SES may not sns:Publish on');
    expect(missing({ MayHear: undefined })).toContain('Heard may not lambda:InvokeFunction on');
  });
});

const open = (answer: (payload: unknown, call: number) => unknown, ground = aTimeline()) => {
  const { timeline, database } = ground;
  const { invoke, payloads } = aFunction(answer);
  const dead: string[] = [];
  const asyncs = createAsyncInvocations({
    database,
    definitions: [{ function: 'hears', retries: 2, maximumAge: 21_600, deadLetters: 'Dead' }],
    invoke,
    timeline,
    giveUp: (queue, body) => dead.push(`${queue} ${body}`),
  });
  timeline.add(asyncs.timers);
  const topics = createTopics({
    subscriptions: [
      { topic: 'Heard', function: 'hears' },
      { topic: 'Other', function: 'deaf' },
    ],
    accept: (name, event) => asyncs.accept(name, event),
    now: () => timeline.now(),
  });
  const messages = () => payloads.map((payload) => Sns.parse(payload).Records[0].Sns.Message);
  return { ...ground, topics, asyncs, messages, dead };
};

describe('a message of a topic', () => {
  it('calls whoever subscribes to that topic, as SNS calls a function', async () => {
    const { topics, messages, timeline } = open(() => 'heard');
    topics.publish('Heard', 'Xin chào', 'Hello');
    topics.publish('Nobody', 'lost', '');
    await timeline.settled();
    expect(messages()).toEqual(['Xin chào']);
  });

  it('is there again after a crash, and is kept where the function cannot take it', async () => {
    const ground = aTimeline();
    const before = open(() => 'never', ground);
    before.asyncs.stop();
    before.topics.publish('Heard', 'one', '');
    const { messages, dead, timeline } = open(() => {
      throw new Error('This is no notice.');
    }, ground);
    await timeline.stepTo(after(timeline.now(), 400));
    expect(messages()).toEqual(['one', 'one', 'one']);
    expect(dead).toEqual([expect.stringContaining('This is no notice.')]);
    await timeline.stepTo(after(timeline.now(), 86_400));
    expect(messages()).toHaveLength(3);
  });
});

describe('what SES says of a mail', () => {
  const request = MailRequest.parse({
    locality: 'tay-giang',
    cause: { stream: 'tay-giang#task#x', seq: 1 },
    plan: 'p',
    person: 'tg.kt.cv',
    notice: 'task',
  });
  const at = new Date('2022-03-01T00:00:00Z');
  const written = async () =>
    mimeOf(
      {
        to: { name: 'Ánh', address: 'anh@tg.example' },
        subject: 'Đề nghị',
        text: 'x',
        html: '<p>x</p>',
        language: 'vi',
        references: '<x@trinh.invalid>',
        request,
      },
      'trinh@mail.example',
      at,
    );

  it('goes to the topic of the set that its sender has, with the headers of the mail', async () => {
    const { topics, messages, timeline } = open(() => 'heard');
    const tell = createSesFeedback({
      definitions: [{ set: 'mails', topic: 'Heard', types: ['bounce'] }],
      setOf: (sender) => (sender.endsWith('@mail.example') ? 'mails' : undefined),
      topics,
      now: () => timeline.now(),
    });
    const mail = { id: '1', from: 'Trình <trinh@mail.example>', raw: await written(), at };
    tell(mail, 'anh@tg.example', userUnknown);
    tell(mail, 'anh@tg.example', { kind: 'absent' });
    tell(mail, 'anh@tg.example', { kind: 'complained' });
    tell({ ...mail, from: 'x@elsewhere.example' }, 'anh@tg.example', userUnknown);
    await timeline.settled();
    const [bounced, absent, ...more] = messages().map((message) => readFeedback(message).data);
    expect(more).toEqual([]);
    expect(bounced).toMatchObject({
      kind: 'bounced',
      sentAt: '2022-03-01T00:00:00.000Z',
      recipients: [{ address: 'anh@tg.example', detail: 'smtp; 550 5.1.1 user unknown' }],
      request,
    });
    expect(absent).toEqual({ kind: 'nothing', why: 'Transient General' });
  });

  it.each([
    ['bounce@simulator.amazonses.com', 'bounced'],
    ['Bounce+thu@simulator.amazonses.com', 'bounced'],
    ['suppressionlist@simulator.amazonses.com', 'bounced'],
    ['complaint@simulator.amazonses.com', 'complained'],
    ['ooto@simulator.amazonses.com', 'absent'],
    ['success@simulator.amazonses.com', undefined],
    ['bounce@tg.example', undefined],
  ])('of an address of its simulator, %s, is as on AWS', (address, kind) => {
    expect(simulatedFate(address)?.kind).toBe(kind);
  });
});
