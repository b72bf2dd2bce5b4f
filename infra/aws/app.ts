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
 * (context) is the domain that mail is sent from.
 */
export const buildApp = (options: { code: CodeOf; validate: boolean; outdir?: string }): App => {
  const { code, validate, ...folder } = options;
  const app = new App({
    ...folder,
    analyticsReporting: false,
    treeMetadata: false,
    builtinCloudFormationValidation: validate,
    postCliContext: { '@aws-cdk/aws-iam:minimizePolicies': true },
  });
  const deployment = z.string().default('trinh').parse(app.node.tryGetContext('deployment'));
  const mailDomain = z.string().default('trinh.example').parse(app.node.tryGetContext('mailDomain'));
  new TrinhStack(app, 'Trinh', { stackName: deployment, code, mailDomain });
  return app;
};

/** The template without bundles or checks, in well under a second: what the laptop runtime runs. */
export const synthesizeTemplate = (): Template => {
  const outdir = mkdtempSync(join(tmpdir(), 'trinh-template-'));
  try {
    const app = buildApp({
      code: () => Code.fromInline('// the runtime imports the source instead'),
      validate: false,
      outdir,
    });
    return Template.parse(app.synth().getStackArtifact('Trinh').template);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
