/**
 * What the keys of `targets` can be: ISO 3166-1 alpha-2 (249 codes, 2024) with XK, which the ISO leaves to users and
 * every geolocation database uses for Kosovo; continents in Buddy's spelling.
 */
export const REGIONS: readonly string[] = [
  "Default",
  ...words("NorthAmerica Europe Asia Oceania SouthAmerica Africa Antarctica").map((c) => `CONTINENT-${c}`),
  ...words(`
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
    CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
    FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
    JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
    MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW`).map(
    (country) => `COUNTRY-${country}`,
  ),
];

/** `PL`, `europe`, `default` and `COUNTRY-UK` are meant clearly enough to be answered with the right spelling. */
export function regionMeantBy(key: string): string | undefined {
  const bare = key.toUpperCase().replace(/^(COUNTRY|CONTINENT)[-_ ]?/, "");
  return BY_BARE_NAME.get(ALSO_KNOWN.get(bare) ?? bare.replace(/[-_ ]/g, ""));
}

const ALSO_KNOWN: ReadonlyMap<string, string> = new Map([
  ["UK", "GB"],
  ["EL", "GR"],
  ["EU", "EUROPE"],
  ["USA", "US"],
  ["AUSTRALIA", "OCEANIA"],
]);

const BY_BARE_NAME: ReadonlyMap<string, string> = new Map(
  REGIONS.map((region) => [region.slice(region.indexOf("-") + 1).toUpperCase(), region]),
);

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
