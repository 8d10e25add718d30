import { fontFamily, palettes } from '../../theme/tokens.ts';
import type { ThemeName } from '../../theme/tokens.ts';

/** Pixels of a picture for one of the screen: sharp where it is shown larger, or printed. */
export const picturePixels = 2;

const margin = 20;
const titleSize = 17;
const lineSize = 12;
const lineHeight = 18;

interface Caption {
  readonly title: string;
  /** What must be known of a picture that stands by itself: the days that it is of, and as of when. */
  readonly lines: readonly string[];
  readonly theme: ThemeName;
}

/** A chart as a picture that can stand by itself, as a PNG data address: on the ground of its theme, under its title, days and as-of instant. */
export function framePicture(chart: HTMLCanvasElement, { title, lines, theme }: Caption): string {
  const palette = palettes[theme];
  const head = margin + titleSize + 8 + lines.length * lineHeight + 8;
  const [width, height] = [chart.width / picturePixels + 2 * margin, head + chart.height / picturePixels + margin];
  const canvas = document.createElement('canvas');
  canvas.width = width * picturePixels;
  canvas.height = height * picturePixels;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser draws on no canvas');
  context.scale(picturePixels, picturePixels);
  context.fillStyle = palette.surface;
  context.fillRect(0, 0, width, height);
  context.textBaseline = 'top';
  context.fillStyle = palette.text;
  context.font = `600 ${titleSize}px ${fontFamily}`;
  const room = width - 2 * margin;
  context.fillText(title, margin, margin, room);
  context.fillStyle = palette.textQuiet;
  context.font = `${lineSize}px ${fontFamily}`;
  for (const [index, line] of lines.entries())
    context.fillText(line, margin, margin + titleSize + 8 + index * lineHeight, room);
  context.drawImage(chart, margin, head, chart.width / picturePixels, chart.height / picturePixels);
  return canvas.toDataURL('image/png');
}
