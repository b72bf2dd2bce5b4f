import { Validations } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import { buildApp } from './app.ts';
import { bundleFolder } from './bundle.ts';

// What `cdk synth` and `cdk deploy` run: the bundles that were made before, and every check.
const app = buildApp({ code: (name) => Code.fromAsset(bundleFolder(name)), validate: true });
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
