type FixtureResource = { Type: string; Properties: Record<string, unknown>; Metadata?: Record<string, unknown> };

const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

const lambda = (name: string, environment: Record<string, unknown>, timeout = 10): FixtureResource => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: { 'Fn::Join': ['-', ['fixture', name]] },
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Code: { ZipFile: '//' },
    Role: arn('Role'),
    Timeout: timeout,
    Environment: { Variables: environment },
  },
  Metadata: { 'local:entry': `functions/${name}/handler.ts` },
});

const statement = (Action: string[], Resource: unknown) => ({ Effect: 'Allow', Action, Resource });

/** A small deployment with one of everything; its functions are beside it. */
export const aTemplate = (): { Resources: Record<string, FixtureResource> } => ({
  Resources: {
    Journal: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'seq', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'seq', AttributeType: 'N' },
        ],
        StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
        BillingMode: 'PAY_PER_REQUEST',
        Replicas: [{ Region: { Ref: 'AWS::Region' } }],
      },
    },
    Operations: {
      Type: 'AWS::DynamoDB::GlobalTable',
      Properties: {
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
        TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      },
    },
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        Roles: [{ Ref: 'Role' }],
        PolicyDocument: {
          Statement: [
            statement(['dynamodb:PutItem', 'dynamodb:GetItem'], arn('Journal')),
            statement(
              ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams'],
              {
                'Fn::GetAtt': ['Journal', 'StreamArn'],
              },
            ),
            statement(
              ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
              [arn('MailQueue'), arn('DeadEntries')],
            ),
            statement(['ses:SendRawEmail'], { 'Fn::GetAtt': ['Sender', 'Arn'] }),
            statement(['states:StartExecution', 'states:SendTaskSuccess'], {
              'Fn::Sub': 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:fixture-wait',
            }),
            statement(['lambda:InvokeFunction'], arn('Tick')),
          ],
        },
      },
    },
    Portal: lambda('portal', {
      RECORDS_TABLE: 'Records',
      JOURNAL_TABLE: { Ref: 'Journal' },
      OPERATIONS_TABLE: { Ref: 'Operations' },
    }),
    OnEntry: lambda('on-entry', { MAIL_QUEUE_URL: { Ref: 'MailQueue' } }),
    SendLetter: lambda('send-letter', {
      PORTAL_URL: { 'Fn::GetAtt': ['Api', 'ApiEndpoint'] },
      MAIL_FROM: { 'Fn::Join': ['', ['trinh@', { Ref: 'Sender' }]] },
    }),
    Tick: lambda('tick', {}, 1),
    EntrySource: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: { 'Fn::GetAtt': ['Journal', 'StreamArn'] },
        FunctionName: { Ref: 'OnEntry' },
        BatchSize: 25,
        BisectBatchOnFunctionError: true,
        DestinationConfig: { OnFailure: { Destination: arn('DeadEntries') } },
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        MaximumRecordAgeInSeconds: 21_600,
        MaximumRetryAttempts: 10,
        StartingPosition: 'TRIM_HORIZON',
      },
    },
    MailSource: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: {
        EventSourceArn: arn('MailQueue'),
        FunctionName: { Ref: 'SendLetter' },
        BatchSize: 10,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
      },
    },
    MailQueue: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 60,
        RedrivePolicy: { deadLetterTargetArn: arn('DeadMail'), maxReceiveCount: 5 },
      },
    },
    DeadMail: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
    DeadEntries: { Type: 'AWS::SQS::Queue', Properties: {} },
    Sender: { Type: 'AWS::SES::EmailIdentity', Properties: { EmailIdentity: 'mail.example' } },
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arn('Portal'),
        PayloadFormatVersion: '2.0',
      },
    },
    AnyRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'ANY /{proxy+}',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
    RootRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'ANY /',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
    MayInvokePortal: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: arn('Portal'),
        Principal: 'apigateway.amazonaws.com',
      },
    },
    QuarterHour: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'cron(0/15 * * * ? *)',
        ScheduleExpressionTimezone: 'Asia/Ho_Chi_Minh',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: arn('Tick'), RoleArn: arn('Role'), Input: '{"at":"<aws.scheduler.scheduled-time>"}' },
      },
    },
    Wait: {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: 'fixture-wait',
        RoleArn: arn('Role'),
        DefinitionString: JSON.stringify({
          QueryLanguage: 'JSONata',
          StartAt: 'Tick',
          States: {
            Tick: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Arguments: { FunctionName: '${TickFn}', Payload: { at: 'a machine' } },
              End: true,
            },
          },
        }),
        DefinitionSubstitutions: { TickFn: arn('Tick') },
      },
    },
  },
});

/** The small deployment with more functions of the fixtures' folder, three seconds each, without variables. */
export const withFunctions = (...verbs: string[]): ReturnType<typeof aTemplate> => {
  const { Resources } = aTemplate();
  return {
    Resources: {
      ...Resources,
      ...Object.fromEntries(verbs.map((verb) => [`Extra${verb}`.replaceAll('-', ''), lambda(verb, {}, 3)])),
    },
  };
};
