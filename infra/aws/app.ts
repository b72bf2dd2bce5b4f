import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import * as z from 'zod';
import type { CodeOf } from './function.ts';
import { TrinhStack } from './stack.ts';

/** A synthesized template as its reader meets it: resources by name, each of a type, all else unread. */
export const Template = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Metadata: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
});
export type Template = z.infer<typeof Template>;

/**
 * The CDK app. `validate` turns on the check of every property against CloudFormation's own schemas, which takes
 * seconds. `deployment` (context, default `trinh`) names the stack and, by it, functions and machines; `mailDomain`
 * (context) is the domain that mail is sent from; `sender`, where given, the whole address instead.
 */
export const buildApp = (options: {
  code: CodeOf;
  validate: boolean;
  outdir?: string;
  sender?: string | undefined;
}): App => {
  const { code, validate, sender, ...folder } = options;
  const app = new App({
    ...folder,
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: validate,
    postCliContext: { '@aws-cdk/aws-iam:minimizePolicies': true },
  });
  const deployment = z.string().default('trinh').parse(app.node.tryGetContext('deployment'));
  const mailDomain = z.string().default('trinh.example').parse(app.node.tryGetContext('mailDomain'));
  const at = sender?.lastIndexOf('@') ?? -1;
  const from =
    sender === undefined || at < 0
      ? { mailDomain }
      : { mailName: sender.slice(0, at), mailDomain: sender.slice(at + 1) };
  new TrinhStack(app, 'Trinh', { stackName: deployment, code, ...from });
  return app;
};

/**
 * The template without bundles or checks, in well under a second: what the laptop runtime runs. `sender` is the address
 * that it sends mail from, where that is not the deployment's usual one.
 */
export const synthesizeTemplate = (sender?: string): Template => {
  const outdir = mkdtempSync(join(tmpdir(), 'trinh-template-'));
  try {
    const app = buildApp({
      code: () => Code.fromInline('// the runtime imports the source instead'),
      validate: false,
      outdir,
      sender,
    });
    return Template.parse(app.synth().getStackArtifact('Trinh').template);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
