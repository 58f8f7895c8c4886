import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays, LogGroup } from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import type { SignIn } from './staff-pool.ts';

/** The static pages in their private bucket. They are built from the sources, so nothing here needs keeping. */
export class Pages extends Construct {
  readonly bucket: s3.IBucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bucket = new s3.Bucket(this, 'Bucket', {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      encryption: s3.BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      removalPolicy: RemovalPolicy.DESTROY,
      // The library's own class misses its interface by `undefined` under exactOptionalPropertyTypes.
    }) as s3.IBucket;
  }

  /**
   * Uploads `<assets>/web` and `config.json`. Hashed assets stay for a year and are never pruned, so that a page
   * opened before a deploy goes on working; everything else is asked for anew.
   */
  deploy(assets: string, config: { readonly signIn: SignIn }): void {
    const folder = join(assets, 'web');
    if (!existsSync(join(folder, 'index.html'))) {
      throw new Error(`the pages are not built: ${folder} has no index.html. Run \`npm run build\` first.`);
    }
    const whole = deployment.Source.asset(folder);
    const logGroup = new LogGroup(this, 'UploadLog', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const place = {
      destinationBucket: this.bucket,
      retainOnDelete: false,
      prune: false,
      memoryLimit: 256,
      logGroup,
    };
    const hashed = new deployment.BucketDeployment(this, 'Hashed', {
      ...place,
      sources: [whole],
      exclude: ['*'],
      include: ['assets/*'],
      cacheControl: [deployment.CacheControl.maxAge(Duration.days(365)), deployment.CacheControl.immutable()],
    });
    const fresh = new deployment.BucketDeployment(this, 'Fresh', {
      ...place,
      sources: [whole, deployment.Source.jsonData('config.json', config)],
      exclude: ['assets/*'],
      cacheControl: [deployment.CacheControl.noCache()],
    });
    fresh.node.addDependency(hashed);
  }
}
