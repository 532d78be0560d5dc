import type { State } from '../state.ts';
import type { Frame } from './frame.ts';
import { HEADER_HEIGHT, layOut } from './geometry.ts';
import { paintLanes } from './paint.ts';
import { fitText } from './text.ts';

const TITLE_HEIGHT = 56;

/** The lanes as a PNG of twice the screen's density: all lanes, scrolled ones too, under what they prove. */
export async function pictureOf(frame: Frame, state: State): Promise<Uint8Array> {
  const { theme, geometry, index } = frame;
  const { width } = geometry;
  const height = Math.max(geometry.height, HEADER_HEIGHT + geometry.contentHeight);
  const canvas = document.createElement('canvas');
  canvas.width = width * 2;
  canvas.height = (height + TITLE_HEIGHT) * 2;
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser has no 2D canvas.');
  context.scale(2, 2);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height + TITLE_HEIGHT);
  context.textBaseline = 'middle';
  context.fillStyle = theme.text;
  context.font = `600 14px ${theme.font}`;
  context.fillText(fitText(context, titleOf(state, frame.slice.keyName), width - 24), 12, 20);
  context.font = `12px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.fillText(fitText(context, subtitleOf(state), width - 24), 12, 40);
  context.translate(0, TITLE_HEIGHT);
  const size = { width, height, gutter: geometry.left };
  paintLanes({
    ...frame,
    context,
    geometry: layOut(index, size),
    scroll: 0,
    pinned: 0,
    cursorRow: -1,
    pointed: null,
    scrub: null,
  });
  const blob = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (blob === null) throw new Error('The picture is too large for this browser.');
  return new Uint8Array(await blob.arrayBuffer());
}

function titleOf({ codePath, content }: State, keyName: string): string {
  if (codePath !== null) return codePath.claim;
  return content.kind === 'trace' ? `${keyName} · ${content.summary.headline.join(' · ')}` : keyName;
}

function subtitleOf({ codePath, content }: State): string {
  const from = content.kind === 'trace' ? `${content.summary.name} · ${content.summary.provenance}` : '';
  return codePath === null ? from : `${codePath.proof} · ${from}`;
}
