import { importTimes } from "../../function/runtime/import-time.ts";
import { node24 } from "../../function/runtime/node24.ts";
import { figure, ratios, type Section } from "../figure.ts";

/** How long the built function takes to be loaded, against the same AWS clients and nothing else. */
export async function functionStart(): Promise<Section> {
  const node = await node24();
  if (node === undefined) return { title: TITLE, figures: [], remarks: ["not measured"] };
  const { built, bare, builtBytes, bareBytes } = await importTimes(node, { processes: 21 });
  return {
    title: TITLE,
    figures: [
      figure("the built function against its AWS clients alone", "×", ratios(built, bare), { target: 1.3 }),
      figure("the built function", "ms", built),
      figure("a bundle of its AWS clients alone", "ms", bare),
    ],
    remarks: [
      `the built function has ${kilobytes(builtBytes)} minified, its AWS clients alone have ${kilobytes(bareBytes)}`,
    ],
  };
}

const TITLE = "Loading the function, on the Node that Lambda has";

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1_000)} kB`;
}
