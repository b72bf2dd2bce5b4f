import { CfnElement, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ProjectFunction } from './function.ts';

/** What one function may do with each table; a table that is left out is out of its reach. */
export type TableRights = {
  readonly records: 'read' | 'write';
  readonly journal: 'read' | 'append';
  readonly operations?: 'read' | 'put' | 'write';
};

const keep = {
  billing: Billing.onDemand(),
  pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  deletionProtection: true,
  removalPolicy: RemovalPolicy.RETAIN,
};

const reading = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];

/** A transaction needs the right to each of its actions on each table; a record is put whole, or only checked. */
const committing = ['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'];

/** Every call that changes or removes an item; BatchWriteItem also puts, but without a condition. */
const rewriting = [
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'dynamodb:BatchWriteItem',
  'dynamodb:PartiQLUpdate',
  'dynamodb:PartiQLDelete',
];

/** `Records` (current state), `Journal` (append-only) and `Operations` (tokens, sessions, mail ledger). */
export class Tables extends Construct {
  readonly records: TableV2;
  readonly journal: TableV2;
  readonly operations: TableV2;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    // Indexes carry keys alone: a list comes from an index and its items are then read by key.
    this.records = new TableV2(this, 'Records', {
      ...keep,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      globalSecondaryIndexes: [
        {
          indexName: 'byCase',
          partitionKey: text('caseKey'),
          sortKey: text('caseSort'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
        {
          indexName: 'byOwner',
          partitionKey: text('ownerKey'),
          sortKey: text('ownerSort'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
        {
          indexName: 'byTime',
          partitionKey: text('timeShard'),
          sortKey: text('timeSort'),
          projectionType: ProjectionType.KEYS_ONLY,
        },
      ],
    });
    this.journal = new TableV2(this, 'Journal', {
      ...keep,
      partitionKey: text('pk'),
      sortKey: { name: 'seq', type: AttributeType.NUMBER },
      dynamoStream: StreamViewType.NEW_IMAGE,
      resourcePolicy: new PolicyDocument({
        statements: [
          new PolicyStatement({
            sid: 'NobodyRewritesTheJournal',
            effect: Effect.DENY,
            principals: [new AnyPrincipal()],
            actions: rewriting,
            // A table's own policy cannot name the table without a cycle; it reaches that table only.
            resources: ['*'],
          }),
        ],
      }),
    });
    this.operations = new TableV2(this, 'Operations', {
      ...keep,
      partitionKey: text('pk'),
      sortKey: text('sk'),
      timeToLiveAttribute: 'expires',
    });
  }

  /** The journal's name within the template. */
  get journalId(): string {
    const resource = this.journal.node.defaultChild;
    if (!(resource instanceof CfnElement)) throw new Error('The journal has no CloudFormation table.');
    return Stack.of(this).getLogicalId(resource);
  }

  /** The names of the tables, as each function's environment spells them. */
  get names() {
    return {
      RECORDS_TABLE: this.records.tableName,
      JOURNAL_TABLE: this.journal.tableName,
      OPERATIONS_TABLE: this.operations.tableName,
    };
  }

  /** Gives a function its rights. Whatever they are, rewriting the journal is denied by name. */
  grant(fn: ProjectFunction, rights: TableRights): void {
    const records = this.records.tableArn;
    const indexes = ['byCase', 'byOwner', 'byTime'].map((index) => `${records}/index/${index}`);
    fn.allow(reading, [records, ...indexes]);
    if (rights.records === 'write') fn.allow(committing, [records]);

    fn.allow(reading, [this.journal.tableArn]);
    if (rights.journal === 'append') fn.allow(['dynamodb:PutItem'], [this.journal.tableArn]);
    fn.deny(rewriting, [this.journal.tableArn]);

    if (rights.operations === undefined) return;
    if (rights.operations === 'put') {
      fn.allow(['dynamodb:PutItem'], [this.operations.tableArn]);
      return;
    }
    fn.allow(reading, [this.operations.tableArn]);
    if (rights.operations === 'write')
      fn.allow(['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'], [this.operations.tableArn]);
  }
}

function text(name: string) {
  return { name, type: AttributeType.STRING };
}
