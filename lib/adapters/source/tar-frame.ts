/** What an archive of `git archive` says of itself, apart from its entries. */
export type Frame = {
  /** Passes the bytes of the tar on, and notes what they say. */
  watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  /** Once all have passed: whether the two empty blocks that end every archive were there. */
  isWhole(): boolean;
  /** The commit that the archive was made from, where it says so. */
  commit(): string | undefined;
};

export function tarFrame(): Frame {
  let head = Buffer.alloc(0);
  let zeros = 0;
  return {
    async *watch(chunks) {
      for await (const chunk of chunks) {
        if (head.length < 2 * BLOCK) head = Buffer.concat([head, chunk]).subarray(0, 2 * BLOCK);
        const ending = zerosAtEnd(chunk);
        zeros = ending === chunk.length ? zeros + ending : ending;
        yield chunk;
      }
    },
    isWhole: () => zeros >= 2 * BLOCK,
    commit: () => {
      const isGlobal = head[TYPE] === GLOBAL_HEADER;
      const record = head.subarray(BLOCK, BLOCK + COMMENT_LENGTH).toString("latin1");
      return isGlobal ? /^52 comment=([0-9a-f]{40})\n$/.exec(record)?.[1] : undefined;
    },
  };
}

const BLOCK = 512;

/** Where `git get-tar-commit-id` looks: a comment in a global header of pax, before everything else. */
const TYPE = 156;
const GLOBAL_HEADER = "g".charCodeAt(0);
const COMMENT_LENGTH = 52;

function zerosAtEnd(chunk: Uint8Array): number {
  let zeros = 0;
  while (zeros < chunk.length && chunk[chunk.length - 1 - zeros] === 0) zeros += 1;
  return zeros;
}
