/** The least contrast of text with its background (WCAG 2.2, success criterion 1.4.3). */
export const LEAST_CONTRAST = 4.5

/** Returns the contrast of white text on a colour `#rrggbb`, from 1 to 21, as WCAG 2.2 defines it. */
export function contrastWithWhite(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((start) =>
    linear(Number.parseInt(colour.slice(start, start + 2), 16) / 255),
  ) as [number, number, number]
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
