import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { actionsOn, Arn, Document, fn, of, only, reading, statementsOf, template } from './synthesized.ts';

describe('what SES says of mails', () => {
  const [topic, { KmsMasterKeyId }] = only(
    of('AWS::SNS::Topic', z.looseObject({ KmsMasterKeyId: Arn.optional() })).filter(([id]) =>
      id.startsWith('MailFeedback'),
    ),
  );
  const [set] = only(of('AWS::SES::ConfigurationSet', z.looseObject({})));

  test('is published by SES itself, for whatever the sender sends, and not mailed to him', () => {
    expect(only(of('AWS::SES::EmailIdentity', z.looseObject({})))[1]).toMatchObject({
      ConfigurationSetAttributes: { ConfigurationSetName: { Ref: set } },
      FeedbackAttributes: { EmailForwardingEnabled: false },
    });
    expect(only(of('AWS::SES::ConfigurationSetEventDestination', z.looseObject({})))[1]).toEqual({
      ConfigurationSetName: { Ref: set },
      EventDestination: {
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint'],
        SnsDestination: { TopicARN: { Ref: topic } },
      },
    });
  });

  test('lies encrypted, and nobody but SES for this account and that set may say it', () => {
    const [key] = KmsMasterKeyId?.['Fn::GetAtt'] ?? [];
    expect(template.Resources[key ?? '']).toMatchObject({
      Type: 'AWS::KMS::Key',
      Properties: { EnableKeyRotation: true },
    });
    const policy = of('AWS::SNS::TopicPolicy', z.looseObject({ PolicyDocument: Document })).find(([id]) =>
      id.startsWith('MailFeedback'),
    )?.[1];
    const allowed = policy?.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow') ?? [];
    expect(only(allowed)).toMatchObject({
      Action: ['sns:Publish'],
      Principal: { Service: 'ses.amazonaws.com' },
      Condition: {
        StringEquals: {
          'AWS:SourceAccount': { Ref: 'AWS::AccountId' },
          'AWS:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([':configuration-set/', { Ref: set }])] },
        },
      },
    });
  });

  test('is heard by one function, which decides nothing: it changes neither records nor journal', () => {
    expect(of('AWS::SNS::Subscription', z.looseObject({})).map(([, { Endpoint }]) => Endpoint)).toEqual([
      { 'Fn::GetAtt': [fn('hear-feedback')[0], 'Arn'] },
    ]);
    expect(actionsOn('hear-feedback', 'TablesRecords')).toEqual(reading);
    expect(actionsOn('hear-feedback', 'TablesJournal')).toEqual(reading);
  });

  test('mail that is sent to us is taken in by nothing: there is no rule that receives any', () => {
    const types = Object.values(template.Resources).map(({ Type }) => Type);
    expect(types.filter((type) => /^AWS::SES::Receipt|MailManager/.test(type))).toEqual([]);
  });

  test('SES is asked for its rate, and the sender may use the set that its identity applies', () => {
    expect(actionsOn('send-mail', set)).toEqual(['ses:SendRawEmail']);
    expect(statementsOf('send-mail').flatMap(({ Action }) => Action)).toContain('ses:GetSendQuota');
    const alarm = of('AWS::CloudWatch::Alarm', z.looseObject({})).find(
      ([, one]) => one['MetricName'] === 'PutOffError',
    );
    expect(alarm?.[1]).toMatchObject({ Threshold: 1, AlarmActions: [expect.anything()] });
    expect(only(of('AWS::Logs::MetricFilter', z.looseObject({})))[1]).toMatchObject({
      FilterPattern: '{ $.fault = "PutOffError" }',
      MetricTransformations: [{ MetricName: 'PutOffError' }],
    });
  });
});
