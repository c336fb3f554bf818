import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from "@aws-sdk/client-s3";
import { compareText } from "../../core/order.ts";
import { type Listed, ObjectsError } from "./objects.ts";
import { s3FailureOf } from "./s3-failure.ts";
import { type S3Place, s3Url } from "./s3-place.ts";

export async function listObjects(
  place: S3Place,
  from: string,
  after: string | undefined,
): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  for await (const page of pages(place, from, { after })) {
    for (const { Key: key, ETag: etag, Size: size } of page.Contents ?? []) {
      if (key === undefined || etag === undefined || size === undefined) throw broken(place, from);
      listed.push({ key: key.slice(place.prefix.length), etag, size });
    }
  }
  // S3 goes by bytes of UTF-8, which is not the same beyond the basic plane.
  return listed.toSorted((a, b) => compareText(a.key, b.key));
}

export async function listFolders(place: S3Place, from: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const page of pages(place, from, { delimiter: "/" })) {
    for (const { Prefix: folder } of page.CommonPrefixes ?? []) {
      if (folder === undefined) throw broken(place, from);
      names.push(folder.slice(place.prefix.length + from.length, -1));
    }
  }
  return names.toSorted(compareText);
}

type Asked = { readonly after?: string | undefined; readonly delimiter?: string };

async function* pages(
  place: S3Place,
  from: string,
  asked: Asked,
): AsyncGenerator<ListObjectsV2CommandOutput> {
  for (let page = await request(place, from, asked); ; ) {
    yield page;
    // S3 says it of each page: who does not has not said that there is nothing.
    if (page.IsTruncated === undefined) throw broken(place, from);
    if (!page.IsTruncated) return;
    const { NextContinuationToken: token } = page;
    if (token === undefined) throw broken(place, from);
    page = await request(place, from, { ...asked, after: undefined, token });
  }
}

async function request(
  { client, bucket, prefix }: S3Place,
  from: string,
  { after, delimiter, token }: Asked & { readonly token?: string },
): Promise<ListObjectsV2CommandOutput> {
  try {
    return await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix + from,
        ...(delimiter === undefined ? {} : { Delimiter: delimiter }),
        ...(after === undefined ? {} : { StartAfter: prefix + after }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
  } catch (error) {
    throw s3FailureOf(error, { attempt: "listed", bucket, key: prefix + from });
  }
}

function broken(place: S3Place, from: string): ObjectsError {
  return new ObjectsError(`the list of ${s3Url(place, from)} is not whole: try again`, "broken");
}
