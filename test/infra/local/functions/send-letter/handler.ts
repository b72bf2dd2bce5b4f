import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import * as z from 'zod';

const Event = z.object({ Records: z.array(z.object({ body: z.string() })) });

let client: SESClient | undefined;

/** Sends each message as a letter. */
export const handler = async (event: unknown) => {
  client ??= new SESClient({});
  for (const { body } of Event.parse(event).Records) {
    const lines = [
      `From: Trinh <${process.env['MAIL_FROM']}>`,
      'To: phong.vhtt@tg.example',
      `Subject: =?utf-8?B?${Buffer.from(`Hồ sơ: ${body}`).toString('base64')}?=`,
      'Content-Type: text/plain; charset=utf-8',
      '',
      `${process.env['PORTAL_URL']}/rounds/1`,
    ];
    const Data = Buffer.from(lines.join('\r\n'));
    await client.send(new SendRawEmailCommand({ RawMessage: { Data } }));
  }
  return {};
};
