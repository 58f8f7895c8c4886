import type { Stack } from './assembly.ts';
import { TemplateProblem } from './template-problem.ts';

const followed = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudFront::Distribution',
  'AWS::CloudFront::Function',
  'AWS::CloudFront::ResponseHeadersPolicy',
  'AWS::CloudTrail::Trail',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::DynamoDB::Table',
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::IAM::RolePolicy',
  'AWS::KMS::Alias',
  'AWS::KMS::Key',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::Scheduler::Schedule',
  'AWS::SecretsManager::ResourcePolicy',
  'AWS::SecretsManager::RotationSchedule',
  'AWS::SecretsManager::Secret',
];

const withoutMeaningHere = [
  'AWS::CDK::',
  'AWS::Budgets::',
  'AWS::CertificateManager::',
  'AWS::CloudFront::CachePolicy',
  'AWS::CloudFront::OriginAccessControl',
  'AWS::CloudFront::OriginRequestPolicy',
  'AWS::CloudTrail::',
  'AWS::CloudWatch::',
  'AWS::Cognito::UserPoolDomain',
  'AWS::Cognito::UserPoolGroup',
  'AWS::Cognito::ManagedLoginBranding',
  'AWS::Lambda::LayerVersion',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Logs::',
  'AWS::Route53::',
  'AWS::SNS::',
  'AWS::Scheduler::ScheduleGroup',
  'AWS::Events::',
  'AWS::SSM::',
  'Custom::',
];

/** Whether the local system runs resources of this type, so that their properties must resolve. */
export function isFollowed(type: string): boolean {
  return (
    followed.includes(type) || type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
  );
}

/** Refuses templates with a resource that changes what runs and that the local system does not know. */
export function refuseUnknownTypes(stacks: readonly Stack[]): void {
  for (const stack of stacks) {
    for (const [logicalId, { Type }] of Object.entries(stack.template.Resources)) {
      if (!isFollowed(Type) && !withoutMeaningHere.some(prefix => Type.startsWith(prefix))) {
        throw new TemplateProblem(
          `${stack.name}/${logicalId}`,
          `the local system does not know ${Type}; teach local/templates to follow it or to leave it out`,
        );
      }
    }
  }
}
